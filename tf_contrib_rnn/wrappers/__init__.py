"""Cells made of cells."""

from tf_contrib_rnn.wrappers.multi import MultiRNNCell

__all__ = ["MultiRNNCell"]
