"""Scopes that hold the same things: `global/` and `worker_0/`, `tower_0/` and `tower_1/`."""

import re
from collections import defaultdict

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.inventory.contents import Layer, Network
from tf_contrib_rnn.checkpoint.inventory.scope_tree import Scope

_OF_COPIES = re.compile(
    r"(?i)(global|worker|tower|local|master|main|online|target|replica|shadow|agent|thread|actor|"
    r"learner|old|new|behavio\w*|gpu|clone|shared|policy|pi|oldpi|train|test|eval|infer)\w*"
)


def find(top: Scope, networks: list[Network], layers: list[Layer]) -> list[list[str]]:
    """Pairs of scopes whose variables are alike by name and shape; marks what is in the second.

    Args:
        top: the tree of all variables.
        networks: the networks, whose `copy_of` is filled in.
        layers: the layers, likewise.
    """
    pairs, with_networks = [], _above(networks)
    for scope in top.every():
        alike = defaultdict(list)
        for name, child in scope.children.items():
            if child.path in with_networks:
                alike[frozenset(child.shapes().items())].append(name)
        for found in alike.values():
            found.sort(key=_by_rank)
            first, *others = found
            pairs += [
                [names.join(scope.path, first), names.join(scope.path, other)]
                for other in others
                if _are_copies(first, other)
            ]
    firsts = {other: first for first, other in pairs}
    marked: list[Network | Layer] = [*networks, *layers]
    for one in marked:
        other = next((scope for scope in _prefixes(one.scope) if scope in firsts), None)
        if other is not None:
            one.copy_of = firsts[other] + one.scope.removeprefix(other)
    return pairs


def _above(networks):
    """All scopes that hold a network."""
    return {scope for network in networks for scope in _prefixes(network.scope)}


def _prefixes(scope):
    components = scope.split("/")
    return ["/".join(components[:count]) for count in range(1, len(components) + 1)]


def _by_rank(name):
    return name.lower() not in ("global", "master", "main", "online"), names.numbered(name)


def _are_copies(first, other):
    """Whether two names speak of copies: words for it, or one name with two numbers."""
    same = names.numbered(first)[0] == names.numbered(other)[0]
    if same and re.fullmatch(r"\w*(cell|layer|fw|bw|rnn|lstm|gru)(_\d+)?", first):
        return False
    return same or bool(_OF_COPIES.fullmatch(first) and _OF_COPIES.fullmatch(other))
