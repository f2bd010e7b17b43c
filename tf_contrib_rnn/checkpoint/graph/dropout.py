"""Dropout in a graph: which product is one, what it drops, and with what probability it keeps."""

from dataclasses import dataclass
from typing import Any

import numpy as np

RANDOM = ("RandomUniform", "StatelessRandomUniform", "StatelessRandomUniformV2")
_MASKS = {"Floor", "Cast"}
_SCALED = {"Div", "RealDiv", "Mul"}


@dataclass(frozen=True)
class Dropout:
    """One dropout.

    Attributes:
        node: the name of its last node.
        kept: what it drops parts of.
        keep_prob: a number, or the tensor that a program feeds.
    """

    node: str
    kept: str
    keep_prob: Any


def dropout(graph, node) -> Dropout | None:
    """The dropout whose last node this is, or None.

    TF1 multiplies `x / keep_prob` by `floor(keep_prob + uniform)`, in either order; from 1.13 on
    `x * (1 / (1 - rate))` by `uniform >= rate`.
    """
    if node.op not in ("Mul", "Select", "SelectV2"):
        return None
    places = [(0, 1), (1, 0)] if node.op == "Mul" else [(1, 0)]
    for data, mask in places:
        found = _is_random(graph, node.inputs[mask]) and _scaled(graph, node.inputs[data])
        if found:
            return Dropout(node.name, *found)
    return None


def _is_random(graph, tensor):
    """Whether a tensor is a mask of zeros and ones that is made of random numbers."""
    node = graph.node(graph.origin(tensor))
    if node is None or node.op not in {*_MASKS, "GreaterEqual"}:
        return False
    for _ in range(8):
        if node is None:
            return False
        if node.op in RANDOM:
            return True
        if node.op not in {*_MASKS, "GreaterEqual", "Add", "AddV2", "Mul", "Sub"}:
            return False
        found = (_path(graph, tensor) for tensor in node.inputs)
        node = next((inner for inner in found if inner is not None), None)
    return False


def _path(graph, tensor):
    """The producer of a tensor, where it is on a way to random numbers."""
    node = graph.node(graph.origin(tensor))
    way = {*RANDOM, *_MASKS, "GreaterEqual", "Add", "AddV2", "Mul"}
    if node is None or node.op not in way:
        return None
    return node if node.op in RANDOM or any(_path(graph, n) for n in node.inputs) else None


def _scaled(graph, tensor):
    """What a tensor was before it was divided by the kept part, and that part."""
    node = graph.node(graph.origin(tensor))
    if node is None or node.op not in _SCALED:
        return None
    if node.op != "Mul":
        return node.inputs[0], _value(graph, node.inputs[1])
    for kept, scale in (node.inputs, node.inputs[::-1]):
        inverse = _inverse(graph, scale)
        if inverse is not None:
            return kept, inverse
    return None


def _inverse(graph, tensor):
    constant = graph.constant(tensor)
    if constant is not None:
        return _number(1.0 / constant) if np.ndim(constant) == 0 else None
    node = graph.node(graph.origin(tensor))
    if node is None or node.op not in ("RealDiv", "Div", "Reciprocal", "Inv"):
        return None
    if len(node.inputs) == 2 and graph.constant(node.inputs[0]) is None:
        return None
    return _value(graph, node.inputs[-1])


def _value(graph, tensor):
    """A number, or what a program feeds: the kept part, or `"1 - rate:0"`."""
    constant = graph.constant(tensor)
    if constant is not None:
        return _number(constant)
    tensor, turned = graph.origin(tensor), False
    node = graph.node(tensor)
    while node.op in ("Sub", "Cast") or (node.op == "Identity"):
        if node.op == "Sub" and _number(graph.constant(node.inputs[0])) != 1.0:
            break
        turned ^= node.op == "Sub"
        tensor = graph.origin(node.inputs[-1])
        node = graph.node(tensor)
    return f"1 - {tensor}" if turned else tensor


def _number(value):
    return None if value is None or np.size(value) != 1 else float(f"{float(value):.6g}")
