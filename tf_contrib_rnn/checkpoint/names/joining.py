"""Several arrays that are pieces of one variable: shards and partitions."""

import re
from dataclasses import dataclass

import numpy as np

from tf_contrib_rnn.checkpoint.sources import Stored, axis_of_parts

_PART = re.compile(r"part_(\d+)")


@dataclass(frozen=True)
class Joined(Stored):
    """An array of several.

    Attributes:
        pieces: the names of the arrays it is made of.
    """

    pieces: tuple[str, ...] = ()


def names_in_file(stored: Stored) -> tuple[str, ...]:
    """The names of the arrays that an array is, or is made of."""
    return stored.pieces if isinstance(stored, Joined) else (stored.name,)


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
    axis = axis_of_parts([piece.shape for piece in ordered])
    if axis is None or len({piece.dtype for piece in ordered}) > 1:
        return None
    shape = list(first.shape)
    shape[axis] = sum(piece.shape[axis] for piece in ordered)

    def read():
        whole, end = None, 0
        for piece in ordered:
            start, end, array = end, end + piece.shape[axis], piece.read()
            whole = np.empty(shape, array.dtype) if whole is None else whole
            np.moveaxis(whole, axis, 0)[start:end] = np.moveaxis(array, axis, 0)
        return whole

    names = tuple(name for piece in ordered for name in names_in_file(piece))
    whole = _names([piece.name for piece in ordered])
    return Joined(whole, tuple(shape), first.dtype, read, pieces=names)


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
    """Which names are partitions (`kernel/part_0`), or slots of one (`kernel/part_0/Adam`).

    Args:
        names: names as components.

    Returns:
        By the name of the whole, the names of its partitions by number.
    """
    found, present = {}, set(names)
    for name in names:
        for end in (len(name), len(name) - 1):
            part = _PART.fullmatch(name[end - 1]) if end > 1 else None
            if part and name[:end] in present:
                whole = name[: end - 1] + name[end:]
                found.setdefault(whole, {})[int(part[1])] = name
    return found
