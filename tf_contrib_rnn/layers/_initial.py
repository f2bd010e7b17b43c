"""Initial values of cuDNN's canonical weights, drawn one matrix at a time.

A kernel [rows of the input + rows of the state, gates * units] holds, transposed and side by side,
matrices [units, rows] of every gate, one for the input (W) and one for the state (R). A bias is
the sum of that of W and that of R.
"""

import keras
from keras import ops


class CanonicalKernel(keras.initializers.Initializer):
    """Draws a kernel, or the part of one, from an initializer of its matrices.

    Args:
        initializer: the initializer; with a seed all matrices of one shape are equal, as in TF1.
        depth: number of rows of the input.
        units: number of units.
    """

    def __init__(self, initializer, depth, units):
        self._initializer = initializer
        self._depth = depth
        self._units = units

    def __call__(self, shape, dtype=None):
        """The kernel, or one projection's, in that shape."""
        rows, columns = shape
        whole = rows == self._depth + self._units
        parts = (self._depth, self._units) if whole else (rows,)
        gates = [
            ops.concatenate([self._matrix(part, dtype) for part in parts], axis=0)
            for _ in range(columns // self._units)
        ]
        return ops.concatenate(gates, axis=1)

    def _matrix(self, rows, dtype):
        return ops.transpose(drawn(self._initializer, (self._units, rows), dtype))


class CanonicalBias(keras.initializers.Initializer):
    """Draws a bias as the sum of those of W and R.

    Args:
        initializer: the initializer of each.
        units: number of units.
        apart: whether biases of one gate stand alone, as those of the candidate of a GRU do.
    """

    def __init__(self, initializer, units, apart):
        self._initializer = initializer
        self._units = units
        self._apart = apart

    def __call__(self, shape, dtype=None):
        """The bias in that shape."""
        gates = shape[0] // self._units
        terms = 1 if self._apart and gates == 1 else 2
        return ops.concatenate([self._sum(terms, dtype) for _ in range(gates)], axis=0)

    def _sum(self, terms, dtype):
        first, *others = (drawn(self._initializer, (self._units,), dtype) for _ in range(terms))
        return sum(others, start=first)


def drawn(initializer, shape, dtype):
    """New numbers each time, as TF1 drew them, unless the initializer has a seed."""
    fresh = initializer.clone() if hasattr(initializer, "clone") else initializer
    return fresh(shape, dtype=dtype)
