"""`ResidualWrapper`: adds a cell's inputs to its outputs."""

import keras

from tf_contrib_rnn.cells._cell import call_cell
from tf_contrib_rnn.cells._state import flatten, pack_like, size_shape
from tf_contrib_rnn.wrappers._transparent import TransparentWrapper


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class ResidualWrapper(TransparentWrapper):
    """Adds a cell's inputs to its outputs: `output = x + cell(x)`.

    Args:
        cell: the cell.
        residual_fn: function of (inputs, outputs) that makes the output instead of the sum. To be
            saved it must be registered with `keras.saving.register_keras_serializable`.
        **kwargs: see `RNNCell`.

    Raises:
        TypeError: when `cell` is no cell or `residual_fn` no function.
        ValueError: at the call, when inputs and outputs cannot be added element by element.

    Differs from TF1: not at all.

    Paper: Wu et al., "Google's Neural Machine Translation System", 2016.
    """

    def __init__(self, cell, residual_fn=None, **kwargs):
        super().__init__(cell, **kwargs)
        if residual_fn is not None and not callable(residual_fn):
            raise TypeError(
                f"residual_fn expects a function of (inputs, outputs), received {residual_fn!r}: "
                "pass a callable or None."
            )
        self.residual_fn = residual_fn

    def call(self, inputs, state, training=None, noise=None):
        outputs, new_state = call_cell(self.cell, inputs, state, training, noise)
        return (self.residual_fn or _sum)(inputs, outputs), new_state


def _sum(inputs, outputs):
    pairs = list(zip(flatten(inputs), flatten(outputs), strict=False))
    fits = len(flatten(inputs)) == len(flatten(outputs)) and all(map(_same_shape, pairs))
    if not fits:
        received = [[size_shape(x.shape) for x in flatten(side)] for side in (inputs, outputs)]
        raise ValueError(
            f"ResidualWrapper expects inputs and outputs of one shape, received {received[0]} and "
            f"{received[1]}: give the cell as many units as inputs, or pass a residual_fn."
        )
    return pack_like(outputs, (x + y for x, y in pairs))


def _same_shape(pair):
    x, y = (size_shape(part.shape) for part in pair)
    return len(x) == len(y) and all(None in (a, b) or a == b for a, b in zip(x, y, strict=True))
