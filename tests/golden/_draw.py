"""The numbers of a case: inputs, states, weights and cotangents, drawn from its seed."""

import zlib

import numpy as np

# Kinds of times and their dtypes; None is that of the case.
TIMES = {"times": None, "times64": "float64"}
# Variables that mean a time or a part of one: the least value, and what is added at most by rule.
RANGES = {"period": (1.5, 2.0), "phase": (0.0, 1.0), "ratio_on": (0.3, 0.2)}


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
    if kind in TIMES:
        return np.cumsum(np.abs(numbers), axis=1, dtype=TIMES[kind] or case["dtype"])
    return (np.floor(np.abs(numbers) * 1000).astype("int32") % kind).astype("int32")


def part_keys(key, count, single=True):
    """Name the parts of something: the key itself for one, numbered for several."""
    return [key] if count == 1 and single else ["%s/%d" % (key, i) for i in range(count)]


def draw_state(case, index, leaf):
    """Draw one leaf of the initial state, a tensor, as the case's `start` says."""
    if not leaf.dtype.is_floating:
        return np.full(leaf.shape.as_list(), case["start"], leaf.dtype.as_numpy_dtype)
    values = draw(case, "state/%d" % index, leaf.shape.as_list(), 0.6)
    return values if case["start"] is None else np.abs(values)


def part_dtype(case, kind):
    """Name the dtype of one part of the inputs."""
    if not isinstance(kind, str):
        return "int32"
    return TIMES.get(kind) or case["dtype"]


def draw_weight(case, name, shape):
    """Draw the value of one variable."""
    meaning = name.rsplit("/", 1)[-1]
    if meaning in RANGES:
        least, spread = RANGES[meaning]
        fractions = np.abs(draw(case, "variables/" + name, shape, 1.0))
        return (least + spread * fractions).astype(case["dtype"])
    return draw(case, "variables/" + name, shape, weight_scale(shape))
