"""From the variables in a scope to the cell that made them: guess, build, compare."""

import functools
import itertools
import re
from dataclasses import dataclass, field, replace

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.inventory import foreign
from tf_contrib_rnn.checkpoint.inventory.candidate import MISFITS, Candidate
from tf_contrib_rnn.checkpoint.inventory.catalogue import (
    CELLS,
    GRIDS,
    WRAPPERS,
    on_top_of,
    with_something_on_top,
)
from tf_contrib_rnn.checkpoint.inventory.classes import bare, usual_scopes
from tf_contrib_rnn.checkpoint.inventory.scope_tree import Shapes

_MEMBER = re.compile(r"cell_(\d+)")
_NO_CELL = "its variables are those of no cell of tf.contrib.rnn"
_MULTI = "MultiRNNCell"
_HIGHWAY = "HighwayWrapper"
# No cell of one step, so no program could have given it another cell's name.
_BY_NAME_ONLY = ("LSTMBlockFusedCell",)


@dataclass(eq=False)
class Unit:
    """What a cell left behind.

    Attributes:
        scope: its own scope, relative to the one it was called in; empty for a HighwayWrapper.
        candidates: the cells that make just these variables, the likeliest first.
        members: the cells inside it, each with `scope` relative to the unit's own.
        shapes: all its variables, relative to the scope it was called in.
        why: for one without candidates a clause that says what is strange.
        foreign: the name of its class, where that is known and none of ours.
        sizes: the sizes of a cell of another library.
    """

    scope: str
    candidates: list[Candidate]
    members: list["Unit"] = field(default_factory=list)
    shapes: Shapes = field(default_factory=dict)
    why: str = ""
    foreign: str = ""
    sizes: dict = field(default_factory=dict)


def called_in(shapes: Shapes) -> Unit | None:
    """The one cell whose variables stand in a scope in which a cell was called.

    Args:
        shapes: the shapes by path relative to that scope.
    """
    own = {path: shape for path, shape in shapes.items() if WRAPPERS[_HIGHWAY].is_own(path)}
    rest = {path: shape for path, shape in shapes.items() if path not in own}
    scopes = {path.partition("/")[0] for path in rest}
    if len(scopes) != 1:
        return None
    (scope,) = scopes
    unit = read(scope, below(rest, scope))
    if not own or unit is None:
        return unit
    found = _wrapped(_HIGHWAY, "", own, unit, shapes)
    return Unit("", found, [unit], shapes) if found else None


def below(shapes: Shapes, scope: str) -> Shapes:
    """The shapes below a scope, by path relative to it."""
    start = f"{scope}/"
    return {p.removeprefix(start): s for p, s in shapes.items() if p.startswith(start)}


def is_usual(scope: str) -> bool:
    """Whether a scope is called as TF1 calls the one of some cell of ours."""
    return bool(_by_scope().keys() & {scope, bare(scope)})


def read(scope: str, shapes: Shapes) -> Unit | None:
    """The cell whose own scope this is; None where its variables are of no known cell.

    A wrapper counts only where its scope is called as usual, or stands where a cell must be.

    Args:
        scope: the cell's own scope.
        shapes: the shapes by path relative to it.
    """
    return _read(scope, frozenset(shapes.items()))


@functools.lru_cache(maxsize=4096)
def _read(scope, items):
    shapes = dict(sorted(items))
    if all(_MEMBER.fullmatch(path.partition("/")[0]) and "/" in path for path in shapes):
        return _stack(scope, shapes)
    usual = _by_scope().get(scope, ()) or _by_scope().get(bare(scope), ())
    for kinds in (usual, [kind for kind in _others() if kind not in usual]):
        found, members = [], []
        for kind in kinds:
            made, inside = _fitting(kind, scope, shapes)
            found += made
            members = members or inside
        if found:
            return Unit(scope, found, members, _prefixed(scope, shapes))
    return _foreign(scope, shapes)


def _foreign(scope, shapes):
    """A cell that is known and none of ours."""
    keras_cell = foreign.keras_cell(shapes)
    if keras_cell:
        kind, sizes = keras_cell
        why = "a tf.keras cell, whose variables a layer of Keras takes"
        return Unit(scope, [], [], _prefixed(scope, shapes), why, f"keras.layers.{kind}", sizes)
    found = foreign.attention(scope, shapes)
    if not found:
        return None
    kind, own = found
    inside = called_in({path: shape for path, shape in shapes.items() if path not in own})
    if inside is None:
        return None
    return Unit(scope, [], [inside], _prefixed(scope, shapes), "none of our classes", kind)


