"""Which cell of ours is which of Keras': the table, and nothing else."""

from typing import NamedTuple

import keras

from tf_contrib_rnn.cells import (
    BasicLSTMCell,
    BasicRNNCell,
    Conv1DLSTMCell,
    Conv2DLSTMCell,
    Conv3DLSTMCell,
    ConvLSTMCell,
    CudnnCompatibleGRUCell,
    CudnnCompatibleLSTMCell,
    GRUBlockCell,
    GRUBlockCellV2,
    GRUCell,
    LSTMBlockCell,
    LSTMCell,
)
from tf_contrib_rnn.layers.twins.gates import Block

# Gates: i input, f forget, o output, j new input; r reset, u update, n candidate.
_LSTM = (Block("ijfo"),)
_GRU = (
    Block("ru", "gates_kernel", "gates_bias", start=1.0),
    Block("n", "candidate_kernel", "candidate_bias"),
)
_CUDNN_GRU = (
    Block("ru", "gates_kernel", "gates_bias", start=1.0),
    Block("n", ("input_kernel", "hidden_kernel"), ("input_bias", "hidden_bias")),
)
_NO_DROPOUT = {"dropout": 0.0, "recurrent_dropout": 0.0}
_PLAIN = {"use_bias": True, **_NO_DROPOUT}
_GATED = {"recurrent_activation": keras.activations.sigmoid, **_PLAIN}
_SAME_SIZE = {
    "activation": keras.activations.tanh,
    "recurrent_activation": keras.activations.sigmoid,
    **_NO_DROPOUT,
    "padding": "same",
    "data_format": "channels_last",
    "strides": 1,
    "dilation_rate": 1,
}


class Twin(NamedTuple):
    """A cell of ours and what computes the same in Keras.

    Attributes:
        cell: class of our cell.
        layer: class of Keras' layer.
        stock: class of Keras' cell, where it is public: it can stand in a stack.
        blocks: our kernels and biases.
        order: the gates in the columns of Keras' kernels.
        requires: {option: value} that our cell must have.
        stock_requires: {option: value} that Keras' must have to be our cell.
        chooses: {option: value} that tell this twin from others with Keras' layer.
        has_two_biases: whether Keras' bias is [2, gates], of the input and of the state.
    """

    cell: type
    layer: type
    stock: type | None
    blocks: tuple
    order: str
    requires: dict
    stock_requires: dict
    chooses: dict = {}
    has_two_biases: bool = False

    @property
    def reverses_states(self):
        """Whether the state is (c, h) here and (h, c) there."""
        return "f" in self.order

    @property
    def is_conv(self):
        """Whether the cell runs on maps."""
        return issubclass(self.cell, ConvLSTMCell)

    @property
    def sizes(self):
        """{our option: Keras' option} of the sizes."""
        if self.is_conv:
            return {"output_channels": "filters", "kernel_shape": "kernel_size"}
        return {"num_units": "units"}


def _lstm(cell, **requires):
    stock = keras.layers.LSTMCell
    return Twin(cell, keras.layers.LSTM, stock, _LSTM, "ifjo", requires, _GATED)


def _gru(cell, blocks=_GRU, reset_after=False):
    return Twin(
        cell,
        keras.layers.GRU,
        keras.layers.GRUCell,
        blocks,
        "urn",
        {},
        _GATED,
        {"reset_after": reset_after},
        has_two_biases=reset_after,
    )


def _conv(cell, layer):
    return Twin(cell, layer, None, _LSTM, "ifjo", {"skip_connection": False}, _SAME_SIZE)


_RNN = (Block("n"),)
_CONV_LAYERS = (keras.layers.ConvLSTM1D, keras.layers.ConvLSTM2D, keras.layers.ConvLSTM3D)

# Of several cells with one layer of Keras, that layer becomes the first.
TWINS = (
    _lstm(BasicLSTMCell),
    _lstm(LSTMCell, use_peepholes=False, num_proj=None, cell_clip=None),
    _lstm(LSTMBlockCell, use_peephole=False, cell_clip=None),
    _lstm(CudnnCompatibleLSTMCell),
    _gru(GRUCell),
    _gru(GRUBlockCellV2),
    _gru(GRUBlockCell),
    _gru(CudnnCompatibleGRUCell, _CUDNN_GRU, reset_after=True),
    Twin(BasicRNNCell, keras.layers.SimpleRNN, keras.layers.SimpleRNNCell, _RNN, "n", {}, _PLAIN),
    _conv(Conv1DLSTMCell, _CONV_LAYERS[0]),
    _conv(Conv2DLSTMCell, _CONV_LAYERS[1]),
    _conv(Conv3DLSTMCell, _CONV_LAYERS[2]),
)


def twin_of_cell(cell):
    """The entry of a cell of ours, or None where Keras has no equal."""
    if type(cell) is ConvLSTMCell:
        layer = _CONV_LAYERS[cell.conv_ndims - 1]
        return _conv(ConvLSTMCell, layer)
    return next((twin for twin in TWINS if twin.cell is type(cell)), None)


def twin_of_stock(stock):
    """The entry of a layer or a cell of Keras, or None where we have no equal."""
    for twin in TWINS:
        chosen = all(getattr(stock, key, value) == value for key, value in twin.chooses.items())
        if type(stock) in (twin.layer, twin.stock) and chosen:
            return twin
    return None
