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
from tf_contrib_rnn.cells.coupled import CoupledInputForgetGateLSTMCell
from tf_contrib_rnn.cells.gru import GRUCell
from tf_contrib_rnn.cells.lstm import BasicLSTMCell, LSTMCell
from tf_contrib_rnn.cells.memory import NTMCell
from tf_contrib_rnn.cells.normalized import LayerNormBasicLSTMCell, LayerNormLSTMCell
from tf_contrib_rnn.cells.phased import PhasedLSTMCell
from tf_contrib_rnn.cells.weight_norm import WeightNormLSTMCell

__all__ = [
    "BasicLSTMCell",
    "BasicRNNCell",
    "Conv1DLSTMCell",
    "Conv2DLSTMCell",
    "Conv3DLSTMCell",
    "ConvLSTMCell",
    "CoupledInputForgetGateLSTMCell",
    "GRUCell",
    "LSTMCell",
    "LSTMStateTuple",
    "LayerNormBasicLSTMCell",
    "LayerNormLSTMCell",
    "LayerRNNCell",
    "NTMCell",
    "PhasedLSTMCell",
    "RNNCell",
    "Shape",
    "WeightNormLSTMCell",
]
