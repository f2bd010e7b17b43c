"""Where TensorFlow kept its recurrent names, and what they are called now.

The package offers every public name of ``tf.contrib.rnn`` under one roof, so a name is rewritten
whichever of its homes it was reached through; only what was called differently is listed here.
"""

PACKAGE = "tf_contrib_rnn"

# All that TensorFlow 1 had and the package offers, under the same name.
NAMES = frozenset(
    """
    RNNCell LayerRNNCell BasicRNNCell BasicLSTMCell GRUCell LSTMCell LSTMStateTuple
    DropoutWrapper MultiRNNCell DeviceWrapper ResidualWrapper EmbeddingWrapper
    InputProjectionWrapper OutputProjectionWrapper LayerNormBasicLSTMCell LSTMBlockWrapper
    LSTMBlockCell GRUBlockCell GRUBlockCellV2 FusedRNNCell FusedRNNCellAdaptor
    TimeReversedFusedRNN LSTMBlockFusedCell CoupledInputForgetGateLSTMCell TimeFreqLSTMCell
    GridLSTMCell BidirectionalGridLSTMCell NASCell UGRNNCell IntersectionRNNCell PhasedLSTMCell
    ConvLSTMCell Conv1DLSTMCell Conv2DLSTMCell Conv3DLSTMCell HighwayWrapper GLSTMCell SRUCell
    IndRNNCell IndyGRUCell IndyLSTMCell AttentionCellWrapper CompiledWrapper static_rnn
    static_state_saving_rnn static_bidirectional_rnn stack_bidirectional_dynamic_rnn
    stack_bidirectional_rnn transpose_batch_time best_effort_input_batch_size dynamic_rnn
    bidirectional_dynamic_rnn raw_rnn CudnnCompatibleLSTMCell CudnnCompatibleGRUCell CudnnLSTM
    CudnnGRU CudnnRNNTanh CudnnRNNRelu LayerNormLSTMCell WeightNormLSTMCell NTMCell
    MinimalRNNCell CFNCell GridRNNCell Grid1BasicRNNCell Grid2BasicRNNCell Grid1BasicLSTMCell
    Grid2BasicLSTMCell Grid1LSTMCell Grid2LSTMCell Grid3LSTMCell Grid2GRUCell
    """.split()
)

# What the package adds; TensorFlow 1 had no such names, so nothing is rewritten to them.
ADDED = frozenset(
    """
    Shape RNN ConvLSTM1D ConvLSTM2D ConvLSTM3D to_keras from_keras extend_keras_rnn
    restore_keras_rnn hard_sigmoid load_legacy_keras checkpoint
    """.split()
)

# Names of TensorFlow 0.x, and private ones that became public or always were the public class.
RENAMED = {
    "rnn": "static_rnn",
    "bidirectional_rnn": "static_bidirectional_rnn",
    "state_saving_rnn": "static_state_saving_rnn",
    "_RNNCell": "RNNCell",
    "_LayerRNNCell": "LayerRNNCell",
    "_best_effort_input_batch_size": "best_effort_input_batch_size",
    "_transpose_batch_time": "transpose_batch_time",
}

# Strings that TensorFlow's modules gave names to; those of cells are of TensorFlow 1.2 and later.
CONSTANTS = {
    "_WEIGHTS_VARIABLE_NAME": "kernel",
    "_BIAS_VARIABLE_NAME": "bias",
    "CUDNN_RNN_UNIDIRECTION": "unidirectional",
    "CUDNN_RNN_BIDIRECTION": "bidirectional",
    "CUDNN_LSTM": "lstm",
    "CUDNN_GRU": "gru",
    "CUDNN_RNN_RELU": "rnn_relu",
    "CUDNN_RNN_TANH": "rnn_tanh",
    "CUDNN_INPUT_LINEAR_MODE": "linear_input",
    "CUDNN_INPUT_SKIP_MODE": "skip_input",
    "CUDNN_INPUT_AUTO_MODE": "auto_select",
}

# What ``tf.nn`` itself offers of it; the rest of ``tf.nn`` is not recurrent.
RUNNERS = frozenset(
    """
    dynamic_rnn bidirectional_dynamic_rnn raw_rnn static_rnn static_bidirectional_rnn
    static_state_saving_rnn rnn bidirectional_rnn state_saving_rnn
    """.split()
)

