"""Time reversed within each sequence's length."""

from keras import ops


def reverse_sequence(x, lengths=None):
    """Reverses time; of each row of the batch the first `lengths` steps, the others stay.

    Args:
        x: [time, batch, ...].
        lengths: whole numbers [batch]; beyond the end counts as full, negative as 0. None for all.
    """
    if lengths is None:
        return ops.flip(x, axis=0)
    steps = ops.shape(x)[0]
    time = ops.expand_dims(ops.arange(steps, dtype="int32"), 1)
    lengths = ops.cast(ops.convert_to_tensor(lengths), "int32")
    lengths = ops.expand_dims(ops.minimum(lengths, steps), 0)
    source = ops.where(time < lengths, lengths - 1 - time, time)
    return ops.take_along_axis(x, ops.reshape(source, (*_two(x), *[1] * (len(x.shape) - 2))), 0)


def _two(x):
    return ops.shape(x)[:2]