def _fitting(kind, scope, shapes):
    """The candidates of one class, and the cells inside them."""
    if kind in WRAPPERS:
        own = {path: shape for path, shape in shapes.items() if WRAPPERS[kind].is_own(path)}
        rest = {path: shape for path, shape in shapes.items() if path not in own}
        inside = called_in(rest) if own and rest else None
        if inside is None or not inside.candidates:
            return [], []
        return _wrapped(kind, scope, own, inside, _prefixed(scope, shapes)), [inside]
    guess = CELLS.get(kind) or GRIDS[kind]
    return _checked(lambda: guess(shapes), scope, _prefixed(scope, shapes)), []


def _wrapped(kind, scope, own, inside, shapes):
    def guesses():
        return WRAPPERS[kind].guess(own, inside.candidates[0])

    return _checked(guesses, scope, shapes)


def _checked(guesses, scope, shapes):
    """Those of the guesses that declare just these variables."""
    found = []
    try:
        for guess in guesses():
            named = guess.named(scope) if scope else guess
            if named.declared() == shapes:
                found.append(named)
    except MISFITS:
        pass
    return found


def _stack(scope, shapes):
    """A MultiRNNCell."""
    numbers = sorted({int(_MEMBER.fullmatch(path.partition("/")[0])[1]) for path in shapes})
    members, candidates, why = [], [], ""
    for number in numbers:
        place = f"cell_{number}"
        inside = below(shapes, place)
        members.append(_moved(called_in(inside) or unknown(inside), place))
    if numbers != list(range(len(numbers))):
        why = "some of its cells have no variables, as where one cell stands twice"
    elif not all(unit.candidates for unit in members):
        why = "not all of its cells are known"
    else:
        stack = Candidate(_MULTI, {}, {"cells": _chained(members)})
        stack.inputs = stack.cells["cells"][0].inputs
        candidates = _checked(lambda: [stack], scope, _prefixed(scope, shapes))
        why = "" if candidates else _break_in(members)
    return Unit(scope, candidates, members, _prefixed(scope, shapes), why)


def _chained(members):
    """The likeliest candidate of each, fitted to its place."""
    cells = []
    for unit in members:
        cell = unit.candidates[0]
        cell = cell if unit is members[-1] else with_something_on_top(cell)
        unit.candidates[0] = on_top_of(cell, cells[-1]) if cells else cell
        cells.append(unit.candidates[0])
    return cells


def _break_in(members):
    """Why cells cannot stand on each other, as a clause."""
    for before, after in itertools.pairwise(members):
        width, inputs = before.candidates[0].output_size, after.candidates[0].inputs
        if [width] != inputs:
            return (
                f"{after.scope} takes inputs of {inputs} where {before.scope} gives {width}, so "
                "something else comes in between"
            )
    return "its cells do not go together"


def unknown(shapes: Shapes) -> Unit:
    """What stands where a cell should, and is none of ours."""
    scopes = {path.partition("/")[0] for path in shapes if "/" in path}
    scope = scopes.pop() if len(scopes) == 1 else ""
    return Unit(scope, [], [], shapes, _NO_CELL)


def unknown_in(scope: str, shapes: Shapes) -> Unit:
    """A cell by the name of its scope, whose variables are those of none.

    Args:
        scope: the cell's own scope.
        shapes: the shapes by path relative to it.
    """
    return Unit(scope, [], [], _prefixed(scope, shapes), _NO_CELL)


def _moved(unit, place):
    scope, shapes = names.join(place, unit.scope), _prefixed(place, unit.shapes)
    return replace(unit, scope=scope, candidates=list(unit.candidates), shapes=shapes)


def _prefixed(scope, shapes):
    return {names.join(scope, path): shape for path, shape in shapes.items()}


@functools.cache
def _by_scope():
    found = {"multi_rnn_cell": [_MULTI]}
    for kind in [*CELLS, *(kind for kind in WRAPPERS if kind != _HIGHWAY), *GRIDS]:
        for scope in usual_scopes(kind):
            found.setdefault(scope, []).append(kind)
    return found


@functools.cache
def _others():
    """All classes whose scope a program could have named as it liked, the likeliest first."""
    wrappers = [kind for kind in WRAPPERS if kind != _HIGHWAY]
    return [kind for kind in CELLS if kind not in _BY_NAME_ONLY] + wrappers + ["GridRNNCell"]
