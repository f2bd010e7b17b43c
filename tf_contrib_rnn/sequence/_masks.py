"""Keras' masks and TF1's lengths: what of which sequence counts."""

from keras import ops

from tf_contrib_rnn.cells._state import flatten, size_shape
from tf_contrib_rnn.sequence._batches import transpose_batch_time
from tf_contrib_rnn.sequence._runner import lengths_as_mask


def first_mask(mask):
    """The first of nested masks as booleans [batch, time, ...], or None where there is none.

    Raises:
        ValueError: for a mask without batch and time.
    """
    masks = [part for part in flatten(mask) if part is not None]
    if not masks:
        return None
    mask = ops.cast(masks[0], "bool")
    if len(mask.shape) < 2:
        raise _wrong_shape(["batch", "time"], mask)
    return mask


def mask_for(sizes, mask):
    """A mask as a cell with outputs and states of such sizes can obey it.

    Args:
        sizes: nested sizes without the batch.
        mask: booleans [batch, time, ...], or None.

    Returns:
        A mask of places, [batch, time, *spatial], where all sizes are such maps; else one of
        steps, [batch, time], which count when one of their elements does.
    """
    if mask is None or len(mask.shape) == 2:
        return mask
    places = size_shape(mask.shape)[2:]
    if all(_same(places, size_shape(size)[:-1]) for size in flatten(sizes)):
        return mask
    return ops.any(mask, axis=tuple(range(2, len(mask.shape))))


def counting(mask, sequence_length, steps, batch_size, channel_axis=-1):
    """What counts for both a mask and lengths, time-major, or None where all does.

    Args:
        mask: booleans [batch, time], or of places [batch, time, *spatial], or None.
        sequence_length: whole numbers [batch], or None.
        steps: number of steps.
        batch_size: the batch.
        channel_axis: where maps [batch, ...] have their channels.

    Returns:
        Booleans [time, batch], or [time, batch, *spatial] with an axis for the channels.

    Raises:
        ValueError: for another batch or time.
    """
    inside = lengths_as_mask(sequence_length, steps, batch_size)
    if mask is None:
        return inside
    shape = size_shape(mask.shape)
    if not _same(shape[:2], (batch_size, steps)):
        raise _wrong_shape([batch_size, steps], mask)
    counts = transpose_batch_time(mask)
    if len(shape) > 2:
        counts = ops.expand_dims(counts, channel_axis % len(shape) + 1)
    if inside is None:
        return counts
    inside = ops.reshape(inside, (steps, -1, *[1] * (len(counts.shape) - 2)))
    return ops.logical_and(counts, inside)


def _same(one, other):
    """Whether two shapes have the same sizes, where both are known."""
    pairs = zip(one, other, strict=False)
    known = (pair for pair in pairs if all(isinstance(n, int) for n in pair))
    return len(one) == len(other) and all(a == b for a, b in known)


def _wrong_shape(expected, mask):
    return ValueError(
        f"mask expects booleans [{', '.join(map(str, expected))}], received shape "
        f"{size_shape(mask.shape)}: give one boolean for each step of each sequence."
    )
