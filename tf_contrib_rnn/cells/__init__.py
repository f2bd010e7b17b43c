"""One step: every cell, a file a family."""

from tf_contrib_rnn.cells._cell import LayerRNNCell, RNNCell
from tf_contrib_rnn.cells._state import LSTMStateTuple, Shape
from tf_contrib_rnn.cells.basic import BasicRNNCell
from tf_contrib_rnn.cells.block import GRUBlockCell, GRUBlockCellV2, LSTMBlockCell
from tf_contrib_rnn.cells.convolutional import (
    Conv1DLSTMCell,
    Conv2DLSTMCell,
    Conv3DLSTMCell,
    ConvLSTMCell,
)
from tf_contrib_rnn.cells.cudnn import CudnnCompatibleGRUCell, CudnnCompatibleLSTMCell
from tf_contrib_rnn.cells.gru import GRUCell
from tf_contrib_rnn.cells.lstm import BasicLSTMCell, LSTMCell

__all__ = [
    "BasicLSTMCell",
    "BasicRNNCell",
    "Conv1DLSTMCell",
    "Conv2DLSTMCell",
    "Conv3DLSTMCell",
    "ConvLSTMCell",
    "CudnnCompatibleGRUCell",
    "CudnnCompatibleLSTMCell",
    "GRUBlockCell",
    "GRUBlockCellV2",
    "GRUCell",
    "LSTMBlockCell",
    "LSTMCell",
    "LSTMStateTuple",
    "LayerRNNCell",
    "RNNCell",
    "Shape",
]
