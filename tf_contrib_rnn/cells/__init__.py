"""One step: every cell, a file a family."""

from tf_contrib_rnn.cells._cell import LayerRNNCell, RNNCell
from tf_contrib_rnn.cells._math import hard_sigmoid
from tf_contrib_rnn.cells._state import LSTMStateTuple, Shape
from tf_contrib_rnn.cells.basic import BasicRNNCell
from tf_contrib_rnn.cells.block import GRUBlockCell, GRUBlockCellV2, LSTMBlockCell
from tf_contrib_rnn.cells.convolutional import (
    Conv1DLSTMCell,
    Conv2DLSTMCell,
    Conv3DLSTMCell,
    ConvLSTMCell,
)
from tf_contrib_rnn.cells.coupled import CoupledInputForgetGateLSTMCell
from tf_contrib_rnn.cells.cudnn import CudnnCompatibleGRUCell, CudnnCompatibleLSTMCell
from tf_contrib_rnn.cells.frequency import TimeFreqLSTMCell
from tf_contrib_rnn.cells.gated import IntersectionRNNCell, SRUCell, UGRNNCell
from tf_contrib_rnn.cells.grid import BidirectionalGridLSTMCell, GridLSTMCell
from tf_contrib_rnn.cells.grouped import GLSTMCell
from tf_contrib_rnn.cells.gru import GRUCell
from tf_contrib_rnn.cells.independent import IndRNNCell, IndyGRUCell, IndyLSTMCell
from tf_contrib_rnn.cells.lstm import BasicLSTMCell, LSTMCell
from tf_contrib_rnn.cells.memory import NTMCell
from tf_contrib_rnn.cells.minimal import CFNCell, MinimalRNNCell
from tf_contrib_rnn.cells.nas import NASCell
from tf_contrib_rnn.cells.normalized import LayerNormBasicLSTMCell, LayerNormLSTMCell
from tf_contrib_rnn.cells.phased import PhasedLSTMCell
from tf_contrib_rnn.cells.weight_norm import WeightNormLSTMCell

__all__ = [
    "BasicLSTMCell",
    "BasicRNNCell",
    "BidirectionalGridLSTMCell",
    "CFNCell",
    "Conv1DLSTMCell",
    "Conv2DLSTMCell",
    "Conv3DLSTMCell",
    "ConvLSTMCell",
    "CoupledInputForgetGateLSTMCell",
    "CudnnCompatibleGRUCell",
    "CudnnCompatibleLSTMCell",
    "GLSTMCell",
    "GRUBlockCell",
    "GRUBlockCellV2",
    "GRUCell",
    "GridLSTMCell",
    "IndRNNCell",
    "IndyGRUCell",
    "IndyLSTMCell",
    "IntersectionRNNCell",
    "LSTMBlockCell",
    "LSTMCell",
    "LSTMStateTuple",
    "LayerNormBasicLSTMCell",
    "LayerNormLSTMCell",
    "LayerRNNCell",
    "MinimalRNNCell",
    "NASCell",
    "NTMCell",
    "PhasedLSTMCell",
    "RNNCell",
    "SRUCell",
    "Shape",
    "TimeFreqLSTMCell",
    "UGRNNCell",
    "WeightNormLSTMCell",
    "hard_sigmoid",
]
