"""Turning sequences round, each within its own length."""

import keras
import numpy as np
from keras import ops


def reverse_sequence(x, lengths=None):
    """Reverses time-major `x` over time, each sequence within its own length.

        y[t, b] = x[lengths[b] - 1 - t, b] for t < lengths[b], else x[t, b]

    Args:
        x: tensor [time, batch, ...].
        lengths: whole numbers [batch], none beyond the end or negative; None for whole sequences.

    Raises:
        ValueError: for a known length beyond the end or below 0.
        tf.errors.InvalidArgumentError: for one that is known only when a graph runs.
    """
    if lengths is None:
        return ops.flip(x, axis=0)
    lengths = ops.cast(ops.convert_to_tensor(lengths), "int32")
    _check_lengths(lengths, x.shape[0])
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        return tf.reverse_sequence(x, lengths, seq_axis=0, batch_axis=1)
    time = ops.expand_dims(ops.arange(x.shape[0]), 1)
    source = ops.where(time < lengths, lengths - 1 - time, time)
    return ops.take_along_axis(x, ops.reshape(source, (*source.shape, *[1] * (x.ndim - 2))), axis=0)


def _check_lengths(lengths, steps):
    try:
        known = np.asarray(lengths)
    except Exception:  # each backend has an error of its own for a value that a graph does not know
        return
    if steps is not None and known.size and not (0 <= known.min() and known.max() <= steps):
        raise ValueError(
            f"sequence_length expects numbers from 0 to {steps} where sequences are reversed, "
            f"received {known.tolist()}: correct the lengths."
        )
