"""What the layers' arguments may be: texts for functions, one number for several, conditions."""

import numbers
from collections.abc import Iterable

import tensorflow as tf

v1 = tf.compat.v1
_ACTIVATIONS = (
    "relu", "tanh", "sigmoid", "softmax", "elu", "selu", "softplus", "softsign",
)  # fmt: skip
_INITIALIZERS = (
    "zeros", "ones", "glorot_uniform", "glorot_normal", "he_uniform", "he_normal",
    "lecun_uniform", "lecun_normal", "orthogonal", "identity",
)  # fmt: skip


def activation_of(activation):
    """A function of tensors; None and "linear" are none.

    Raises:
        ValueError: for a text that names none.
    """
    if activation is None or activation == "linear":
        return None
    if not isinstance(activation, str):
        return activation
    if activation not in _ACTIVATIONS:
        raise ValueError(
            f"activation expects a function or one of {list(_ACTIVATIONS)}, received "
            f"{activation!r}: pass the function."
        )
    return getattr(tf.nn, activation)


def initializer_of(initializer):
    """An initializer; a text names one of TF1's.

    Raises:
        ValueError: for a text that names none.
    """
    if not isinstance(initializer, str):
        return initializer
    if initializer not in _INITIALIZERS:
        raise ValueError(
            f"an initializer expects an object or one of {list(_INITIALIZERS)}, received "
            f"{initializer!r}: pass the object."
        )
    return getattr(v1.initializers, initializer)()


def several(value, count, name):
    """A whole number as a tuple of equal ones; a list as a tuple.

    Raises:
        ValueError: for a list of another length, or anything else.
    """
    values = (value,) * count if isinstance(value, numbers.Integral) else value
    values = tuple(values) if isinstance(values, Iterable) else ()
    if len(values) != count:
        raise ValueError(
            f"{name} expects a number or {count} of them, received {value}: give one an axis."
        )
    return values


def static_bool(condition):
    """True or False where a condition is known, else None."""
    if tf.is_tensor(condition):
        known = tf.get_static_value(condition)
        return None if known is None else bool(known)
    return None if hasattr(condition, "assign") else bool(condition)


def choose(condition, yes, no):
    """`yes()` or `no()`, in a `tf.cond` where the condition is known only while running."""
    known = static_bool(condition)
    if known is None:
        return v1.cond(condition, yes, no)
    return yes() if known else no()


def data_format_of(data_format, rank):
    """TensorFlow's name of `channels_last` or `channels_first` for `rank` axes of space.

    Raises:
        ValueError: for anything else.
    """
    space = {1: "W", 2: "HW", 3: "DHW"}[rank]
    if data_format == "channels_last":
        return f"N{space}C"
    if data_format == "channels_first":
        return f"NC{space}"
    raise ValueError(
        f"data_format expects 'channels_last' or 'channels_first', received {data_format!r}: "
        "pass one of them."
    )


def channels_of(shape, data_format):
    """How many channels inputs of a shape have.

    Raises:
        ValueError: when the graph does not know.
    """
    return size_of(shape, 1 if data_format == "channels_first" else -1)


def size_of(shape, axis):
    """How long the axis of the channels of inputs of a shape is.

    Raises:
        ValueError: when there is no such axis, or the graph does not know its size.
    """
    if shape.rank is not None and not -shape.rank <= axis < shape.rank:
        raise ValueError(
            f"a layer expects an axis of its inputs for the channels, received {axis} for shape "
            f"{shape}: pass another axis."
        )
    if shape.rank is None or shape.as_list()[axis] is None:
        raise ValueError(
            f"a layer expects inputs whose channels are known, received shape {shape}: set the "
            "shape of the placeholder."
        )
    return shape.as_list()[axis]


def padding_of(padding):
    """`valid` or `same`, however it is written.

    Raises:
        ValueError: for anything else.
    """
    lower = padding.lower() if isinstance(padding, str) else padding
    if lower not in ("valid", "same"):
        raise ValueError(
            f"padding expects 'valid' or 'same', received {padding!r}: pad with tf.pad before."
        )
    return lower


def parts_of(variable):
    """The parts of a variable that a partitioner split, or the variable alone."""
    return list(variable) if type(variable).__name__ == "PartitionedVariable" else [variable]
