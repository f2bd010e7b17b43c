"""What wrappers ask of their arguments."""

from tf_contrib_rnn.cells._checks import whole_number
from tf_contrib_rnn.cells._state import positive_size


def size_or_zero(name, value):
    """A size of inputs; with 0 a cell gets inputs without any number, as TF1 allowed.

    Raises:
        ValueError: for what is neither 0 nor a positive whole number.
    """
    try:
        is_zero = whole_number(name, value) == 0
    except ValueError:
        is_zero = False
    return 0 if is_zero else positive_size(name, value)
