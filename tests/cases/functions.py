"""Functions that cases name, written with plain operators so that every framework runs them."""


def scaled_sum(inputs, outputs):
    """A residual function: twice the input plus three times the output."""
    return 2 * inputs + 3 * outputs


def add_first_two(inputs, outputs):
    """A residual function: the first two features of the input plus the output."""
    return inputs[..., :2] + outputs


def drop_everything(state):
    """A state filter: every part of the state is dropped, the c of an LSTM included."""
    return True


def drop_nothing(state):
    """A state filter: no part of the state is dropped."""
    return False


def drop_c_only(state):
    """A state filter: of an LSTM state only c is dropped, any other state is."""
    if hasattr(state, "c") and hasattr(state, "h"):
        return type(state)(True, False)
    return True


def drop_first_cell_only(state):
    """A state filter for a stack: the first cell's whole state is dropped, no other one."""
    if isinstance(state, tuple) and not hasattr(state, "c"):
        return (True,) + (False,) * (len(state) - 1)
    return True


FUNCTIONS = {
    f.__name__: f
    for f in (scaled_sum, add_first_two, drop_everything, drop_nothing, drop_c_only,
              drop_first_cell_only)
}
