"""What every wrapper asks of the cell it wraps."""

from tf_contrib_rnn.cells._checks import check_is_cell

__all__ = ["check_is_cell"]
