"""Our cells and functions from the plain data of tests/cases."""

import functools
import json
import zlib

import keras
import numpy as np

import tf_contrib_rnn as rnn
from tests.cases import FUNCTIONS


def made(spec, dtype, **replaced):
    """Our object for a plain-data argument of a case of a dtype."""
    if isinstance(spec, list):
        parts = []
        for part in spec:
            same = isinstance(part, dict) and "same_as" in part
            parts.append(parts[part["same_as"]] if same else made(part, dtype))
        return parts
    if not isinstance(spec, dict):
        return spec
    if "symbol" in spec:
        arguments = {**spec["arguments"], **replaced}
        return getattr(rnn, spec["symbol"])(**{k: made(v, dtype) for k, v in arguments.items()})
    if "function" in spec:
        return _function(spec["function"])
    if "makes" in spec:
        return cell_fn(json.dumps(spec["makes"], sort_keys=True), dtype)
    if "initializer" in spec:
        return _initializer(dict(spec))
    if "shape" in spec:
        return rnn.Shape(spec["shape"])
    ((kind, value),) = spec.items()
    if kind == "tensor":
        return _tensor(value, dtype)
    return keras.ops.convert_to_tensor(value, "float32")  # as TF1 made of a number


@functools.cache
def cell_fn(text, dtype):
    """A registered function of num_units that makes a cell, of its specification in JSON."""

    def make(num_units):
        return made(json.loads(text), dtype, num_units=num_units)

    name = f"make_{zlib.crc32(text.encode())}_{dtype}"
    return keras.saving.register_keras_serializable(package="cases", name=name)(make)


def _tensor(value, dtype):
    """A scalar tensor; in a graph one whose value is unknown while building, as in TF1."""
    value = np.asarray(value, dtype)
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        if not tf.executing_eagerly():
            return tf.compat.v1.placeholder_with_default(value, [])
    return keras.ops.convert_to_tensor(value)


def _function(name):
    if not name.startswith("tf."):
        return FUNCTIONS[name]
    if keras.backend.backend() != "tensorflow":
        return getattr(keras.activations, name.rsplit(".", 1)[1])
    import tensorflow as tf

    function = tf
    for part in name.split(".")[1:]:
        function = getattr(function, part)
    return function


def _initializer(spec):
    if keras.backend.backend() != "tensorflow":
        name = spec.pop("initializer").title().replace("_", "")
        return getattr(keras.initializers, name)(**spec)
    import tensorflow as tf

    return getattr(tf.compat.v1, f"{spec.pop('initializer')}_initializer")(**spec)
