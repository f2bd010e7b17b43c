"""The table: which of our functions and classes stand under which names of TensorFlow 1."""

import functools

VERSION = "1.15.5"  # what the program is told, so that its own checks of versions pass

_CELLS = """
    RNNCell LayerRNNCell BasicRNNCell BasicLSTMCell GRUCell LSTMCell LSTMStateTuple
    LayerNormBasicLSTMCell LSTMBlockCell GRUBlockCell GRUBlockCellV2 CoupledInputForgetGateLSTMCell
    TimeFreqLSTMCell GridLSTMCell BidirectionalGridLSTMCell NASCell UGRNNCell IntersectionRNNCell
    PhasedLSTMCell ConvLSTMCell Conv1DLSTMCell Conv2DLSTMCell Conv3DLSTMCell GLSTMCell SRUCell
    IndRNNCell IndyGRUCell IndyLSTMCell LayerNormLSTMCell WeightNormLSTMCell NTMCell
    MinimalRNNCell CFNCell
""".split()
_WRAPPERS = """
    DropoutWrapper MultiRNNCell DeviceWrapper ResidualWrapper EmbeddingWrapper
    InputProjectionWrapper OutputProjectionWrapper HighwayWrapper AttentionCellWrapper
    CompiledWrapper
""".split()
_RUNNERS = """
    LSTMBlockWrapper FusedRNNCell FusedRNNCellAdaptor TimeReversedFusedRNN LSTMBlockFusedCell
    static_rnn static_state_saving_rnn static_bidirectional_rnn stack_bidirectional_dynamic_rnn
    stack_bidirectional_rnn transpose_batch_time best_effort_input_batch_size
""".split()
_TF_NN = "dynamic_rnn bidirectional_dynamic_rnn raw_rnn static_rnn static_bidirectional_rnn".split()
_GRIDS = """
    GridRNNCell Grid1BasicRNNCell Grid2BasicRNNCell Grid1BasicLSTMCell Grid2BasicLSTMCell
    Grid1LSTMCell Grid2LSTMCell Grid3LSTMCell Grid2GRUCell
""".split()
_LAYERS = """
    Layer InputSpec Dense Dropout Flatten Conv1D Conv2D Conv3D Conv2DTranspose Conv3DTranspose
    SeparableConv1D SeparableConv2D MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D
    AveragePooling2D AveragePooling3D BatchNormalization dense dropout flatten conv1d conv2d conv3d
    conv2d_transpose conv3d_transpose separable_conv1d separable_conv2d max_pooling1d
    max_pooling2d max_pooling3d average_pooling1d average_pooling2d average_pooling3d
    batch_normalization
""".split()
_CONTRIB_LAYERS = """
    fully_connected linear relu relu6 elu conv1d conv2d conv3d convolution convolution1d
    convolution2d convolution3d conv2d_transpose convolution2d_transpose max_pool2d avg_pool2d
    batch_norm layer_norm dropout flatten bias_add one_hot_encoding embed_sequence stack repeat
    softmax unit_norm l1_regularizer l2_regularizer l1_l2_regularizer sum_regularizer
    apply_regularization xavier_initializer xavier_initializer_conv2d variance_scaling_initializer
    optimize_loss
""".split()
_SEQ2SEQ = """
    attention_decoder basic_rnn_seq2seq embedding_attention_decoder embedding_attention_seq2seq
    embedding_rnn_decoder embedding_rnn_seq2seq embedding_tied_rnn_seq2seq model_with_buckets
    one2many_rnn_seq2seq rnn_decoder sequence_loss sequence_loss_by_example tied_rnn_seq2seq
""".split()


def _from(room, names):
    return {name: f"{room}:{name}" for name in names}


