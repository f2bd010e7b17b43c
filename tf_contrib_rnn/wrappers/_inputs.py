"""What a wrapper, or a layer over time, has to know of the inputs of a cell inside."""

from tf_contrib_rnn.cells._cell import RNNCell


def takes_cast_inputs(cell):
    """Whether Keras may cast inputs to a cell's dtype; a time beside them keeps its own."""
    return getattr(cell, "autocast", True)


def main_inputs(cell, inputs):
    """The part of the inputs that decides an open dtype of a cell."""
    return cell.main_inputs(inputs) if isinstance(cell, RNNCell) else inputs
