"""From the plain data of a case to the real cells of TF 1.15.5."""

import functools

import tensorflow as tf

from _upstream import upstream
from cases import FUNCTIONS


def make_cell(spec, watch=None, path=(), tensor_dtype="float64"):
    """Build the cell that a specification describes.

    Args:
        spec: a dict with "symbol" and "arguments".
        watch: the `NoiseWatch` that follows the dropout wrappers, or None.
        path: indices of the enclosing MultiRNNCells, as text.
        tensor_dtype: dtype of the keep probabilities that are given as tensors.

    Returns:
        The cell of TF 1.15.5.
    """
    make = functools.partial(make_cell, watch=watch, tensor_dtype=tensor_dtype)
    arguments = {}
    for name, value in spec["arguments"].items():
        if name == "cells":
            arguments[name] = _make_stack(value, make, path, watch)
        elif name in ("cell", "controller"):
            arguments[name] = make(value, path=path) if isinstance(value, dict) else value
        elif isinstance(value, dict) and "makes" in value:
            arguments[name] = functools.partial(_make_sized, value["makes"], make)
        elif name == "dtype" and value is not None:
            arguments[name] = tf.as_dtype(value)
        else:
            arguments[name] = make_argument(value, tensor_dtype)
    cell = upstream(spec["symbol"])(**arguments)
    if watch is not None and spec["symbol"] == "DropoutWrapper":
        watch.follow(cell, path)
    if watch is not None and "dropout_keep_prob" in arguments and draws(
            arguments["dropout_keep_prob"]):
        watch.follow_new_input(cell, path)
    return cell


def draws(keep_prob):
    """Tell whether a LayerNormBasicLSTMCell draws numbers: by every tensor, else below 1."""
    return not isinstance(keep_prob, (int, float)) or keep_prob < 1


def _make_stack(specs, make, path, watch):
    """Build the cells of a MultiRNNCell; {"same_as": i} is the very object at index i."""
    cells = []
    for index, spec in enumerate(specs):
        inner = path + (str(index),)
        if "same_as" not in spec:
            cells.append(make(spec, path=inner))
            continue
        cells.append(cells[spec["same_as"]])
        if watch is not None:
            watch.repeat(path + (str(spec["same_as"]),), inner)
    return cells


def _make_sized(spec, make, num_units):
    """Build the cell of a specification without its num_units."""
    return make(dict(spec, arguments=dict(spec["arguments"], num_units=num_units)))


def make_argument(value, tensor_dtype):
    """Turn one plain constructor argument into what TF 1.15.5 takes."""
    if not isinstance(value, dict):
        return value
    if "function" in value:
        return make_function(value["function"])
    if "initializer" in value:
        return make_initializer(value)
    if "shape" in value:
        return tf.TensorShape(value["shape"])
    if "constant_tensor" in value:
        return tf.constant(value["constant_tensor"], tf.float32)
    if "tensor" in value:
        return tf.placeholder_with_default(tf.constant(value["tensor"], tensor_dtype), [])
    raise ValueError("Expected a plain argument that _build.py knows, received %r." % (value,))


def make_function(name):
    """Return a function of cases.FUNCTIONS, or the one at a path such as "tf.nn.relu"."""
    if name.startswith("tf."):
        return functools.reduce(getattr, name.split(".")[1:], tf)
    return FUNCTIONS[name]


def make_initializer(value):
    """Return TF 1.15.5's initializer of that name with the other entries as its arguments."""
    options = dict(value)
    name = options.pop("initializer")
    return getattr(tf, name + "_initializer")(**options)


def asks_for_reuse(spec):
    """Tell whether a cell specification binds to variables that must exist already."""
    return spec["arguments"].get("reuse") is True


def without_reuse(spec):
    """Return the specification of the earlier cell that makes those variables."""
    arguments = {k: v for k, v in spec["arguments"].items() if k != "reuse"}
    return {"symbol": spec["symbol"], "arguments": arguments}


def makes_again(spec):
    """Tell whether TF1's cell would make its variables anew at every call, as HighwayWrapper."""
    inner = [spec["arguments"].get("cell")] + list(spec["arguments"].get("cells", []))
    return spec["symbol"] == "HighwayWrapper" or any(
        makes_again(part) for part in inner if part and "symbol" in part)
