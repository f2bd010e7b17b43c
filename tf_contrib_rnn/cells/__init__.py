"""One step: every cell, a file a family."""

from tf_contrib_rnn.cells._cell import LayerRNNCell, RNNCell
from tf_contrib_rnn.cells._state import LSTMStateTuple, Shape
from tf_contrib_rnn.cells.basic import BasicRNNCell
from tf_contrib_rnn.cells.convolutional import (
    Conv1DLSTMCell,
    Conv2DLSTMCell,
    Conv3DLSTMCell,
    ConvLSTMCell,
)
from tf_contrib_rnn.cells.frequency import TimeFreqLSTMCell
from tf_contrib_rnn.cells.grid import BidirectionalGridLSTMCell, GridLSTMCell
from tf_contrib_rnn.cells.gru import GRUCell
from tf_contrib_rnn.cells.lstm import BasicLSTMCell, LSTMCell

__all__ = [
    "BasicLSTMCell",
    "BasicRNNCell",
    "BidirectionalGridLSTMCell",
    "Conv1DLSTMCell",
    "Conv2DLSTMCell",
    "Conv3DLSTMCell",
    "ConvLSTMCell",
    "GRUCell",
    "GridLSTMCell",
    "LSTMCell",
    "LSTMStateTuple",
    "LayerRNNCell",
    "RNNCell",
    "Shape",
    "TimeFreqLSTMCell",
]
