"""Layers of Keras 3 from the entries of a file."""

import inspect

import keras

from tf_contrib_rnn.layers.legacy import _models
from tf_contrib_rnn.layers.legacy._masks import MASKED
from tf_contrib_rnn.layers.legacy._refusal import no_equivalent
from tf_contrib_rnn.layers.legacy._table import REASONS, RULES, core_cell
from tf_contrib_rnn.layers.legacy._values import Values

_OF_EVERY_LAYER = {"name", "dtype", "activity_regularizer"}


class LayerBuilder:
    """Builds layers, and models, from entries `{"class_name": ..., "config": ...}`.

    Args:
        custom_objects: {name: class or function} that goes before everything else.
        masked: whether there may be masks in the model.
    """

    def __init__(self, custom_objects, masked):
        self.custom_objects = custom_objects
        self._classes = MASKED if masked else {}
        self._values = Values(custom_objects)

    def build(self, entry, dtype=None):
        """The layer of an entry.

        Args:
            entry: the entry.
            dtype: dtype of the layer around it, for one that does not say its own.

        Raises:
            ValueError: for what Keras 3 has not.
        """
        class_name, config = entry["class_name"], entry["config"]
        given = self.custom_objects.get(class_name) or core_cell(entry)
        if given is not None:
            config = {key: value for key, value in config.items() if key != "batch_input_shape"}
            return given.from_config({**config, "dtype": config.get("dtype") or dtype})
        if _models.is_model(entry):
            return _models.model_from(entry, self.build)
        name, rule = config.get("name"), RULES.get(class_name)
        if rule is None:
            reason = REASONS.get(class_name, "tf.keras of TF 1.15.5 or Keras 3 has no such layer")
            raise no_equivalent(
                name, class_name, None,
                f"{reason}, so build the model in code and call model.load_weights, or pass "
                f"custom_objects={{{class_name!r}: ...}} with a Keras 3 class",
            )  # fmt: skip
        if class_name == "Bidirectional":
            config = _with_both_directions(config)
        return self._stock(class_name, rule, config, dtype)

    def _stock(self, class_name, rule, config, dtype):
        layer = self._classes.get(rule.layer, getattr(keras.layers, rule.layer))
        known = _OF_EVERY_LAYER | inspect.signature(layer.__init__).parameters.keys()
        options = {}
        for option, value in (rule.added | config).items():
            if option in (*rule.dropped, "batch_input_shape", "trainable"):
                continue
            if option in rule.only and value == rule.only[option]:
                continue
            option = rule.renamed.get(option, option)
            if option in rule.only or option not in known:
                raise no_equivalent(
                    config["name"], class_name, f"{option}={value!r}",
                    "build the model in code without it and call model.load_weights",
                )  # fmt: skip
            options[option] = self._translated(option, value, config, class_name, dtype)
        built = layer(**options)
        built.trainable = config.get("trainable", True)
        return built

    def _translated(self, option, value, config, class_name, dtype):
        own = config.get("dtype") or dtype
        if option == "name":
            return _models.plain_name(value)
        if option == "dtype":
            return own
        if option in ("layer", "backward_layer", "cell"):
            return None if value is None else self.build(value, own)
        if option == "cells":
            return [self.build(cell, own) for cell in value]
        if option == "axis" and class_name.startswith("BatchNormalization"):
            return self._one_axis(value, config["name"], class_name)
        return self._values.translated(option, value, config["name"], class_name)

    def _one_axis(self, axis, name, class_name):
        axes = axis if isinstance(axis, list) else [axis]
        if len(axes) != 1:
            raise no_equivalent(
                name, class_name, f"axis={axis!r}", "transpose in code, so that one axis is left"
            )
        return axes[0]


def _with_both_directions(config):
    """The config of a Bidirectional with its second layer, where the first one runs backwards."""
    first = config["layer"]
    if config.get("backward_layer") or not first["config"].get("go_backwards"):
        return config
    second = {**first["config"], "go_backwards": False, "name": f"{first['config']['name']}_again"}
    return {**config, "backward_layer": {**first, "config": second}}
