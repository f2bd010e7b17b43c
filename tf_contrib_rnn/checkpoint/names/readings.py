"""What else the names of a checkpoint can mean, where nothing in it tells.

A reading is not used unless something finds no place without it, and who uses it says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tf_contrib_rnn.checkpoint.names import spellings
from tf_contrib_rnn.checkpoint.names.beside import renames
from tf_contrib_rnn.checkpoint.names.components import numbered_scope, under
from tf_contrib_rnn.checkpoint.names.joining import join
from tf_contrib_rnn.checkpoint.names.translation import Translation
from tf_contrib_rnn.checkpoint.sources import Stored

_CONVOLUTIONS = {3: "conv_1d_lstm_cell", 4: "conv_2d_lstm_cell", 5: "conv_3d_lstm_cell"}


@dataclass(frozen=True)
class Reading:
    """Other names for some arrays of a checkpoint.

    Attributes:
        why: what it takes for what, and why that can be, as a sentence.
        added: arrays by further names.
        gone: names that the same arrays lose.
    """

    why: str
    added: dict[tuple, Stored]
    gone: frozenset[tuple] = frozenset()

    def of(self, variables: dict[str, Stored]) -> dict[str, Stored]:
        """The variables under the names of this reading."""
        gone = {"/".join(name) for name in self.gone}
        kept = {name: stored for name, stored in variables.items() if name not in gone}
        return kept | {"/".join(name): stored for name, stored in self.added.items()}


def readings(
    variables: dict[str, Stored], translation: Translation, scopes: Iterable[str] = ()
) -> list[Reading]:
    """Every reading of the variables of a checkpoint but the usual one.

    Args:
        variables: the variables by today's names.
        translation: how these names came about.
        scopes: the scopes that the user named, by today's names.
    """
    named = {tuple(name.split("/")): stored for name, stored in variables.items()}
    found = [*_convolutions(named), *_groups(named), *_orders(named, translation)]
    for scope in scopes:
        found += _called_in(tuple(scope.split("/")) if scope else (), named)
    return [reading for reading in found if not reading.added.keys() & named.keys()]


def cells_of_other_scopes(variables: dict[str, Stored]) -> list[tuple[str, Reading]]:
    """The scopes that could be of a cell that was called with a scope of its own.

    Args:
        variables: the variables by today's names.

    Returns:
        Each scope with a reading of what stands below it.
    """
    below = {}
    for name, stored in variables.items():
        components = tuple(name.split("/"))
        for end in range(max(1, len(components) - 3), len(components)):
            below.setdefault(components[:end], {})[components] = stored
    return [
        ("/".join(scope), reading)
        for scope, inside in below.items()
        for reading in _called_in(scope, inside)
    ]


def _convolutions(named):
    """TF 1.4 gave the convolutional cells of every rank the same scope."""
    found, gone = {}, set()
    for name, stored in named.items():
        base, number = numbered_scope(name[-2]) if len(name) > 1 else ("", "")
        rank = len(stored.shape)
        if base == "conv_lstm_cell" and name[-1] == "kernel" and rank in _CONVOLUTIONS:
            below = [other for other in named if other[:-1] == name[:-1]]
            scope = name[:-2] + (_CONVOLUTIONS[rank] + number,)
            found |= {scope + other[-1:]: named[other] for other in below}
            gone |= set(below)
    if found:
        became = sorted({name[-2] for name in found})
        yield Reading(
            f"'conv_lstm_cell' is taken for {' and '.join(map(repr, became))}: TF 1.4 called the "
            "convolutional cells of every rank so.",
            found,
            frozenset(gone),
        )


def _groups(named):
    """The groups of TF 1.4's GLSTMCell shared the kernel of the first."""
    found = {}
    for name, stored in named.items():
        cell = name[:-2]
        is_first = name[-2:] == ("group0", "kernel") and (*cell, "group1", "kernel") not in named
        bias = named.get((*cell, "bias_i"))
        if is_first and bias is not None and len(stored.shape) == 2 and stored.shape[1]:
            groups = range(1, 4 * bias.shape[0] // stored.shape[1])
            found |= {(*cell, f"group{group}", "kernel"): stored for group in groups}
    if found:
        yield Reading(
            "one group's kernel of a GLSTMCell goes into all of them: in TF 1.4 they shared the "
            "first, and nothing else is stored.",
            found,
        )


def _called_in(scope, named):
    """A cell that was called with a scope of its own, so that nothing tells its class."""
    if scope and numbered_scope(scope[-1])[0] in spellings.SPELLED:
        return
    inside = {name[len(scope) :]: stored for name, stored in named.items()
              if name[: len(scope)] == scope and len(name) > len(scope)}  # fmt: skip
    seen = []
    for spelling in spellings.CLASSES.values():
        added = None if spelling.kept else _as_cell(inside, spelling)
        if added and added not in seen:
            seen.append(added)
            yield Reading(
                f"scope {'/'.join(scope)!r} is taken for that of a cell whose variables are "
                "called as in TF 1.1 and before.",
                {scope + path: stored for path, stored in added.items()},
                frozenset(scope + path for path in inside),
            )


def _as_cell(inside, spelling):
    """The variables below a scope as those of a class, if they all are."""
    own = {path: spelling.own(path) for path in inside}
    if not all(one and one.length == len(path) for path, one in own.items()):
        return None
    pieces = {}
    for path, one in own.items():
        pieces.setdefault(one.path, {})[one.shard or 0] = inside[path]
    joined = {path: join(shards) for path, shards in pieces.items()}
    is_whole = sum(map(len, pieces.values())) == len(inside)
    return joined if is_whole and None not in joined.values() else None


def _orders(named, translation):
    """Wrappers beside their cell: nothing tells which was around which."""
    kinds = {}
    for scope, orders in translation.orders.items():
        for position, order in enumerate(orders[1:], 1):
            kinds.setdefault(order, []).append((scope, position))
    for order, places in kinds.items():
        added, gone = {}, set()
        for scope, _ in places:
            for name, other in _nested_otherwise(named, translation, scope, order):
                added[other] = named[name]
                gone.add(name)
        if added:
            around = " around ".join(map(repr, order))
            yield Reading(
                f"{around}: TF 1.1 and before stored them side by side.",
                added,
                frozenset(gone - added.keys()),
            )


def _nested_otherwise(named, translation, scope, order):
    above = translation.scope(scope)
    usual = {component: translation.scopes[scope + (component,)] for component in order}
    alone = {scope + (component,): path[-1:] for component, path in usual.items()}
    other = dict(renames(order, scope, alone))
    for component, path in usual.items():
        start = above + path
        nested = [above + one for one in usual.values() if len(one) > len(path)]
        for name in named:
            if _under(name, start) and not any(_under(name, inner) for inner in nested):
                yield name, above + other[scope + (component,)] + name[len(start) :]


def _under(name, scope):
    return under("/".join(name), "/".join(scope))
