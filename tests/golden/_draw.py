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


def input_parts(case):
    """List the shapes of a step's inputs, one or those of a tuple, with their kinds."""
    nested = bool(case["inputs"]) and isinstance(case["inputs"][0], list)
    shapes = case["inputs"] if nested else [case["inputs"]]
    return list(zip(shapes, case["kinds"] or ["normal"] * len(shapes)))


def draw_inputs(case):
    """Draw the inputs, a list of arrays [batch, time, ...], one for each part."""
    parts = input_parts(case)
    keys = part_keys("inputs", len(parts))
    return [_draw_part(case, key, shape, kind) for key, (shape, kind) in zip(keys, parts)]


def _draw_part(case, key, shape, kind):
    """Draw one part: normal numbers, times that grow, or whole numbers below `kind`."""
    shape = [case["batch"], case["time"]] + list(shape)
    if kind == "normal":
        return draw(case, key, shape, 0.8)
    numbers = draw(case, key, shape, 1.0)
    if kind == "times":
        return np.cumsum(np.abs(numbers), axis=1, dtype=numbers.dtype)
    return (np.floor(np.abs(numbers) * 1000).astype("int32") % kind).astype("int32")


def part_keys(key, count, single=True):
    """Name the parts of something: the key itself for one, numbered for several."""
    return [key] if count == 1 and single else ["%s/%d" % (key, i) for i in range(count)]


def draw_weight(case, name, shape):
    """Draw the value of one variable."""
    return draw(case, "variables/" + name, shape, weight_scale(shape))