_FUNCTIONS = _from("sequence", [*_TF_NN, "static_state_saving_rnn"])
_OLD_FUNCTIONS = {  # as TF 0.x called them
    "rnn": "sequence:static_rnn",
    "bidirectional_rnn": "sequence:static_bidirectional_rnn",
    "state_saving_rnn": "sequence:static_state_saving_rnn",
}
_LINEAR = {
    "_linear": "compat.linear:linear",
    "_Linear": "compat.linear:Linear",
    "linear": "compat.linear:linear",
}
_PRIVATE = {
    "_RNNCell": "cells:RNNCell",
    "_LayerRNNCell": "cells:LayerRNNCell",
    "_WEIGHTS_VARIABLE_NAME": "kernel",
    "_BIAS_VARIABLE_NAME": "bias",
}
_BATCHES = {
    "_best_effort_input_batch_size": "sequence:best_effort_input_batch_size",
    "_transpose_batch_time": "sequence:transpose_batch_time",
    "transpose_batch_time": "sequence:transpose_batch_time",
}
_ALL_CELLS = _from("cells", _CELLS) | _from("wrappers", _WRAPPERS) | _LINEAR | _PRIVATE
_RNN = _ALL_CELLS | _from("sequence", _RUNNERS)
_LOOPS = _FUNCTIONS | _OLD_FUNCTIONS
_CUDNN = _from("layers", ["CudnnLSTM", "CudnnGRU", "CudnnRNNTanh", "CudnnRNNRelu"])
_CUDNN |= _from("cells", ["CudnnCompatibleLSTMCell", "CudnnCompatibleGRUCell"])
_CUDNN |= {
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
_TF_LAYERS = _from("compat.core_layers", _LAYERS) | {
    f"{name.replace('Conv', 'Convolution')}": f"compat.core_layers:{name}"
    for name in _LAYERS
    if "Conv" in name
}
_CONTRIB = _from("compat.contrib_layers", _CONTRIB_LAYERS)
_LEGACY = _from("compat.legacy_seq2seq", _SEQ2SEQ)
_CRF = _from("compat.crf", """
    crf_unary_score crf_binary_score crf_sequence_score crf_log_norm crf_log_likelihood crf_decode
    viterbi_decode
""".split())  # fmt: skip
_FRAMEWORK = _from("compat.framework", ["add_arg_scope", "arg_scope", "current_arg_scope",
                                        "has_arg_scope", "arg_scoped_arguments"])  # fmt: skip
_FRAMEWORK |= {
    "get_or_create_global_step": "tf.compat.v1.train.get_or_create_global_step",
    "create_global_step": "tf.compat.v1.train.create_global_step",
    "get_global_step": "tf.compat.v1.train.get_global_step",
    "assert_global_step": "tf.compat.v1.train.assert_global_step",
    "list_variables": "tf.compat.v1.train.list_variables",
    "load_variable": "tf.compat.v1.train.load_variable",
    "load_checkpoint": "tf.compat.v1.train.load_checkpoint",
    "init_from_checkpoint": "tf.compat.v1.train.init_from_checkpoint",
    "is_tensor": "tf.compat.v1.is_tensor",
    "nest": "tf.compat.v1.nest",
}
_RENAMED = {  # TF 0.x: another name, the same arguments
    "mul": "tf.compat.v1.multiply",
    "sub": "tf.compat.v1.subtract",
    "neg": "tf.compat.v1.negative",
    "pack": "tf.compat.v1.stack",
    "unpack": "tf.compat.v1.unstack",
    "select": "tf.compat.v1.where",
    "inv": "tf.compat.v1.reciprocal",
    "batch_matmul": "tf.compat.v1.matmul",
    "merge_summary": "tf.compat.v1.summary.merge",
    "merge_all_summaries": "tf.compat.v1.summary.merge_all",
    "scalar_summary": "tf.compat.v1.summary.scalar",
    "histogram_summary": "tf.compat.v1.summary.histogram",
}

_TABLES = {
    "tensorflow": {"VERSION": VERSION, "keras": "tf.keras"} | _RENAMED,
    "tensorflow.compat": {},
    "tensorflow.train": {"SummaryWriter": "tf.compat.v1.summary.FileWriter"},
    "tensorflow.nn": _LOOPS,
    "tensorflow.nn.rnn_cell": _ALL_CELLS,
    "tensorflow.nn.seq2seq": _LEGACY,
    "tensorflow.layers": _TF_LAYERS,
    "tensorflow.contrib": {},
    "tensorflow.contrib.rnn": _RNN,
    "tensorflow.contrib.cudnn_rnn": _CUDNN,
    "tensorflow.contrib.grid_rnn": _from("wrappers", _GRIDS),
    "tensorflow.contrib.layers": _CONTRIB,
    "tensorflow.contrib.legacy_seq2seq": _LEGACY,
    "tensorflow.contrib.crf": _CRF,
    "tensorflow.contrib.crf.python.ops.crf": _CRF,
    "tensorflow.contrib.seq2seq": {"sequence_loss": "compat.seq2seq:sequence_loss"},
    "tensorflow.contrib.framework": _FRAMEWORK,
    "tensorflow.models.rnn.rnn_cell": _ALL_CELLS,
    "tensorflow.models.rnn.rnn": _LOOPS,
    "tensorflow.models.rnn.seq2seq": _LEGACY,
    "tensorflow.python.ops.rnn_cell": _ALL_CELLS,
    "tensorflow.python.ops.rnn_cell_impl": _ALL_CELLS,
    "tensorflow.python.ops.rnn": _LOOPS | _BATCHES,
    "tensorflow.python.ops.nn": _LOOPS,
    "tensorflow.python.ops.nn.rnn_cell": _ALL_CELLS,
    "tensorflow.python.keras.layers.legacy_rnn.rnn_cell_impl": _ALL_CELLS,
    "tensorflow.python.ops.seq2seq": _LEGACY,
    "tensorflow.python.layers.base": _from("compat.core_layers", ["Layer", "InputSpec"]),
}
# Where a module's names were, below the module itself.
_TABLES |= {f"tensorflow.contrib.rnn.python.ops.{name}": _RNN for name in (
    "core_rnn_cell", "core_rnn_cell_impl", "rnn_cell", "rnn_cell_impl", "lstm_ops", "gru_ops",
    "fused_rnn_cell")}  # fmt: skip
_TABLES |= {f"tensorflow.contrib.rnn.{name}": _RNN for name in ("core_rnn_cell", "rnn_cell")}
_TABLES |= {"tensorflow.contrib.rnn.core_rnn": _RNN | _LOOPS | _BATCHES}
_TABLES |= {f"tensorflow.contrib.rnn.python.ops.{name}": _RNN | _LOOPS | _BATCHES
            for name in ("rnn", "core_rnn")}  # fmt: skip
_TABLES |= {f"tensorflow.contrib.cudnn_rnn.python.{name}": _CUDNN
            for name in ("ops.cudnn_rnn_ops", "layers.cudnn_rnn")}  # fmt: skip
_TABLES |= {f"tensorflow.contrib.layers.python.layers.{name}": _CONTRIB for name in (
    "layers", "initializers", "regularizers", "encoders", "optimizers")}  # fmt: skip
_TABLES |= {f"tensorflow.python.layers.{name}": _TF_LAYERS for name in (
    "core", "convolutional", "pooling", "normalization", "layers")}  # fmt: skip
_TABLES |= {
    "tensorflow.contrib.grid_rnn.python.ops.grid_rnn_cell": _from("wrappers", _GRIDS),
    "tensorflow.contrib.layers.python.layers": _CONTRIB,
    "tensorflow.contrib.legacy_seq2seq.python.ops.seq2seq": _LEGACY,
    "tensorflow.contrib.seq2seq.python.ops.loss": {"sequence_loss": "compat.seq2seq:sequence_loss"},
    "tensorflow.contrib.framework.python.ops": _FRAMEWORK,
    "tensorflow.contrib.framework.python.ops.arg_scope": _FRAMEWORK,
    "tensorflow.contrib.framework.python.ops.variables": _FRAMEWORK,
}


def _with_packages(names):
    """The names, and every package above one of them."""
    parts = [name.split(".") for name in names]
    return {".".join(part[:n]) for part in parts for n in range(1, len(part) + 1)}


MODULES = frozenset(_with_packages(_TABLES))
# Below these there is nothing but what the tables say.
CLOSED = ("tensorflow.contrib", "tensorflow.models", "tensorflow.examples", "tensorflow.layers")
# Stand-ins behind which the module of TensorFlow 2 goes on, beside all below tensorflow.python.
CONTINUED = ("tensorflow", "tensorflow.compat", "tensorflow.nn", "tensorflow.train")


@functools.cache
def names(module):
    """{name: where it is} of one stand-in.

    Where it is: `"room:name"` in this package, `"tf.name"` in TensorFlow 2, or the value itself.
    """
    return _TABLES.get(module, {})
