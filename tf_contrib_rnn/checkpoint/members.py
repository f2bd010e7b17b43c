"""The cells of a recurrent unit: one, those of a stack, those of two directions."""

from dataclasses import dataclass
from typing import Any

import keras

from tf_contrib_rnn.checkpoint import names, stock

SIDES = ("fw", "bw")


@dataclass(eq=False)
class Member:
    """A cell of a unit.

    Attributes:
        path: the scope in which TF1 called it, relative to the unit's.
        node: the cell, or a layer of Keras that is a cell over time.
        owners: the objects that stand for it as a key of `map=`.
    """

    path: str
    node: Any
    owners: list

    def answers_to(self, key) -> bool:
        """Whether `key` of `map=` or `forget_bias=` means this cell."""
        if isinstance(key, str):
            return key in [getattr(owner, "name", None) for owner in self.owners]
        return any(key is owner for owner in self.owners)

    @property
    def is_stock(self) -> bool:
        """Whether it has Keras' weights."""
        return not is_own_cell(self.node)

    @property
    def weights(self) -> list:
        """The variables that a unit of this cell alone has."""
        if self.is_stock:
            return [w for w in stock.weights_of(self.node) if w is not None]
        return list(getattr(self.node, "weights", []))


def is_own_cell(node) -> bool:
    """Whether a node is a cell, or all layers of cuDNN, that declares its TF1 variables."""
    declares = callable(getattr(node, "tf1_variables", None))
    return declares and not isinstance(node, keras.layers.RNN)


def members(node, path="", above=()) -> list[Member]:
    """The cells that a node is made of; none where it is no recurrent unit.

    Args:
        node: a cell or a layer.
        path: its scope.
        above: what it lies in.
    """
    owners = [*above, node]
    sides = [getattr(node, f"{side}_layer", None) for side in ("forward", "backward")]
    if all(sides):
        pairs = zip(SIDES, sides, strict=True)
        found = [members(layer, names.join(path, side)) for side, layer in pairs]
        return _once(found[0] + found[1]) if all(found) else []
    if stock.is_stock(node) or (is_own_cell(node) and not _holds_stock(node)):
        return [Member(path, node, [*owners, *_inner(node)])]
    cells = getattr(node, "cells", None)
    if isinstance(cells, list | tuple) and cells:
        inner = names.join(path, "multi_rnn_cell/cell_")
        found = [members(cell, f"{inner}{number}") for number, cell in enumerate(cells)]
        return _once([one for its in found for one in its]) if all(found) else []
    cell = getattr(node, "cell", None)
    return members(cell, path, owners) if cell is not None else []


def _holds_stock(node):
    """Whether a stack, or a wrapper without variables, holds Keras' cells: they declare nothing."""
    cells = getattr(node, "cells", None)
    if isinstance(cells, list | tuple):
        return any(not is_own_cell(cell) or _holds_stock(cell) for cell in cells)
    cell = getattr(node, "cell", None)
    if stock.is_stock(cell):
        return not (getattr(node, "built", True) and node.tf1_variables())
    return cell is not None and _holds_stock(cell)


def _inner(node):
    cell = getattr(node, "cell", None)
    return [] if cell is None else [cell]


def _once(found):
    """Each cell at its first place only, as TF1 makes its variables there."""
    first = {}
    for member in found:
        known = first.setdefault(id(_cell_of(member.node)), member)
        known.owners += [owner for owner in member.owners if owner not in known.owners]
    return list(first.values())


def _cell_of(node):
    return getattr(node, "cell", node) if stock.is_stock(node) else node


def has_two_sides(found: list[Member]) -> bool:
    """Whether the members are those of two directions, or one cell in both."""
    return any(member.path.partition("/")[0] in SIDES for member in found)
