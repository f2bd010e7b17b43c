"""Layers of Keras 3 that treat masks as those of TF 1.x did, for models that have masks.

Everywhere else the two agree.
"""

import keras
from keras import ops


class _EveryMask:
    """Mixin: a step is there where every input that has a mask says so."""

    def compute_mask(self, inputs, mask=None):
        """The masks that there are, together."""
        masks = [m for m in mask or [] if m is not None]
        return ops.all(ops.stack(masks), axis=0) if masks else None


def _merging(base):
    name = f"Legacy{base.__name__}"
    about = f"`keras.layers.{base.__name__}` whose mask is that of TF 1.x: all of its inputs'."
    layer = type(name, (_EveryMask, base), {"__doc__": about, "__module__": __name__})
    return keras.saving.register_keras_serializable(package="tf_contrib_rnn")(layer)


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class LegacyConcatenate(keras.layers.Concatenate):
    """`keras.layers.Concatenate` whose mask is that of TF 1.x: inputs without one are there."""

    def compute_mask(self, inputs, mask=None):
        """The masks, concatenated like the inputs and then joined over the last axis."""
        if not any(m is not None for m in mask or []):
            return None
        pairs = zip(inputs, mask, strict=True)
        masks = [ops.ones_like(x, "bool") if m is None else _of_rank(x, m) for x, m in pairs]
        return ops.all(ops.concatenate(masks, axis=self.axis), axis=-1)


def _of_rank(x, mask):
    return ops.expand_dims(mask, -1) if len(mask.shape) < len(x.shape) else mask


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class LegacyReLU(keras.layers.ReLU):
    """`keras.layers.ReLU`, at which a mask ends, as in TF 1.x."""

    def compute_mask(self, inputs, previous_mask=None):
        """None."""
        return None


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class LegacySoftmax(keras.layers.Softmax):
    """`keras.layers.Softmax`, which passes a mask on and does not use it, as in TF 1.x."""

    def call(self, inputs):
        return super().call(inputs)


_MERGING = ("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract")
MASKED = {name: _merging(getattr(keras.layers, name)) for name in _MERGING} | {
    "Concatenate": LegacyConcatenate,
    "ReLU": LegacyReLU,
    "Softmax": LegacySoftmax,
}


def makes_masks(value):
    """Whether something in a config makes masks."""
    if isinstance(value, list):
        return any(makes_masks(item) for item in value)
    if not isinstance(value, dict):
        return False
    own = value.get("class_name") == "Masking" or value.get("mask_zero") is True
    return own or any(makes_masks(item) for item in value.values())
