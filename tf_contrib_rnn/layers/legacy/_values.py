"""Activations, initializers, regularizers and constraints as a file says them."""

import keras

from tf_contrib_rnn.cells._math import hard_sigmoid
from tf_contrib_rnn.layers.legacy._refusal import no_equivalent

_SAME = "elu exponential linear relu selu sigmoid softmax softplus softsign tanh"
_ACTIVATIONS = {name: getattr(keras.activations, name) for name in _SAME.split()}
_ACTIVATIONS["hard_sigmoid"] = hard_sigmoid
_INITIALIZERS = """
    Constant GlorotNormal GlorotUniform Identity Ones Orthogonal RandomNormal RandomUniform
    TruncatedNormal VarianceScaling Zeros
""".split()
_CLASSES = {
    "initializer": {name: getattr(keras.initializers, name) for name in _INITIALIZERS},
    "regularizer": {"L1L2": keras.regularizers.L1L2},
    "constraint": {
        name: getattr(keras.constraints, name)
        for name in ("MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm")
    },
}


class Values:
    """Translates the options of layers that are neither numbers, texts nor layers.

    Args:
        custom_objects: {name: class or function} of what goes before everything here.
    """

    def __init__(self, custom_objects):
        self._custom = custom_objects

    def translated(self, option, value, name, class_name):
        """The value of an option in Keras 3.

        Args:
            option: name of the option, whose end says what it is.
            value: its value in the file.
            name: name of the layer, for the error.
            class_name: its class, likewise.

        Raises:
            ValueError: for what TF 1.15.5's tf.keras had not, or Keras 3 has not.
        """
        kind = option.rpartition("_")[2]
        if value is None or kind not in ("activation", *_CLASSES):
            return value
        called = value["class_name"] if isinstance(value, dict) else value
        found = self._custom.get(called)
        if kind == "activation":
            found = found or _ACTIVATIONS.get(called)
        if found is None and kind in _CLASSES and isinstance(value, dict):
            value = _spoken_today(value)
            found = _CLASSES[kind].get(value["class_name"])
        if found is None:
            raise no_equivalent(
                name, class_name, f"{option}={called!r}",
                f"pass custom_objects={{{called!r}: ...}} with what it means",
            )  # fmt: skip
        return found(**value["config"]) if isinstance(value, dict) else found


def _spoken_today(value):
    """An initializer without its dtype, and in the words of Keras 3."""
    config = {key: item for key, item in value["config"].items() if key != "dtype"}
    if value["class_name"] == "UniformUnitScaling":
        factor = config.pop("factor")
        config |= {"scale": factor**2, "mode": "fan_in", "distribution": "uniform"}
        return {"class_name": "VarianceScaling", "config": config}
    if config.get("distribution") == "normal":
        config["distribution"] = "truncated_normal"
    return {"class_name": value["class_name"], "config": config}
