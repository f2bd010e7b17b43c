"""What the layers refuse."""

from tf_contrib_rnn.cells._checks import number
from tf_contrib_rnn.cells._state import size_shape


def rate(dropout, argument="dropout"):
    """The fraction to drop.

    Raises:
        ValueError: for a number outside of [0, 1).
    """
    if not 0 <= number(argument, dropout) < 1:
        raise ValueError(
            f"{argument} expects a number in [0, 1), received {dropout!r}: pass the fraction to "
            "drop."
        )
    return float(dropout)


def refused_mode(input_mode):
    """The error for inputs without a kernel."""
    return ValueError(
        f"input_mode expects a layer with an input kernel, received {input_mode!r}, with which "
        "cuDNN leaves it out for inputs as deep as num_units: pass 'linear_input'."
    )


def check_states(name, state, count, units):
    """Refuses states of another shape than [count, batch, units].

    Raises:
        ValueError: for one.
    """
    for shape in (size_shape(part.shape) for part in state):
        if len(shape) != 3 or shape[0] not in (None, count) or shape[2] not in (None, units):
            raise ValueError(
                f"{name} expects states [{count}, batch, {units}] when time comes first, received "
                f"shape {shape}: pass what zero_state or a call returned."
            )
