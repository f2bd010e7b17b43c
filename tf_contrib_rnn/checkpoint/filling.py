"""Variables that are made of pieces of TF1 arrays, filled strip by strip."""

import math

import keras
import numpy as np

from tf_contrib_rnn.checkpoint import kept
from tf_contrib_rnn.checkpoint.pieces import WHOLE, put, shape_of
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf


def give(variable, values, dtype) -> bool:
    """Gives a variable its values; returns whether it holds them, to the bit.

    Args:
        variable: the variable.
        values: the values, or a list of `(piece, array)` of which they are made.
        dtype: the type of both.
    """
    if isinstance(values, list):
        if _can_be_filled(variable, values):
            return _fill(variable, values, dtype)
        parts, values = values, np.zeros(shape_of(variable), dtype)
        for piece, array in parts:
            put(piece, array, values)
    variable.assign(values)
    return kept.holds(variable, values)


def _can_be_filled(variable, parts):
    """Whether the pieces can be written into the memory that a variable has, and make it up."""
    if keras.backend.backend() != "tensorflow":
        return False
    value = variable.value
    if not isinstance(value, tf.Variable) or isinstance(value, tf.distribute.DistributedValues):
        return False
    places = [_place(piece.place, shape_of(variable)) for piece, _ in parts]
    if None in places:
        return False
    sizes = [math.prod(stop - start for start, stop in place) for place in places]
    return sum(sizes) == math.prod(shape_of(variable))


def _fill(variable, parts, dtype):
    for index, strip in _strips(variable, parts, dtype):
        variable.value[index].assign(strip)
    now = np.asarray(tf.convert_to_tensor(variable.value))
    return all(kept.same(now[index], strip) for index, strip in _strips(variable, parts, dtype))


def _place(place, shape):
    """(start, stop) along every axis of an index; None for one that is not made of such."""
    place = place if isinstance(place, tuple) else (place,)
    if WHOLE in place:
        at = place.index(WHOLE)
        left = len(shape) - len(place) + 1
        place = (*place[:at], *[slice(None)] * left, *place[at + 1 :])
    place = (*place, *[slice(None)] * (len(shape) - len(place)))
    found = []
    for one, size in zip(place, shape, strict=True):
        if isinstance(one, int) and 0 <= one < size:
            one = slice(one, one + 1)
        if not isinstance(one, slice) or one.step not in (None, 1):
            return None
        found.append(one.indices(size)[:2])
    return found


def _strips(variable, parts, dtype):
    """(index, values) of strips of the pieces, in their order."""
    for piece, array in parts:
        place = _place(piece.place, shape_of(variable))
        sizes = [stop - start for start, stop in place]
        taken = np.broadcast_to(np.zeros((), dtype), sizes)
        if not piece.is_addend:
            taken = array[piece.source].reshape(sizes)
        axis = next((axis for axis, size in enumerate(sizes) if size > 1), 0)
        rows = max(1, kept.BLOCK * sizes[axis] // max(1, math.prod(sizes)))
        for start in range(0, sizes[axis], rows):
            strip = taken[(slice(None),) * axis + (slice(start, start + rows),)]
            index = [slice(*ends) for ends in place]
            first = place[axis][0] + start
            index[axis] = slice(first, first + strip.shape[axis])
            shift = 0 if piece.is_addend else piece.shift
            yield tuple(index), strip + np.asarray(shift, dtype) if shift else strip
