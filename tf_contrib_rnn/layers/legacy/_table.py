"""Which layer of Keras 3 stands for which one of TF 1.x's tf.keras, and with which options."""

from typing import Any, NamedTuple

from tf_contrib_rnn.cells import BasicLSTMCell, BasicRNNCell, GRUCell, LSTMCell


class Rule(NamedTuple):
    """How one class is translated; an option that no rule names keeps its name and value.

    Attributes:
        layer: name of the class in `keras.layers`.
        only: {option: the one value that Keras 3 has}; another one is refused.
        dropped: options that change no number.
        renamed: {option: its name in Keras 3}.
        added: {option: value} of what the file does not say.
        recurrent: whether tensors after the first one of a call are the initial state.
        roles: {role of a weight in the file: its name in Keras 3} where they differ.
        cudnn: the number of gates where the weights lie as cuDNN keeps them.
    """

    layer: str
    only: dict[str, Any] = {}
    dropped: tuple[str, ...] = ()
    renamed: dict[str, str] = {}
    added: dict[str, Any] = {}
    recurrent: bool = False
    roles: dict[str, str] = {}
    cudnn: int = 0


_SAME = """
    Activation ActivityRegularization Add AlphaDropout Average AveragePooling1D AveragePooling2D
    AveragePooling3D Concatenate Conv1D Conv2D Conv2DTranspose Conv3D Conv3DTranspose Cropping1D
    Cropping2D Cropping3D Dense Dot Dropout ELU Flatten GaussianDropout GaussianNoise
    GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D GlobalMaxPooling1D
    GlobalMaxPooling2D GlobalMaxPooling3D LayerNormalization Masking MaxPooling1D MaxPooling2D
    MaxPooling3D Maximum Minimum Multiply PReLU Permute ReLU RepeatVector Reshape Softmax
    StackedRNNCells Subtract TimeDistributed UpSampling1D UpSampling2D UpSampling3D ZeroPadding1D
    ZeroPadding2D ZeroPadding3D SimpleRNNCell
"""
_BATCH_FIRST = {"time_major": False}
_SPEED = ("implementation",)
LSTM_GATES, GRU_GATES = 4, 3
# Their one activation, and what GRUs of TF 1.8 and before did not say.
_CUDNN = {"recurrent_activation": "sigmoid"}
_GRU = {"reset_after": False}
_SEPARABLE = ("kernel_initializer", "kernel_regularizer", "kernel_constraint")
_BATCH_NORMALIZATION = Rule("BatchNormalization")

RULES = {name: Rule(name) for name in _SAME.split()} | {
    "SimpleRNN": Rule("SimpleRNN", _BATCH_FIRST, _SPEED, recurrent=True),
    "LSTM": Rule("LSTM", _BATCH_FIRST, _SPEED, recurrent=True),
    "GRU": Rule("GRU", _BATCH_FIRST, _SPEED, added=_GRU, recurrent=True),
    "RNN": Rule("RNN", _BATCH_FIRST, _SPEED, recurrent=True),
    "LSTMCell": Rule("LSTMCell", dropped=_SPEED),
    "GRUCell": Rule("GRUCell", dropped=_SPEED, added=_GRU),
    "Bidirectional": Rule("Bidirectional", recurrent=True),
    "ConvLSTM2D": Rule("ConvLSTM2D", _BATCH_FIRST | {"unroll": False}, recurrent=True),
    "CuDNNLSTM": Rule("LSTM", _BATCH_FIRST, added=_CUDNN, recurrent=True, cudnn=LSTM_GATES),
    "CuDNNGRU": Rule(
        "GRU", _BATCH_FIRST, added=_CUDNN | {"reset_after": True}, recurrent=True, cudnn=GRU_GATES
    ),
    "BatchNormalization": _BATCH_NORMALIZATION,
    "BatchNormalizationV1": _BATCH_NORMALIZATION,
    "BatchNormalizationV2": _BATCH_NORMALIZATION,
    "Embedding": Rule("Embedding", dropped=("input_length",)),
    "LeakyReLU": Rule("LeakyReLU", renamed={"alpha": "negative_slope"}),
    "Attention": Rule("Attention", {"causal": False}),
    "AdditiveAttention": Rule("AdditiveAttention", {"causal": False}),
    "DepthwiseConv2D": Rule("DepthwiseConv2D", roles={"depthwise_kernel": "kernel"}),
    "SeparableConv1D": Rule("SeparableConv1D", dropped=_SEPARABLE),
    "SeparableConv2D": Rule("SeparableConv2D", dropped=_SEPARABLE),
    "SpatialDropout1D": Rule("SpatialDropout1D", {"noise_shape": None}),
    "SpatialDropout2D": Rule("SpatialDropout2D", {"noise_shape": None}),
    "SpatialDropout3D": Rule("SpatialDropout3D", {"noise_shape": None}),
}
# Why there is no rule.
REASONS = {
    "Lambda": "its Python code is never run",
    "TensorFlowOpLayer": "it is an operation outside of any layer",
    "AddLoss": "it is a loss inside the model",
    "AddMetric": "it is a metric inside the model",
}

_CORE_CELLS = {cell.__name__: cell for cell in (BasicLSTMCell, BasicRNNCell, GRUCell, LSTMCell)}


def core_cell(entry):
    """The class of a cell of tf.nn.rnn_cell in a layer RNN; None for everything else."""
    config = entry["config"]
    return _CORE_CELLS.get(entry["class_name"]) if "num_units" in config else None
