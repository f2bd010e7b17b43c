"""Cells that stood beside their wrapper: embedding and projections before TF 1.2.

There `rnn/gru_cell` was next to `rnn/output_projection_wrapper`; from 1.2 on it is below it.
"""

from collections.abc import Iterable
from itertools import permutations

from tf_contrib_rnn.checkpoint.names.components import is_cell_scope, numbered_scope
from tf_contrib_rnn.checkpoint.names.grammar import Match
from tf_contrib_rnn.checkpoint.names.spellings import BESIDE, SPELLED


def beside(matches: dict[tuple, Match], stored: set[tuple]) -> dict[tuple, list[tuple]]:
    """Which scopes moved below which wrappers.

    Args:
        matches: the old names, taken apart.
        stored: all names of the checkpoint, as components.

    Returns:
        For each scope with wrappers and just one cell beside them, the orders in which they may
        enclose each other, from the outside: first the usual one. The cell is the last.
    """
    wrappers, cells = {}, {}
    for name in stored:
        for position, component in enumerate(name[:-1]):
            if is_cell_scope(component):
                group = wrappers if _wrapper(component) else cells
                group.setdefault(name[:position], set()).add(component)
    found = {}
    for scope, beside_it in wrappers.items():
        inside = cells.get(scope, set())
        is_open = all(_is_alone(scope + (one,), matches, stored) for one in beside_it)
        if len(inside) == 1 and is_open:
            (cell,) = inside
            is_known = any(name[: len(scope) + 1] == scope + (cell,) for name in matches)
            if is_known or any(_is_old(scope + (one,), matches) for one in beside_it):
                usual = sorted(beside_it, key=lambda one: BESIDE.index(_wrapper(one)))
                found[scope] = [(*order, cell) for order in permutations(usual)]
    return found


def _wrapper(component):
    """The scope TF 1.15.5 gives an embedding or a projection, None for other scopes."""
    base = numbered_scope(component)[0]
    scope = SPELLED[base].scope if base in SPELLED else base
    return scope if scope in BESIDE else None


def _is_alone(wrapper, matches, stored):
    """Whether no cell stands below the wrapper, and its own variables are there."""
    below = [name for name in stored if name[: len(wrapper)] == wrapper]
    return not any(is_cell_scope(part) for name in below for part in name[len(wrapper) : -1])


def _is_old(wrapper, matches):
    return any(
        name[: len(wrapper)] == wrapper and name[len(wrapper) :] != match.own.path
        for name, match in matches.items()
    )


def renames(order: tuple[str, ...], scope: tuple[str, ...], new: dict) -> Iterable[tuple]:
    """What the last component of each scope becomes when it moves below the others.

    Args:
        order: wrappers and cell, from the outside.
        scope: where they stand.
        new: what else becomes of scopes.
    """
    above = ()
    for component in order:
        old = scope + (component,)
        above += new.get(old, (component,))
        yield old, above
