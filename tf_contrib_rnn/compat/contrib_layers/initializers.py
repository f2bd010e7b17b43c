"""The initializers of `tf.contrib.layers`, which differ from those of `tf.initializers`."""

import math

import tensorflow as tf

v1 = tf.compat.v1
_MODES = ("FAN_IN", "FAN_OUT", "FAN_AVG")


def variance_scaling_initializer(
    factor=2.0, mode="FAN_IN", uniform=False, seed=None, dtype=tf.float32
):
    """Numbers whose variance is `factor / n`.

    Normal ones are drawn within two deviations, of which `sqrt(1.3 factor / n)` is one.

    Args:
        factor: the variance, times n.
        mode: what n is: `FAN_IN`, the inputs of a unit, `FAN_OUT`, its outputs, or `FAN_AVG`.
        uniform: whether the numbers are uniform instead of normal.
        seed: TF1's op seed, or None.
        dtype: dtype where the variable has none.

    Returns:
        Function of shape and dtype.

    Raises:
        TypeError: for another mode, or whole numbers.
    """
    if mode not in _MODES:
        raise TypeError(f"mode expects one of {list(_MODES)}, received {mode!r}: pass one.")
    if not tf.as_dtype(dtype).is_floating:
        raise TypeError(
            f"an initializer expects a floating dtype, received {dtype!r}: pass tf.float32."
        )

    def initializer(shape, dtype=dtype, partition_info=None):
        n = _counted(list(shape), mode)
        if uniform:
            limit = math.sqrt(3.0 * factor / n)
            return v1.random_uniform(shape, -limit, limit, dtype, seed=seed)
        return v1.truncated_normal(shape, 0.0, math.sqrt(1.3 * factor / n), dtype, seed=seed)

    return initializer


def _counted(shape, mode):
    fan_in = fan_out = 1.0
    if shape:
        window = math.prod(shape[:-2])
        fan_in = float((shape[-2] if len(shape) > 1 else shape[-1]) * window)
        fan_out = float(shape[-1] * window)
    return {"FAN_IN": fan_in, "FAN_OUT": fan_out, "FAN_AVG": (fan_in + fan_out) / 2.0}[mode]


def xavier_initializer(uniform=True, seed=None, dtype=tf.float32):
    """Numbers whose variance is 2 / (inputs + outputs) of a unit.

    Args:
        uniform: whether the numbers are uniform instead of normal.
        seed: TF1's op seed, or None.
        dtype: dtype where the variable has none.

    Returns:
        Function of shape and dtype.
    """
    return variance_scaling_initializer(1.0, "FAN_AVG", uniform, seed, dtype)


xavier_initializer_conv2d = xavier_initializer
XAVIER = xavier_initializer()
