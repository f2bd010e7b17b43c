"""What `dynamic_rnn` and `static_rnn` check and prepare alike."""

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import RNNCell
from tf_contrib_rnn.cells._state import (
    flatten,
    map_structure,
    pack_like,
    pack_state,
    size_shape,
)


def prepare(cell, inputs, inputs_shape, initial_state, batch_size, dtype):
    """Builds the cell before the loop and returns the state it starts from.

    The zeros come after the building, because a cell may know its sizes only then.

    Args:
        cell: the cell; its dtype, if open, is that of the inputs, else of the state, else `dtype`.
        inputs: the inputs.
        inputs_shape: shape of a step's inputs.
        initial_state: the state in any containers, or None for zeros.
        batch_size: batch of the zeros.
        dtype: dtype of the zeros.

    Returns:
        The given state in the cell's structure, or zeros.

    Raises:
        ValueError: when there is neither a state nor a dtype for zeros.
    """
    if initial_state is None:
        check_has_dtype(dtype)
    else:
        name = getattr(cell, "name", type(cell).__name__)
        initial_state = pack_state(cell.state_size, initial_state, name)
    if isinstance(cell, RNNCell):
        zeros = ops.zeros((), dtype) if initial_state is None else None
        cell.adopt_dtype(inputs, initial_state, zeros)
        cell.build_for_shape(inputs_shape)
    if initial_state is not None:
        return initial_state
    return cell.get_initial_state(inputs=None, batch_size=batch_size, dtype=dtype)


def check_has_dtype(dtype):
    """Refuses to make zeros of no dtype.

    Raises:
        ValueError: when there is none.
    """
    if dtype is None:
        raise ValueError(
            "a runner expects an initial_state or a dtype for zeros, received neither: pass "
            "dtype='float32'."
        )


def lengths_as_mask(sequence_length, steps, batch_size):
    """Boolean [time, batch]: the steps inside each sequence's length; None without lengths.

    Lengths beyond the end count as full and negative ones as 0, as in TF1.

    Raises:
        ValueError: for another rank, another batch or fractions.
    """
    if sequence_length is None:
        return None
    lengths = ops.convert_to_tensor(sequence_length)
    shape = size_shape(lengths.shape)
    known = isinstance(batch_size, int) and len(shape) == 1 and shape[0] is not None
    if len(shape) != 1 or (known and shape[0] != batch_size):
        raise ValueError(
            f"sequence_length expects a vector of length batch ({batch_size}), received shape "
            f"{shape}: give one length a sequence."
        )
    if keras.backend.is_float_dtype(lengths.dtype):
        raise ValueError(
            f"sequence_length expects whole numbers, received {lengths.dtype}: cast it to int32."
        )
    # jax has no int64 unless it is told to, and warns where it is asked for.
    narrow = keras.backend.backend() == "jax" and str(lengths.dtype) != "int64"
    dtype = "int32" if narrow else "int64"
    time = ops.expand_dims(ops.arange(steps, dtype=dtype), 1)
    return time < ops.expand_dims(ops.cast(lengths, dtype), 0)


def as_tensors(inputs):
    """Inputs as tensors, structure kept."""
    return map_structure(ops.convert_to_tensor, inputs)


def stack_steps(steps):
    """A list of steps as one time-major structure."""
    leaves = [ops.stack(parts) for parts in zip(*map(flatten, steps), strict=True)]
    return pack_like(steps[0], leaves)


def unstack_steps(sequence, count):
    """The reverse: a list of `count` steps."""
    return [map_structure(lambda x, t=t: x[t], sequence) for t in range(count)]
