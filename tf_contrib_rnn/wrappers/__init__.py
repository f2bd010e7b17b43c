"""Cells made of cells."""

from tf_contrib_rnn.wrappers.dropout import DropoutWrapper
from tf_contrib_rnn.wrappers.multi import MultiRNNCell
from tf_contrib_rnn.wrappers.placement import DeviceWrapper
from tf_contrib_rnn.wrappers.residual import ResidualWrapper

__all__ = ["DeviceWrapper", "DropoutWrapper", "MultiRNNCell", "ResidualWrapper"]
