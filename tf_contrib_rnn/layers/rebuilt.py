"""Layers of models that were rebuilt from a TF1 graph, where Keras has none.

Generated code holds a copy of each that it uses. They are here too so that the files of such models
load wherever this package is imported.
"""

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable("rebuilt")
class Reshaped(layers.Layer):
    """A reshape; a size is a number, or `(which of the inputs, axis)` to look it up at."""

    def __init__(self, sizes, **options):
        super().__init__(**options)
        self.sizes = tuple(size if isinstance(size, int) else tuple(size) for size in sizes)

    def compute_output_spec(self, x, *others):
        known = [size if isinstance(size, int) and size >= 0 else None for size in self.sizes]
        return keras.KerasTensor(known, dtype=x.dtype)

    def call(self, *given):
        sizes = [
            size if isinstance(size, int) else ops.shape(given[size[0]])[size[1]]
            for size in self.sizes
        ]
        return ops.reshape(given[0], sizes)

    def get_config(self):
        return {**super().get_config(), "sizes": self.sizes}


@keras.saving.register_keras_serializable("rebuilt")
class Variable(layers.Layer):
    """A variable that belongs to no layer."""

    def __init__(self, shape, **options):
        super().__init__(**options)
        self.shape = tuple(shape)

    def build(self, _):
        self.value = self.add_weight(shape=self.shape, name="value")

    def call(self, _):
        return ops.convert_to_tensor(self.value)

    def get_config(self):
        return {**super().get_config(), "shape": self.shape}
