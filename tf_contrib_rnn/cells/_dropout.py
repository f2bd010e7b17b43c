"""The arithmetic of dropout, and what may be a probability."""

import math

import keras
import numpy as np
from keras import ops

from tf_contrib_rnn.cells._checks import received


def step_mask(value, numbers, keep_prob):
    """TF1's dropout: what is kept is divided by the probability."""
    rate = in_dtype(1.0 - keep_prob, value.dtype)
    return value * (1 / (1 - rate)) * ops.cast(numbers >= rate, value.dtype)


def in_dtype(number, dtype):
    """A probability, number or tensor, as a tensor of a dtype."""
    if isinstance(number, float):
        return ops.convert_to_tensor(number, dtype)
    return ops.cast(number, dtype)


def drops(keep_prob):
    """Whether there is dropout: always with a tensor, whose value may change."""
    return not isinstance(keep_prob, float) or keep_prob < 1


def known_probability(name, value):
    """The value of a probability as float, or None for a tensor whose value is not known yet.

    Raises:
        ValueError: for a number outside (0, 1], and for what is none.
    """
    try:
        known = _static_number(value)
    except (TypeError, ValueError):
        known = math.nan
    if known is not None and not 0 < known <= 1:
        raise ValueError(
            f"{name} expects a probability in (0, 1], received {received(value)}: pass the "
            "fraction of values to keep."
        )
    return known


def _static_number(value):
    """A number, or a tensor whose value is fixed, as float; None for any other tensor."""
    if hasattr(value, "assign"):
        return None
    if not ops.is_tensor(value):
        if isinstance(value, str | bytes | bool | None):
            raise TypeError("no number")
        return float(np.float32(value))  # TF1 turned numbers into float32 tensors first
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        value = tf.get_static_value(value)
    return None if value is None else float(value)
