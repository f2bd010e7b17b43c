"""What wrappers ask of their arguments."""

from tf_contrib_rnn.cells._state import positive_size


def check_is_cell(argument, cell):
    """Refuses what is not a cell.

    Raises:
        TypeError: naming what is missing.
    """
    missing = [name for name in ("output_size", "state_size") if not hasattr(cell, name)]
    if not (hasattr(cell, "zero_state") or hasattr(cell, "get_initial_state")):
        missing.append("zero_state or get_initial_state")
    if not callable(cell):
        missing.append("__call__")
    if missing:
        raise TypeError(
            f"{argument} expects an RNNCell, received {cell!r} without {', '.join(missing)}: pass "
            "a cell object."
        )


def size_or_zero(name, value):
    """A size of inputs; with 0 a cell gets inputs without any number, as TF1 allowed.

    Raises:
        ValueError: for what is neither 0 nor a positive whole number.
    """
    return 0 if value == 0 and not isinstance(value, bool) else positive_size(name, value)
