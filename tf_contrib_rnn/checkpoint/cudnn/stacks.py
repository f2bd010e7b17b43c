"""Which parts of a model are, together, layers that cuDNN could have run."""

import re
from dataclasses import dataclass
from itertools import pairwise

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.cudnn.arrays import GATES, PATHS, Sizes
from tf_contrib_rnn.checkpoint.parts import Part
from tf_contrib_rnn.checkpoint.pieces import Want

# What cuDNN computes, by the classes of ours and of Keras that compute the same.
_MODES = {
    "CudnnCompatibleLSTMCell": "lstm",
    "LSTMCell": "lstm",
    "BasicLSTMCell": "lstm",
    "LSTMBlockCell": "lstm",
    "LSTM": "lstm",
    "CudnnCompatibleGRUCell": "gru",
    "GRU": "gru",
    "BasicRNNCell": "rnn",
    "SimpleRNN": "rnn",
}
_LAYER = re.compile(r"cell_(\d+)")
_SIDES = {"fw": 0, "bw": 1}


@dataclass(frozen=True, eq=False)
class Cell:
    """A cell of a part: the scope of its wants, and its wants by cuDNN's paths."""

    part: Part
    scope: str
    wants: dict[str, Want]
    maker: object

    @property
    def forget_bias(self) -> float:
        """What the cell adds to its forget gate."""
        return float(getattr(self.maker, "forget_bias", 0.0) or 0.0)


@dataclass(frozen=True, eq=False)
class Stack:
    """Layers of one size, in the order of the model.

    Attributes:
        sizes: their sizes.
        cells: their cells, in cuDNN's order.
    """

    sizes: Sizes
    cells: tuple[Cell, ...]

    @property
    def parts(self) -> list[Part]:
        """The parts of the model it is made of."""
        return list(dict.fromkeys(cell.part for cell in self.cells))

    @property
    def label(self) -> str:
        """What to call it in messages."""
        return " with ".join(part.label for part in self.parts)


def stacks(parts: list[Part]) -> list[Stack]:
    """Every run of parts, in the order of the model, that cuDNN could run as one stack.

    Args:
        parts: the parts of a model.
    """
    alone = [stack for part in parts if part.is_cell and (stack := _stack(part))]
    return [
        _joined(alone[start:end])
        for start in range(len(alone))
        for end in range(start + 1, len(alone) + 1)
        if all(_follows(one, other) for one, other in pairwise(alone[start:end]))
    ]


def _follows(one, other):
    """Whether the outputs of one stack could be the inputs of another, and all else is equal."""
    width = one.sizes.directions * one.sizes.num_units
    kind = [(s.mode, s.num_units, s.directions) for s in (one.sizes, other.sizes)]
    return kind[0] == kind[1] and other.sizes.input_size == width


def _joined(stacks):
    first = stacks[0].sizes
    layers = sum(stack.sizes.num_layers for stack in stacks)
    sizes = Sizes(first.mode, layers, first.num_units, first.input_size, first.directions)
    return Stack(sizes, tuple(cell for stack in stacks for cell in stack.cells))


def _stack(part):
    """The stack that a part is, or None where it is none."""
    found = _cells(part)
    modes = {_MODES.get(type(cell.maker).__name__) for cell in found.values()}
    mode = modes.pop() if len(modes) == 1 else None
    if mode is None or any(cell.wants.keys() != set(PATHS[mode]) for cell in found.values()):
        return None
    layers, directions = (len({place[axis] for place in found}) for axis in (0, 1))
    first = found.get((0, 0))
    if first is None:
        return None
    kernel = first.wants[PATHS[mode][0]].shape
    columns = 2 if mode == "gru" else len(GATES[mode])
    sizes = Sizes(mode, layers, kernel[1] // columns, kernel[0] - kernel[1] // columns, directions)
    if sizes.places != sorted(found):
        return None
    cells = tuple(found[place] for place in sizes.places)
    for (layer, _), cell in zip(sizes.places, cells, strict=True):
        if any(cell.wants[path].shape != shape for path, shape in sizes.variables(layer).items()):
            return None
    return Stack(sizes, cells)


def _cells(part):
    """The cells of a part by layer and direction; none where the part is more than layers."""
    groups = {}
    for want in part.wants:
        path = want.paths[0]
        below = max((p for p in _ENDINGS if names.scope_before(path, p)), key=len, default=None)
        if below is None:
            return {}
        groups.setdefault(names.scope_before(path, below), {})[below] = want
    found = {}
    for scope, wants in groups.items():
        place = _place(scope)
        maker = _maker(part, next(iter(wants.values())))
        if place is None or place in found:
            return {}
        found[place] = Cell(part, scope, wants, maker)
    return found


def _place(scope):
    """(layer, direction) that the scope of a cell says."""
    components = scope.split("/")[:-1]
    layers = [int(match[1]) for c in components if (match := _LAYER.fullmatch(c))]
    sides = [_SIDES[c] for c in components if c in _SIDES]
    if len(layers) > 1 or len(sides) > 1:
        return None
    return (layers or [0])[0], (sides or [0])[0]


def _maker(part, want):
    """The cell, or the layer of Keras, that owns the variable of a want."""
    owned = want.variables[0]
    makers = list(part.owners)
    for maker in makers:
        makers += [inner for inner in _inner(maker) if all(inner is not one for one in makers)]
    owners = [one for one in makers if any(w is owned for w in getattr(one, "weights", []))]
    return next((one for one in reversed(owners) if type(one).__name__ in _MODES), None)


def _inner(maker):
    cells = maker.inner_cells() if callable(getattr(maker, "inner_cells", None)) else []
    return [*cells, *getattr(maker, "cells", [])]


_ENDINGS = {path for paths in PATHS.values() for path in paths}
