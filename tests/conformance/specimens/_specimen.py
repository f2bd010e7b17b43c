"""What a specimen is, and its inputs."""

from typing import NamedTuple

import keras
import numpy as np

BATCH, TIME, DEPTH = 3, 4, 3


class Specimen(NamedTuple):
    """A way to make a cell, and what one step of it takes.

    Attributes:
        make: function that makes the cell.
        inputs: shape of a step's inputs without the batch; a tuple of shapes for a tuple of inputs.
        drops: whether the cell has dropout.
        kinds: for each part of the inputs "normal", "times" for numbers that grow, or a bound for
            whole numbers below it.
    """

    make: object
    inputs: tuple = (DEPTH,)
    drops: bool = False
    kinds: tuple | None = None

    @property
    def is_nested(self):
        """Whether a step takes a tuple of inputs."""
        return isinstance(self.inputs[0], tuple)

    def shape(self, *lead):
        """The inputs' shape behind the dimensions `lead`."""
        return self._each(lambda shape, kind: (*lead, *shape))

    def sequences(self, batch=BATCH, time=TIME, dtype="float32", seed=1):
        """Random inputs [batch, time, *features] as tensors."""
        generator = np.random.default_rng(seed)

        def drawn(shape, kind):
            numbers = generator.normal(size=(batch, time, *shape))
            if kind == "times":
                numbers = np.cumsum(np.abs(numbers), axis=1)
            if isinstance(kind, int):
                return keras.ops.convert_to_tensor((np.abs(numbers) * 1e3).astype("int32") % kind)
            return keras.ops.convert_to_tensor(numbers.astype("float64"), dtype)

        return self._each(drawn)

    def symbolic(self, time=None):
        """Keras inputs [None, time, *features]."""
        return self._each(
            lambda shape, kind: keras.Input(
                (time, *shape), dtype="int32" if isinstance(kind, int) else None
            )
        )

    def _each(self, function):
        shapes = self.inputs if self.is_nested else (self.inputs,)
        kinds = self.kinds or ("normal",) * len(shapes)
        parts = tuple(function(shape, kind) for shape, kind in zip(shapes, kinds, strict=True))
        return parts if self.is_nested else parts[0]
