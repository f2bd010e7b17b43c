"""What everything that runs a cell asks of it and of its own arguments."""


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


def one_of(argument, value, choices):
    """A value that is one of several.

    Raises:
        ValueError: for another one.
    """
    if value not in choices:
        raise ValueError(
            f"{argument} expects one of {', '.join(choices)}, received {value!r}: pass one."
        )
    return value
