"""Values into variables, also those that are made of pieces of TF1 arrays."""

import numpy as np

from tf_contrib_rnn.checkpoint.kept import in_tensorflow, within_reach
from tf_contrib_rnn.checkpoint.pieces import put, shape_of
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf


def joined(variable, parts, dtype):
    """The values of a variable that is made of pieces: an array, or a tensor of TensorFlow.

    Args:
        variable: the variable.
        parts: `(piece, array)` of all its pieces, the arrays in its type.
        dtype: its type.
    """
    values, array = _room(shape_of(variable), dtype)
    array.fill(0)
    for piece, part in parts:
        put(piece, part, array)
    return values


def _room(shape, dtype):
    """Values to be written, and an array that is their memory.

    TensorFlow copies an array which a variable shall take over, and takes a tensor as it is.
    """
    if not in_tensorflow():
        values = np.empty(shape, dtype)
        return values, values
    with tf.device("CPU:0"):
        values = tf.raw_ops.Empty(shape=shape, dtype=dtype.name)
    return values, np.asarray(_Memory(values)).view(dtype)


class _Memory:
    """The memory of a tensor that nobody else has, to be written."""

    def __init__(self, tensor):
        self.array = within_reach(tensor)
        shown = self.array.__array_interface__
        self.__array_interface__ = shown | {"data": (shown["data"][0], False)}
