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
    wrappers, cells, around = {}, {}, set()
    for name in stored:
        places = [n for n, component in enumerate(name[:-1]) if is_cell_scope(component)]
        for place in places:
            is_wrapper = _wrapper(name[place]) is not None
            group = wrappers if is_wrapper else cells
            group.setdefault(name[:place], set()).add(name[place])
            if is_wrapper and place != places[-1]:
                around.add(name[: place + 1])
    known = {name[:end] for name in matches for end in range(1, len(name))}
    old = {
        name[: match.end + 1]
        for name, match in matches.items()
        if name[match.end + 1 :] != match.own.path
    }
    found = {}
    for scope, those in wrappers.items():
        inside = cells.get(scope, set())
        if len(inside) != 1 or any(scope + (one,) in around for one in those):
            continue
        (cell,) = inside
        if scope + (cell,) in known or any(scope + (one,) in old for one in those):
            usual = sorted(those, key=lambda one: BESIDE.index(_wrapper(one)))
            found[scope] = [(*order, cell) for order in permutations(usual)]
    return found


def _wrapper(component):
    """The scope TF 1.15.5 gives an embedding or a projection, None for other scopes."""
    base = numbered_scope(component)[0]
    scope = SPELLED[base].scope if base in SPELLED else base
    return scope if scope in BESIDE else None


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