# Modules that hold nothing but recurrent cells and runners.
HOMES = frozenset(
    """
    tensorflow.contrib.rnn
    tensorflow.contrib.rnn.core_rnn
    tensorflow.contrib.rnn.core_rnn_cell
    tensorflow.contrib.rnn.rnn_cell
    tensorflow.contrib.rnn.python.ops.core_rnn
    tensorflow.contrib.rnn.python.ops.core_rnn_cell
    tensorflow.contrib.rnn.python.ops.core_rnn_cell_impl
    tensorflow.contrib.rnn.python.ops.fused_rnn_cell
    tensorflow.contrib.rnn.python.ops.gru_ops
    tensorflow.contrib.rnn.python.ops.lstm_ops
    tensorflow.contrib.rnn.python.ops.rnn
    tensorflow.contrib.rnn.python.ops.rnn_cell
    tensorflow.contrib.cudnn_rnn
    tensorflow.contrib.cudnn_rnn.python.layers
    tensorflow.contrib.cudnn_rnn.python.layers.cudnn_rnn
    tensorflow.contrib.cudnn_rnn.python.ops.cudnn_rnn_ops
    tensorflow.contrib.grid_rnn
    tensorflow.contrib.grid_rnn.python.ops.grid_rnn_cell
    tensorflow.models.rnn.rnn
    tensorflow.models.rnn.rnn_cell
    tensorflow.nn.rnn_cell
    tensorflow.python.keras.layers.legacy_rnn.rnn_cell_impl
    tensorflow.python.ops.nn.rnn_cell
    tensorflow.python.ops.rnn
    tensorflow.python.ops.rnn_cell
    tensorflow.python.ops.rnn_cell_impl
    """.split()
)

# Modules with other things besides: only their runners are ours.
MIXED_HOMES = frozenset(["tensorflow.nn", "tensorflow.python.ops.nn"])

# Packages on the way to a home that TensorFlow 2 no longer has.
GONE = frozenset(
    """
    tensorflow.contrib
    tensorflow.contrib.rnn.python
    tensorflow.contrib.rnn.python.ops
    tensorflow.contrib.cudnn_rnn.python
    tensorflow.contrib.cudnn_rnn.python.ops
    tensorflow.contrib.grid_rnn.python
    tensorflow.contrib.grid_rnn.python.ops
    tensorflow.models
    tensorflow.models.rnn
    """.split()
)

# Names of modules that tf_upgrade_v2 takes for TensorFlow's, whatever a file imports under them.
TAKEN_NAMES = frozenset(["contrib_rnn"])

# Homes that worked only while LSTM states were one tensor and cells were told their input size.
SINGLE_TENSOR_HOMES = ("tensorflow.models.rnn",)
# Homes whose cells took ``input_size`` where cells since TensorFlow 1.2 take something else.
INPUT_SIZE_HOMES = (
    *SINGLE_TENSOR_HOMES,
    "tensorflow.contrib.rnn.core_rnn_cell",
    "tensorflow.contrib.rnn.python.ops.core_rnn_cell_impl",
)


def normal(name):
    """A dotted name as TensorFlow 1 wrote it: ``tensorflow.compat.v1`` is ``tensorflow``."""
    for prefix in ("tensorflow.compat.v1", "tensorflow._api.v1"):
        if inside(name, prefix):
            return "tensorflow" + name[len(prefix) :]
    return name


def inside(name, prefix):
    """Whether a dotted name is ``prefix`` or below it."""
    return name == prefix or name.startswith(prefix + ".")


def split(name):
    """The home and the member of a dotted name, or ``(None, None)`` where no home holds it.

    The package is a home too: what was left undecided about a call stays so once it is rewritten.
    """
    home, _, member = name.rpartition(".")
    if home == PACKAGE and member in NAMES:
        return home, member
    if home in HOMES and name not in HOMES:
        return home, member
    if home in MIXED_HOMES and member in RUNNERS:
        return home, member
    return None, None


def target(name):
    """What the package calls the thing with this dotted name, or None."""
    _, member = split(name)
    if member is None:
        return None
    member = RENAMED.get(member, member)
    return member if member in NAMES else None


def constant(name):
    """The string that the thing with this dotted name is, or None."""
    home, member = split(name)
    if member is None or any(inside(home, old) for old in INPUT_SIZE_HOMES):
        return None
    return CONSTANTS.get(member)
