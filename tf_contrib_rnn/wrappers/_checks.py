"""What wrappers ask of their arguments."""

from tf_contrib_rnn.cells._state import positive_size


def size_or_zero(name, value):
    """A size of inputs; with 0 a cell gets inputs without any number, as TF1 allowed.

    Raises:
        ValueError: for what is neither 0 nor a positive whole number.
    """
    return 0 if value == 0 and not isinstance(value, bool) else positive_size(name, value)
