"""Which parts of a model are, together, layers that cuDNN could have run."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.cudnn.arrays import GATES, PATHS, Sizes
from tf_contrib_rnn.checkpoint.forms import Form
from tf_contrib_rnn.checkpoint.parts import Part
from tf_contrib_rnn.checkpoint.pieces import Want

# What cuDNN computes, by the classes that compute the same.
_CLASSES = {
    "CudnnCompatibleLSTMCell": "lstm",
    "LSTMCell": "lstm",
    "BasicLSTMCell": "lstm",
    "LSTMBlockCell": "lstm",
    "CudnnCompatibleGRUCell": "gru",
    "BasicRNNCell": "rnn",
}
# And by the scopes of TF1's cells that a layer of Keras is equal to.
_SCOPES = {
    "cudnn_compatible_lstm_cell": "lstm",
    "lstm_cell": "lstm",
    "basic_lstm_cell": "lstm",
    "cudnn_compatible_gru_cell": "gru",
    "basic_rnn_cell": "rnn",
}
_LAYER = re.compile(r"cell_(\d+)")
_SIDES = {"fw": 0, "bw": 1}


@dataclass(frozen=True, eq=False)
class Cell:
    """A cell of a part in one form of it.

    Attributes:
        part: the part.
        form: the form.
        scope: the cell's own scope, relative to the part's.
        wants: its arrays by their paths below that.
        maker: the cell of ours, or None where it is Keras'.
    """

    part: Part
    form: Form
    scope: str
    wants: dict[str, Want]
    maker: Any

    @property
    def mode(self) -> str | None:
        """What cuDNN would have to run to compute the same; None for a cell it cannot run."""
        if self.maker is None:
            return _SCOPES.get(names.leaf(self.scope))
        return _CLASSES.get(type(self.maker).__name__)

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
    """The stack that a part is in the first form in which it is one, or None."""
    return next((stack for form in part.forms if (stack := _stack_in(part, form))), None)


def _stack_in(part, form):
    found = _cells(part, form)
    modes = {cell.mode for cell in found.values()}
    mode = modes.pop() if len(modes) == 1 else None
    if mode is None or (0, 0) not in found:
        return None
    if any(cell.wants.keys() != set(PATHS[mode]) for cell in found.values()):
        return None
    layers, directions = (len({place[axis] for place in found}) for axis in (0, 1))
    kernel = found[0, 0].wants[PATHS[mode][0]].shape
    units = kernel[1] // (2 if mode == "gru" else len(GATES[mode]))
    sizes = Sizes(mode, layers, units, kernel[0] - units, directions)
    if sizes.places != sorted(found):
        return None
    cells = tuple(found[place] for place in sizes.places)
    for (layer, _), cell in zip(sizes.places, cells, strict=True):
        if any(cell.wants[path].shape != shape for path, shape in sizes.variables(layer).items()):
            return None
    return Stack(sizes, cells)


def _cells(part, form):
    """The cells of a part by layer and direction; none where the part is more than layers."""
    groups = {}
    for want in form.wants:
        path = want.paths[0]
        ends = [end for end in _ENDINGS if names.scope_before(path, end)]
        if not ends:
            return {}
        end = max(ends, key=len)
        groups.setdefault(names.scope_before(path, end), {})[end] = want
    found = {}
    for scope, wants in groups.items():
        place = _place(scope)
        if place is None or place in found:
            return {}
        found[place] = Cell(part, form, scope, wants, _maker(part, next(iter(wants.values()))))
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
    """The cell of ours that owns the variable of a want."""
    makers = [member.node for member in part.members if not member.is_stock]
    for maker in makers:
        inner = maker.inner_cells() if hasattr(maker, "inner_cells") else []
        makers += [*inner, *getattr(maker, "cells", [])]
    owned = want.variables[0]
    owners = [one for one in makers if any(w is owned for w in getattr(one, "weights", []))]
    return owners[-1] if owners else None


_ENDINGS = {path for paths in PATHS.values() for path in paths}
