"""Names an array may have as well, where a checkpoint cannot tell what TF 1.15.5 would call it.

They are not used unless something finds no place without them, and who uses one says so.
"""

from dataclasses import dataclass

from tf_contrib_rnn.checkpoint.names import spellings
from tf_contrib_rnn.checkpoint.names.beside import renames
from tf_contrib_rnn.checkpoint.names.components import is_cell_scope, numbered_scope
from tf_contrib_rnn.checkpoint.names.joining import join
from tf_contrib_rnn.checkpoint.names.modern import Modern
from tf_contrib_rnn.checkpoint.sources import Stored

_CONVOLUTIONS = {3: "conv_1d_lstm_cell", 4: "conv_2d_lstm_cell", 5: "conv_3d_lstm_cell"}
_KNOWN = {*spellings.SPELLED, *(spelling.scope for spelling in spellings.SPELLED.values())}


@dataclass(frozen=True)
class Alternative:
    """An array under a name that may be its own too.

    Attributes:
        stored: the array.
        why: what makes the name possible, as a sentence.
    """

    stored: Stored
    why: str


def alternatives(entries: Modern) -> dict[str, Alternative]:
    """Further names of the arrays of a checkpoint.

    Args:
        entries: the arrays by today's names.
    """
    named = {tuple(name.split("/")): stored for name, stored in entries.items()}
    found = {}
    for make in (_convolutions, _groups, _cells_of_other_scopes):
        found |= make(named)
    found |= _orders(named, entries.translation)
    return {"/".join(name): one for name, one in found.items() if name not in named}


def _convolutions(named):
    """TF 1.4 gave the convolutional cells of every rank the same scope."""
    found = {}
    for name, stored in named.items():
        base, number = numbered_scope(name[-2]) if len(name) > 1 else ("", "")
        if base == "conv_lstm_cell" and name[-1] == "kernel":
            scope = name[:-2] + (_CONVOLUTIONS.get(len(stored.shape), base) + number,)
            why = (
                f"{'/'.join(name[:-1])!r} is taken for {scope[-1]!r}: TF 1.4 called the "
                "convolutional cells of every rank so."
            )
            below = {other: one for other, one in named.items() if other[:-1] == name[:-1]}
            found |= {scope + other[-1:]: Alternative(one, why) for other, one in below.items()}
    return found


def _groups(named):
    """The groups of TF 1.4's GLSTMCell shared the kernel of the first."""
    found = {}
    for name, stored in named.items():
        cell, bias = name[:-2], named.get((*name[:-2], "bias_i"))
        is_first = name[-2:] == ("group0", "kernel") and (*cell, "group1", "kernel") not in named
        if is_first and bias is not None and len(stored.shape) == 2 and stored.shape[1]:
            groups = 4 * bias.shape[0] // stored.shape[1]
            why = (
                f"{stored.name!r} goes into the kernels of all {groups} groups: TF 1.4's "
                "GLSTMCell has only the first, which they share."
            )
            for group in range(1, groups):
                found[(*cell, f"group{group}", "kernel")] = Alternative(stored, why)
    return found


def _cells_of_other_scopes(named):
    """Cells that were called with a scope of their own, so that nothing tells their class."""
    below = {}
    for name, stored in named.items():
        for end in range(max(1, len(name) - 3), len(name)):
            below.setdefault(name[:end], {})[name[end:]] = stored
    found = {}
    for scope, inside in below.items():
        if numbered_scope(scope[-1])[0] not in _KNOWN and not any(is_cell_scope(part) for path in inside for part in path[:-1]):
            for spelling in spellings.CLASSES.values():
                found |= _as_cell(scope, inside, spelling)
    return found


def _as_cell(scope, inside, spelling):
    """The variables below a scope as those of a class, if they all are."""
    shards, own = {}, {path: spelling.own(path) for path in inside}
    if spelling.is_open or not all(one and one.length == len(path) for path, one in own.items()):
        return {}
    for path, one in own.items():
        shards.setdefault(one.path, {})[one.shard or 0] = inside[path]
    joined = {path: join(pieces) for path, pieces in shards.items()}
    if sum(map(len, shards.values())) < len(inside) or None in joined.values():
        return {}
    why = f"{'/'.join(scope)!r} is taken for the scope of a cell as TF 1.1 and before spelled it."
    return {scope + path: Alternative(stored, why) for path, stored in joined.items()}


def _orders(named, translation):
    """Two wrappers beside their cell: nothing tells which was around which."""
    found = {}
    for scope, orders in translation.orders.items():
        usual = dict(renames(orders[0], scope, translation.scopes))
        for order in orders[1:]:
            found |= _in_order(named, translation, scope, usual, order)
    return found


def _in_order(named, translation, scope, usual, order):
    above = translation.scope(scope)
    innermost = {component: translation.scopes.get(scope + (component,), (component,))[-1:]
                 for component in order}  # fmt: skip
    other = dict(renames(order, scope, {scope + (c,): new for c, new in innermost.items()}))
    why = (
        f"{' is around '.join(repr(component) for component in order)} in "
        f"{'/'.join(scope)!r}: TF 1.1 and before stored them side by side."
    )
    found = {}
    for old, new in usual.items():
        start, nested = above + new, [above + one for one in usual.values() if one != new]
        for name, stored in named.items():
            is_inner = any(len(n) > len(start) and name[: len(n)] == n for n in nested)
            if name[: len(start)] == start and not is_inner:
                found[above + other[old] + name[len(start) :]] = Alternative(stored, why)
    return found
