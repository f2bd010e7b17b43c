"""The numbers of a case: inputs, states, weights and cotangents, drawn from its seed."""

import zlib

import numpy as np


def draw(case, key, shape, scale):
    """Draw normal numbers that depend only on the case's seed and the key.

    Args:
        case: the case.
        key: what the numbers are for, such as "inputs".
        shape: their shape.
        scale: their standard deviation.

    Returns:
        An array of the case's dtype.
    """
    text = "%d/%s" % (case["seed"], key)
    generator = np.random.RandomState(zlib.crc32(text.encode()))
    return (generator.normal(size=tuple(shape)) * scale).astype(case["dtype"])


def weight_scale(shape):
    """Return a standard deviation that keeps the gates out of saturation."""
    if len(shape) < 2:
        return 0.5
    return min(0.6, 1.2 / np.sqrt(np.prod(shape[:-1])))


def draw_inputs(case):
    """Draw the inputs, [batch, time, ...]."""
    return draw(case, "inputs", [case["batch"], case["time"]] + list(case["inputs"]), 0.8)


def draw_weight(case, name, shape):
    """Draw the value of one variable."""
    return draw(case, "variables/" + name, shape, weight_scale(shape))
