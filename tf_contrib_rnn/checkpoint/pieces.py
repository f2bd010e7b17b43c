"""Which part of a TF1 array is which part of a variable of the model, there and back.

TF1 keeps in one kernel what Keras keeps in two, in another order of gates, and its forget bias in
no variable at all. A `Want` is one TF1 array with the pieces of variables that it is made of.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

WHOLE = ...


@dataclass(frozen=True, eq=False)
class Piece:
    """A part of a variable and the part of a TF1 array that belongs there.

    Attributes:
        variable: the variable of the model.
        place: index of the part of the variable; `WHOLE` is all of it.
        source: index of the part of the TF1 array, of the same shape.
        shift: a number that the variable holds on top of what TF1 stores, such as a forget bias.
        is_addend: whether TF1 stores one array where the model adds two, and another piece holds
            it: this one is zero after a restore, and is added to the other when saved.
    """

    variable: Any
    place: Any = WHOLE
    source: Any = WHOLE
    shift: float = 0.0
    is_addend: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the variable is the array."""
        return self.place is WHOLE and self.source is WHOLE and not self.shift


@dataclass(eq=False)
class Want:
    """A TF1 array that the model wants.

    Attributes:
        paths: the names TF1 code gives it, relative to the part's scope, the usual one first.
        shape: its shape in TF1.
        label: what to call it in messages and tables.
        pieces: where in the model it goes.
        exact: what was restored, where the model holds it shifted and thus rounded.
    """

    paths: tuple[str, ...]
    shape: tuple[int, ...]
    label: str
    pieces: tuple[Piece, ...]
    exact: np.ndarray | None = None

    @property
    def variable(self):
        """The variable that is the array, or None where it goes into parts of some."""
        return self.pieces[0].variable if self.is_plain else None

    @property
    def is_plain(self) -> bool:
        """Whether one whole variable is the array."""
        return len(self.pieces) == 1 and self.pieces[0].is_whole

    @property
    def variables(self) -> list:
        """The variables with a part in the array, each once."""
        return list({id(piece.variable): piece.variable for piece in self.pieces}.values())


def plain(paths, variable, label) -> Want:
    """The want of one whole variable.

    Args:
        paths: the names TF1 code gives it, relative to the part's scope.
        variable: the variable.
        label: what to call it.
    """
    return Want(tuple(paths), shape_of(variable), label, (Piece(variable),))


def shape_of(variable) -> tuple[int, ...]:
    """The shape of a variable in plain numbers."""
    return tuple(int(size) for size in variable.shape)


def put(piece: Piece, array: np.ndarray, values: np.ndarray, is_slot: bool = False) -> None:
    """TF1 into the model: writes a piece of a TF1 array into the values of its variable.

    Args:
        piece: the piece.
        array: the TF1 array.
        values: the values of the variable, changed in place.
        is_slot: whether both are an optimizer's slots or averages of differences, in which
            nothing is shifted and both of two addends have the same.
    """
    if piece.is_addend and not is_slot:
        values[piece.place] = 0
        return
    taken = array[piece.source]
    shift = 0 if is_slot else piece.shift
    values[piece.place] = taken + np.asarray(shift, array.dtype) if shift else taken


def gather(want: Want, values_of, dtype=None, is_slot: bool = False) -> np.ndarray:
    """The model into TF1: the array out of the values of its variables.

    Args:
        want: the array.
        values_of: `values_of(variable)`, the numpy values of a variable, or of its slot.
        dtype: the type of the array; that of the first values without one.
        is_slot: as in `put`.
    """
    array = None
    for piece in want.pieces:
        if piece.is_addend and is_slot:
            continue
        values = np.asarray(values_of(piece.variable))
        if array is None:
            array = np.zeros(want.shape, dtype or values.dtype)
        shift = 0 if is_slot else piece.shift
        array[piece.source] += values[piece.place] - np.asarray(shift, values.dtype)
    return array if is_slot or want.exact is None else _unrounded(want, array)


def _unrounded(want, array):
    """What was restored, wherever the model still holds it."""
    exact, rounded = want.exact, np.array(want.exact)
    for piece in want.pieces:
        shift = np.asarray(piece.shift, rounded.dtype)
        rounded[piece.source] = (rounded[piece.source] + shift) - shift
    return np.where(array == rounded, exact, array)
