"""`to_keras` and `from_keras`: our layers into Keras' own, and back."""

from tf_contrib_rnn.layers.twins.directions import FromKeras, ToKeras


def to_keras(layer_or_model):
    """A layer or model of stock Keras layers only, with the same numbers.

    Its files (`.keras`, `.weights.h5`, SavedModel) load where this package is not installed.
    """
    return ToKeras()(layer_or_model)


def from_keras(layer_or_model):
    """The reverse."""
    return FromKeras()(layer_or_model)
