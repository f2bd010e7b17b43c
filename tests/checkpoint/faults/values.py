"""Variables in parts, and numbers that are hard to hold."""

import numpy as np

from tests.checkpoint.faults.draft import Kinds
from tests.checkpoint.faults.writing import Slices

KINDS = Kinds()
kind = KINDS.add


def _cuts(generator, rows, count):
    inner = sorted(generator.choice(np.arange(1, rows), min(count, rows) - 1, replace=False))
    return [0, *map(int, inner), rows]


def _parts(draft, name):
    array = draft.contents[name]
    cuts = _cuts(draft.generator, len(array), int(draft.generator.integers(2, 5)))
    pairs = zip(cuts[:-1], cuts[1:], strict=True)
    return [(start, array[start:end]) for start, end in pairs]


@kind
def partitioned(draft):
    """Variables are stored in parts, as partitioners do."""
    for name in draft.expected:
        draft.contents[name] = Slices(draft.expected[name].shape, _parts(draft, name))


@kind
def part_missing(draft):
    """A part of a partitioned variable is not there."""
    name = draft.pick()
    parts = _parts(draft, name)
    del parts[draft.generator.integers(len(parts))]
    draft.contents[name] = Slices(draft.expected[name].shape, parts)
    draft.fails = True


@kind
def parts_of_a_larger(draft):
    """The parts say that they are of a larger variable."""
    name = draft.pick()
    shape = draft.expected[name].shape
    rows = shape[0] + int(draft.generator.choice([1, 1000, 10**9]))
    draft.contents[name] = Slices((rows, *shape[1:]), _parts(draft, name))
    draft.fails = True


@kind
def not_finite(draft):
    """A variable holds NaN or infinite values."""
    name = draft.pick()
    array = draft.contents[name] = draft.contents[name].copy()
    places = draft.generator.integers(array.size, size=3)
    array.flat[places] = draft.generator.choice([np.nan, np.inf, -np.inf], 3)
    draft.expected[name] = array
    draft.says = f"{name} holds {len(set(places.tolist()))} NaN or infinite"


@kind
def extreme(draft):
    """A variable holds the largest, the smallest and negative zeros."""
    name = draft.pick()
    array = draft.contents[name] = draft.contents[name].copy()
    extremes = np.array([3.4028235e38, 1e-45, -0.0, -3.4028235e38], "float32")
    array.flat[:4] = extremes[: array.size]
    draft.expected[name] = array
