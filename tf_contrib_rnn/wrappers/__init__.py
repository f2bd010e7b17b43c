"""Cells made of cells."""

from tf_contrib_rnn.wrappers.attention import AttentionCellWrapper
from tf_contrib_rnn.wrappers.compiled import CompiledWrapper
from tf_contrib_rnn.wrappers.dropout import DropoutWrapper
from tf_contrib_rnn.wrappers.embedding import EmbeddingWrapper
from tf_contrib_rnn.wrappers.grid_rnn import GridRNNCell
from tf_contrib_rnn.wrappers.grids import (
    Grid1BasicLSTMCell,
    Grid1BasicRNNCell,
    Grid1LSTMCell,
    Grid2BasicLSTMCell,
    Grid2BasicRNNCell,
    Grid2GRUCell,
    Grid2LSTMCell,
    Grid3LSTMCell,
)
from tf_contrib_rnn.wrappers.highway import HighwayWrapper
from tf_contrib_rnn.wrappers.multi import MultiRNNCell
from tf_contrib_rnn.wrappers.placement import DeviceWrapper
from tf_contrib_rnn.wrappers.projection import InputProjectionWrapper, OutputProjectionWrapper
from tf_contrib_rnn.wrappers.residual import ResidualWrapper

__all__ = [
    "AttentionCellWrapper",
    "CompiledWrapper",
    "DeviceWrapper",
    "DropoutWrapper",
    "EmbeddingWrapper",
    "Grid1BasicLSTMCell",
    "Grid1BasicRNNCell",
    "Grid1LSTMCell",
    "Grid2BasicLSTMCell",
    "Grid2BasicRNNCell",
    "Grid2GRUCell",
    "Grid2LSTMCell",
    "Grid3LSTMCell",
    "GridRNNCell",
    "HighwayWrapper",
    "InputProjectionWrapper",
    "MultiRNNCell",
    "OutputProjectionWrapper",
    "ResidualWrapper",
]
