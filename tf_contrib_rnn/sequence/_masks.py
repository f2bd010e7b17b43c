"""Keras' masks and TF1's lengths: which steps of which sequence count."""

from keras import ops

from tf_contrib_rnn.cells._state import flatten, size_shape
from tf_contrib_rnn.sequence._runner import lengths_as_mask


def mask_of_steps(mask):
    """The first of nested masks as boolean [batch, time], or None where there is none.

    Layers over maps mask single elements; a step counts when one of its elements does.

    Raises:
        ValueError: for a mask without batch and time.
    """
    masks = [part for part in flatten(mask) if part is not None]
    if not masks:
        return None
    mask = ops.cast(masks[0], "bool")
    rank = len(mask.shape)
    if rank < 2:
        raise ValueError(
            f"mask expects booleans [batch, time], received shape {size_shape(mask.shape)}: give "
            "one boolean for each step of each sequence."
        )
    return mask if rank == 2 else ops.any(mask, axis=tuple(range(2, rank)))


def counting(mask, sequence_length, steps, batch_size):
    """The steps that count for both the mask and the lengths: boolean [time, batch], or None."""
    mask = mask_of_steps(mask)
    _check_sizes(mask, batch_size, steps)
    counts = None if mask is None else ops.transpose(mask, (1, 0))
    inside = lengths_as_mask(sequence_length, steps, batch_size)
    if counts is None or inside is None:
        return inside if counts is None else counts
    return ops.logical_and(inside, counts)


def _check_sizes(mask, *expected):
    shape = expected if mask is None else size_shape(mask.shape)
    pairs = zip(shape, expected, strict=True)
    if any(isinstance(n, int) and isinstance(m, int) and n != m for n, m in pairs):
        raise ValueError(
            f"mask expects booleans {list(expected)}, received shape {shape}: give one boolean "
            "for each step of each sequence."
        )
