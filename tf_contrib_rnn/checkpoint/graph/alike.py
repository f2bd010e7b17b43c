"""Whether two steps of a graph compute the same from what each is given."""

import numpy as np


def computes_alike(view, given: set[tuple[str, str]], ends: list[str], others: list[str]) -> bool:
    """Whether tensors follow from what is given as others do from what they are given.

    Args:
        view: the `View`.
        given: pairs of tensors, resolved: what the first step takes and what the other takes there.
        ends: what the first step gives.
        others: what the other gives, in the same order.
    """
    waiting, seen = list(zip(ends, others, strict=True)), set(given)
    while waiting:
        pair = waiting.pop()
        if pair in seen:
            continue
        seen.add(pair)
        own, other = pair
        if own == other:
            continue
        above = _above(view, own, other)
        if above is None:
            return False
        waiting += above
    return True


def _above(view, own, other):
    """The pairs of tensors that two nodes take, None where the nodes are not alike."""
    node, peer = view.producer(own), view.producer(other)
    if node is None or peer is None or own.rpartition(":")[2] != other.rpartition(":")[2]:
        return None
    if node.op == "Const" == peer.op:
        values = [view.graph.constant(tensor) for tensor in (own, other)]
        return [] if np.array_equal(*values) else None
    if node.op != peer.op or _attributes(node) != _attributes(peer):
        return None
    inputs, peers = view.inputs(node), view.inputs(peer)
    return list(zip(inputs, peers, strict=True)) if len(inputs) == len(peers) else None


def _attributes(node):
    return {
        name: value for name, value in node.attributes.items()
        if not name.startswith("_") and isinstance(value, str | bool | int | float)
    }  # fmt: skip
