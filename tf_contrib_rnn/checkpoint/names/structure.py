"""The scopes above a cell that 0.12 spelled otherwise: functions, stacks, directions."""

import re

from tf_contrib_rnn.checkpoint.names.spellings import CLASSES

_CELL = re.compile(r"Cell(\d+)")
_LAYER = re.compile(r"Layer(\d+)")
_JOINED = re.compile(r"BiRNN_(FW|BW)")
_GRID = re.compile(r"Grid\w*Cell")
_SIDES = ("FW", "BW")
_BIDIRECTIONAL, _STACK, _MULTI = "BiRNN", "StackRNN", "MultiRNNCell"


def anchors(components: tuple[str, ...]) -> list[int]:
    """Where a name holds scopes that only 0.12 made, whatever stands below them.

    Args:
        components: the components of a name.

    Returns:
        The position after each such pair of scopes.
    """
    pairs = zip(components, components[1:], strict=False)
    found = [
        position + 2
        for position, (one, two) in enumerate(pairs)
        if (one == _MULTI and _CELL.fullmatch(two)) or (one == _BIDIRECTIONAL and two in _SIDES)
    ]
    return [position for position in found if position < len(components)]


def enclosing(components: tuple[str, ...], end: int, scopes: set[tuple]) -> dict[tuple, tuple]:
    """Today's names of the scopes directly around a cell of 0.12.

    Args:
        components: the components of a name.
        end: the position of the cell's scope among them.
        scopes: every scope of the checkpoint, as components.

    Returns:
        The components that stand for the last one of each scope.
    """
    found, is_called = {}, True
    while end:
        above, last = components[: end - 1], components[end - 1]
        before = above[-1] if above else None
        step = _member(above, last, before) or _side(above, last, before, scopes)
        if step is None and last == "RNN" and is_called:
            return found | {above + (last,): ("rnn",)}
        if step is None:
            step = _around(above, last, before)
        if step is None:
            return found
        is_called = is_called and last not in _SIDES and not _JOINED.fullmatch(last)
        found |= {scope: new for scope, new in step.items() if new}
        end -= len(step)
    return found


def _member(above, last, before):
    """A place in a MultiRNNCell, or in a stack of layers."""
    cell, layer = _CELL.fullmatch(last), _LAYER.fullmatch(last)
    if cell and before == _MULTI:
        return {above + (last,): (f"cell_{cell[1]}",), above: ("multi_rnn_cell",)}
    if layer and before == _STACK:
        return {above + (last,): (f"cell_{layer[1]}",), above: ("stack_bidirectional_rnn",)}
    return None


def _side(above, last, before, scopes):
    """One of two directions."""
    if last in _SIDES and before == _BIDIRECTIONAL:
        return {above + (last,): (last.lower(),), above: ("bidirectional_rnn",)}
    if last in _SIDES and all(above + (side,) in scopes for side in _SIDES):
        return {above + (last,): (last.lower(),)}
    if joined := _JOINED.fullmatch(last):
        return {above + (last,): ("bidirectional_rnn", joined[1].lower())}
    return None


def _around(above, last, before):
    """A wrapper with a scope of its own, or a scope of a grid, whose names never changed."""
    if last == "AttentionCellWrapper":
        return {above + (last,): (CLASSES[last].scope,)}
    if last == "recurrent" or before == "recurrent" or _GRID.fullmatch(last):
        return {above + (last,): None}
    return None
