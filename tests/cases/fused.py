"""Whole sequences at once: the fused cells, and the layers of cuDNN judged by cells like them.

TF 1.15.5 has no kernel for cuDNN's layers on a CPU; their numbers are those of the cells that
it calls compatible, layer on layer.
"""

import zlib

from ._case import cell

USUAL = {"batch": 4, "time": 6, "depth": 3, "dtype": "float32", "lengths": [6, 0, 3, 5],
         "as_list": False, "state": True, "scope": None}
LSTM = cell("BasicLSTMCell", num_units=5, forget_bias=0.5)
PROJECTED = cell("LSTMCell", num_units=5, num_proj=2, use_peepholes=True)
OPTIONS = {"num_units": 5, "forget_bias": 0.3, "cell_clip": 0.5, "use_peephole": True,
           "name": "lstm_cell"}
DOUBLE = {"dtype": "float64"}
CUDNN = {"CudnnLSTM": {}, "CudnnGRU": DOUBLE, "CudnnRNNTanh": DOUBLE, "CudnnRNNRelu": DOUBLE}


def fused(name, symbol, arguments, **others):
    """Return a complete case.

    Args:
        name: file stem of the golden.
        symbol: public name of the class.
        arguments: keyword arguments of its constructor, as plain data.
        **others: any key of `USUAL` with another value: `as_list` for inputs as a list of steps,
            `state` False for no initial state, `scope` for the call's scope argument.
    """
    unknown = set(others) - set(USUAL)
    if unknown:
        raise ValueError("Expected keys of a case, received %s." % sorted(unknown))
    full = dict(USUAL, name=name, symbol=symbol, arguments=arguments)
    full["seed"] = zlib.crc32(name.encode()) % 100000
    full.update(others)
    return full


def adapted(name, inner, dynamic, reverse=False, **others):
    """Return a case of FusedRNNCellAdaptor, or of TimeReversedFusedRNN around one."""
    arguments = {"cell": inner, "use_dynamic_rnn": dynamic}
    options = dict(DOUBLE, **others)
    if reverse:
        inside = cell("FusedRNNCellAdaptor", **arguments)
        return fused("time_reversed" + name, "TimeReversedFusedRNN", {"cell": inside}, **options)
    return fused("fused_adaptor" + name, "FusedRNNCellAdaptor", arguments, **options)


def cudnn(symbol):
    """Return the cases of one layer of cuDNN: depths, directions, states."""
    stem, options = "cudnn_" + symbol[len("Cudnn"):].lower(), CUDNN[symbol]
    two = {"num_layers": 2, "num_units": 5}
    return [
        fused(stem, symbol, {"num_layers": 1, "num_units": 5}, state=False, **options),
        fused(stem + "_two_layers", symbol, two, **options),
        fused(stem + "_bidirectional", symbol, dict(two, direction="bidirectional"), **options),
        fused(stem + "_bidirectional_without_state", symbol, {
            "num_layers": 1, "num_units": 5, "direction": "bidirectional"}, state=False, **options),
    ]


CASES = [
    fused("lstm_block_fused_cell", "LSTMBlockFusedCell", {"num_units": 5}, state=False),
    fused("lstm_block_fused_cell_state", "LSTMBlockFusedCell", {"num_units": 5}),
    fused("lstm_block_fused_cell_options", "LSTMBlockFusedCell", OPTIONS),
    fused("lstm_block_fused_cell_scope", "LSTMBlockFusedCell", {
        "num_units": 5, "cell_clip": 0.0, "use_peephole": True}, scope="memory"),
    adapted("", LSTM, False),
    adapted("_list", LSTM, False, as_list=True, state=False),
    adapted("_dynamic", PROJECTED, True, scope="memory"),
    adapted("_dynamic_list", LSTM, True, as_list=True),
    adapted("", LSTM, True, reverse=True),
    adapted("_static", LSTM, False, reverse=True, state=False),
    adapted("_list", PROJECTED, False, reverse=True, as_list=True),
    adapted("_dynamic_list", LSTM, True, reverse=True, as_list=True),
    fused("time_reversed_block", "TimeReversedFusedRNN", {
        "cell": cell("LSTMBlockFusedCell", **dict(OPTIONS, cell_clip=0.3))}),
] + [case for symbol in CUDNN for case in cudnn(symbol)]
BY_NAME = {case["name"]: case for case in CASES}
