"""Several arrays that are pieces of one variable: shards and partitions."""

import re
from dataclasses import replace

import numpy as np

from tf_contrib_rnn.checkpoint.sources import Stored

_PART = re.compile(r"part_(\d+)")


def join(pieces: dict[int, Stored]) -> Stored | None:
    """One array of several, read piece by piece when asked for.

    Args:
        pieces: the pieces by number.

    Returns:
        The array, or None where they are not the pieces 0, 1, … of one array.
    """
    ordered = [pieces[number] for number in sorted(pieces)]
    if sorted(pieces) != list(range(len(pieces))):
        return None
    first = ordered[0]
    if len(ordered) == 1:
        return first
    axis = _axis([piece.shape for piece in ordered])
    if axis is None or len({piece.dtype for piece in ordered}) > 1:
        return None
    shape = list(first.shape)
    shape[axis] = sum(piece.shape[axis] for piece in ordered)

    def read():
        return np.concatenate([piece.read() for piece in ordered], axis)

    return replace(first, name=_names([p.name for p in ordered]), shape=tuple(shape), read=read)


def _axis(shapes):
    """The axis along which they differ, the first where none does."""
    if len({len(shape) for shape in shapes}) > 1 or not shapes[0]:
        return None
    differ = [axis for axis, sizes in enumerate(zip(*shapes, strict=True)) if len(set(sizes)) > 1]
    return None if len(differ) > 1 else (differ or [0])[0]


def _names(names):
    """`a/W_0` and `a/W_1` as `a/W_{0,1}`."""
    split = [re.split(r"(\d+)", name) for name in names]
    if len({len(pieces) for pieces in split}) > 1:
        return " + ".join(names)
    differ = [n for n, pieces in enumerate(zip(*split, strict=True)) if len(set(pieces)) > 1]
    if len(differ) != 1:
        return " + ".join(names)
    pieces = split[0]
    pieces[differ[0]] = "{" + ",".join(one[differ[0]] for one in split) + "}"
    return "".join(pieces)


def partitions(names: list[tuple[str, ...]]) -> dict[tuple, dict[int, tuple]]:
    """Which names are partitions (`kernel/part_0`) of which.

    Args:
        names: names as components.

    Returns:
        By the name of the whole, the names of its partitions by number. A partition's slots are
        of the form `kernel/part_0/Adam`.
    """
    found = {}
    for name in names:
        for position in {len(name) - 1, len(name) - 2} - {0, -1}:
            if part := _PART.fullmatch(name[position]):
                whole = name[:position] + name[position + 1 :]
                found.setdefault(whole, {})[int(part[1])] = name
    return found
