"""A convolution as products of its rows."""

import tensorflow as tf


class RowProducts:
    """The convolutions `[x, a] * W + b` by some kernels, without strides.

    For a window of 3 x 3, with the places of a row that it sees side by side in channels,

        A[r, c] = [a[r, c - 1], a[r, c], a[r, c + 1]]
        (a * W)[r] = A[r - 1] W[0] + A[r] W[1] + A[r + 1] W[2]

    with zeros around a. So every row of the window is one product of matrices for all places.

    Args:
        kernels: W, each [*window, channels, columns].
    """

    def __init__(self, kernels):
        self._window = kernels[0].shape[:-2]
        self._kernels = [
            [tf.reshape(row, [-1, row.shape[-1]]) for row in tf.unstack(kernel)]
            for kernel in kernels
        ]

    def __call__(self, x, a, biases):
        """`[x, a] * W + b` for every W and b.

        Args:
            x: [batch, *space, channels], or None.
            a: the same.
            biases: b, each [columns] or None.
        """
        a = a if x is None else tf.concat([x, a], axis=-1)
        space = a.shape[1:-1]
        seen = [tf.reshape(rows, [-1, rows.shape[-1]]) for rows in self._seen(a, space)]
        found = []
        for kernel, bias in zip(self._kernels, biases, strict=True):
            z = tf.add_n([rows @ row for rows, row in zip(seen, kernel, strict=True)])
            z = z if bias is None else z + bias
            found.append(tf.reshape(z, [-1, *space, z.shape[-1]]))
        return found

    def _seen(self, a, space):
        """For every row of the window the rows of A that meet it."""
        batch = [] if a.shape[0] == 1 else [[0, 0]]  # rows of one map are a slice, and no copy
        a = a if batch else tf.squeeze(a, 0)
        a = tf.pad(a, [*batch, *([n // 2, n // 2] for n in self._window), [0, 0]])
        for axis in reversed(range(1, len(space))):
            shifted = _shifted(a, len(batch) + axis, self._window[axis], space[axis])
            a = tf.concat(shifted, axis=-1)
        return _shifted(a, len(batch), self._window[0], space[0])


def _shifted(x, axis, count, size):
    """`count` slices of a size along an axis, each one place behind the one before."""
    return [x[(slice(None),) * axis + (slice(i, i + size),)] for i in range(count)]
