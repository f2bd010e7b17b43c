"""The block cells and the cells with the equations of cuDNN; TF1 has them in float32 only."""

from ._case import case

NAMES = "it only names the scope of the variables"
SAME_DTYPE = "the inputs are float32 already"
BINDS = "it binds to the variables of an earlier cell"
EARLIER = "An earlier cell with the same arguments made the variables."
OVERWRITTEN = "every weight gets a drawn value after it was made"
LSTM_OPTIONS = {"num_units": 5, "forget_bias": 0.3, "cell_clip": 0.5, "use_peephole": True}
DRAWN = {"initializer": "random_uniform", "minval": -0.2, "maxval": 0.4, "seed": 3}


def block(name, symbol, arguments, family="block", **others):
    """Return a case on 3 inputs in the one dtype that TF1 can."""
    options = dict({"dtype": "float32"}, **others)
    return case(name, symbol, arguments, [3], family, **options)


def lstm(name, arguments, **others):
    """Return a case of LSTMBlockCell."""
    return block("lstm_block_cell" + name, "LSTMBlockCell", arguments, **others)


def silent(symbol, **reasons):
    """Return the reasons of arguments that change nothing."""
    return {"changes_nothing": {
        "%s.%s" % (symbol, argument): reason for argument, reason in reasons.items()}}


def compatible(name, symbol, arguments, **others):
    """Return a case of a cell that is compatible with cuDNN."""
    return block("cudnn_compatible_" + name, symbol, arguments, "cudnn", **others)


def gru(version):
    """Return the cases of one version of GRUBlockCell."""
    symbol = "GRUBlockCell" + version.upper()

    def one(name, arguments, **others):
        return block("gru_block_cell%s%s" % (version and "_" + version, name), symbol, arguments,
                     **others)

    return [
        one("", {"num_units": 5}),
        one("_cell_size", {"cell_size": 5}, dtype_given=False),
        one("_name", {"num_units": 5, "name": None}, **silent(symbol, name=NAMES)),
        one("_reuse", {"num_units": 5, "reuse": True}, note=EARLIER, **silent(
            symbol, reuse=BINDS)),
    ]


CASES = [
    lstm("", {"num_units": 5}),
    lstm("_options", LSTM_OPTIONS),
    lstm("_options_dtype_from_inputs", LSTM_OPTIONS, dtype_given=False),
    lstm("_cell_clip", {"num_units": 5, "cell_clip": 0.4}),
    lstm("_cell_clip_zero", {"num_units": 5, "cell_clip": 0.0},
         note="A clip of 0 is none, unlike that of LSTMCell.",
         **silent("LSTMBlockCell", cell_clip="a limit of 0 is none")),
    lstm("_name", {"num_units": 5, "use_peephole": True, "name": None, "dtype": "float32"},
         **silent("LSTMBlockCell", name=NAMES, dtype=SAME_DTYPE)),
    lstm("_reuse", {"num_units": 5, "reuse": True}, note=EARLIER, **silent(
        "LSTMBlockCell", reuse=BINDS)),
] + gru("") + gru("v2") + [
    compatible("lstm_cell", "CudnnCompatibleLSTMCell", {"num_units": 5}),
    compatible("lstm_cell_reuse", "CudnnCompatibleLSTMCell", {"num_units": 5, "reuse": True},
               note=EARLIER, dtype_given=False, **silent(
                   "CudnnCompatibleLSTMCell", reuse=BINDS)),
    compatible("gru_cell", "CudnnCompatibleGRUCell", {"num_units": 5}, dtype="float64"),
    compatible("gru_cell_options", "CudnnCompatibleGRUCell",
               {"num_units": 5, "kernel_initializer": {"initializer": "constant", "value": 0.3}},
               dtype="float64", weights="initial"),
    compatible("gru_cell_float32", "CudnnCompatibleGRUCell",
               {"num_units": 5, "kernel_initializer": DRAWN}, dtype_given=False, **silent(
                   "CudnnCompatibleGRUCell", kernel_initializer=OVERWRITTEN)),
    compatible("gru_cell_reuse", "CudnnCompatibleGRUCell", {"num_units": 5, "reuse": True},
               note=EARLIER, dtype="float64", **silent(
                   "CudnnCompatibleGRUCell", reuse=BINDS)),
]
