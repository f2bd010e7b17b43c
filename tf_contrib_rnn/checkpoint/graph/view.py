"""A graph without what only moves values about: the view in which cells are recognised.

Copies, dropout, the conditions that hold a state beyond a sequence's end and the reading of
variables are passed through; what was passed is kept, to be asked for.
"""

from collections import defaultdict
from functools import cached_property

import numpy as np

from tf_contrib_rnn.checkpoint.graph.dropout import dropout
from tf_contrib_rnn.checkpoint.graph.nodes import PASSING, Graph, node_name, tensor_name

MERGES = ("Merge", "RefMerge")
SELECTS = ("Select", "SelectV2")
_COMPARISONS = ("Greater", "GreaterEqual", "Less", "LessEqual", "Equal", "NotEqual")
_FLOATS = ("float16", "bfloat16", "float32", "float64")


class View:
    """A graph as its values flow.

    Args:
        graph: a `Graph`.

    Tensors are those of the graph; the value of a variable is called `"=name"`.
    """

    def __init__(self, graph: Graph):
        self.graph = graph
        self.loops = {
            f"{node.name}:0"
            for node in graph.nodes.values()
            if node.op in MERGES and _is_loop(graph, node)
        }
        self._resolved = {}
        self._passed = {}
        for node in graph.nodes.values():
            for tensor in (*node.inputs, node.name):
                self.resolve(tensor)

    def resolve(self, tensor: str) -> str:
        """The tensor that a tensor is a copy of, through dropout and sequence lengths too."""
        tensor = tensor_name(tensor)
        todo = [tensor]
        while todo:
            current = todo[-1]
            if current in self._resolved:
                todo.pop()
                continue
            needed = [name for name in self._passes_to(current) if name not in self._resolved]
            needed = [name for name in needed if name not in todo]
            if needed:
                todo += needed
                continue
            self._settle(current)
            todo.pop()
        return self._resolved[tensor]

    def _passes_to(self, tensor):
        node = self.graph.node(tensor)
        if node is None or tensor in self.loops:
            return ()
        if node.op in PASSING and node.inputs:
            return node.inputs[:1]
        if node.op in SELECTS and self._by_length(node):
            return node.inputs[1:]
        if node.op in MERGES:
            return node.inputs
        found = dropout(self.graph, node)
        return (found.kept,) if found else ()

    def _settle(self, tensor):
        """Resolves a tensor, what it passes to being resolved."""
        variable = self.graph.variable(tensor)
        following = () if variable else self._passes_to(tensor)
        chosen = self._newest([name for name in following if name in self._resolved])
        node = self.graph.node(tensor)
        passed = ()
        if chosen and node.op not in PASSING:
            like = [
                name for name in following if self._resolved.get(name) == self._resolved[chosen]
            ]
            others = {
                one: None for name in like for one in self._passed.get(name, ()) if name != chosen
            }
            passed = (dropout(self.graph, node) or node, *others)
        self._resolved[tensor] = f"={variable}" if variable else tensor
        if chosen:
            self._resolved[tensor] = self._resolved[chosen]
            self._passed[tensor] = (*passed, *self._passed.get(chosen, ()))

    def _newest(self, tensors):
        """Of the branches of a condition the one that was computed, not held or zeros."""
        if not tensors:
            return None
        found = {self._resolved[tensor]: tensor for tensor in reversed(tensors)}
        if len(found) > 1:
            found = {end: name for end, name in found.items() if not self._is_held(end)} or found
        if len(found) > 1:
            ends = list(found)
            older = {
                end for end in ends for other in ends if end != other and self.is_before(end, other)
            }
            found = {end: name for end, name in found.items() if end not in older}
        return next(iter(found.values())) if len(found) == 1 else None

    def _is_held(self, tensor):
        if tensor in self.loops:
            return True
        return self.is_zeros(tensor)

    def is_zeros(self, tensor: str) -> bool:
        """Whether a tensor is nothing but zeros, of any shape."""
        if tensor.startswith("="):
            return False
        node = self.graph.node(tensor)
        if node is not None and node.op == "Fill":
            value = self.graph.constant(node.inputs[1])
            return value is not None and not np.any(value)
        if node is not None and node.op == "ZerosLike":
            return True
        value = self.graph.constant(tensor)
        return value is not None and not np.any(value)

    def is_before(self, early: str, late: str, limit: int = 400) -> bool:
        """Whether `late` is computed from `early`, by at most `limit` nodes."""
        seen, todo = set(), [late]
        while todo and len(seen) < limit:
            tensor = todo.pop(0)
            if tensor == early:
                return True
            node = None if tensor in self.loops else self.graph.node(tensor)
            for name in node.inputs if node else ():
                name = self._resolved.get(name, name)
                if name not in seen:
                    seen.add(name)
                    todo.append(name)
        return early in seen

    def _by_length(self, node):
        """Whether a Select chooses by counted steps or flags, not by the size of a value."""
        todo, seen = [node.inputs[0]], set()
        while todo and len(seen) < 40:
            found = self.graph.node(self.graph.origin(todo.pop()))
            if found is None or found.name in seen:
                continue
            seen.add(found.name)
            if found.op in _COMPARISONS:
                if found.attributes.get("T") in _FLOATS:
                    return False
            elif found.op not in MERGES:
                todo += found.inputs
        return True

    @cached_property
    def carried(self) -> set[str]:
        """What loops carry into their next step."""
        nodes = [node for node in self.graph.nodes.values() if node.op.endswith("NextIteration")]
        return {self.resolve(node.inputs[0]) for node in nodes}

    def passed(self, tensor: str) -> tuple:
        """What a tensor was passed through to what it resolves to: nodes, `Dropout`s."""
        self.resolve(tensor)
        return self._passed.get(tensor_name(tensor), ())

    @cached_property
    def _copies(self):
        found = defaultdict(list)
        for tensor, resolved in self._resolved.items():
            if tensor != resolved:
                found[resolved].append(tensor)
        return found

    @cached_property
    def _order(self):
        return {name: number for number, name in enumerate(self.graph.nodes)}

    def order(self, tensor: str) -> tuple[int, str]:
        """Where a tensor stands in the graph, to sort by."""
        return self._order.get(node_name(tensor), -1), tensor

    def copies(self, tensor: str) -> list[str]:
        """The tensors that resolve to a tensor."""
        return self._copies.get(tensor, [])

    def inputs(self, node) -> list[str]:
        """The tensors that a node computes with, resolved."""
        return [self._resolved.get(name, name) for name in node.inputs]

    def producer(self, tensor: str):
        """The node that computes a resolved tensor; None for variables and states of loops."""
        return None if tensor.startswith("=") or tensor in self.loops else self.graph.node(tensor)

    @cached_property
    def _consumers(self):
        found = defaultdict(list)
        for node in self.graph.nodes.values():
            own = f"{node.name}:0"
            if is_backward(node) or self._resolved.get(own, own) != own:
                continue
            for place, tensor in enumerate(self.inputs(node)):
                found[tensor].append((node, place))
        return found

    def consumers(self, tensor: str) -> list:
        """`(node, place)` of the nodes of the forward computation that use a resolved tensor."""
        return self._consumers.get(tensor, [])


def is_backward(node) -> bool:
    """Whether a node belongs to gradients or an optimizer."""
    if node.op.endswith("Grad") or node.op.startswith(
        ("StackPush", "StackPop", "Apply", "ResourceApply")
    ):
        return True
    return any(part.startswith("gradients") for part in node.name.split("/"))


def _is_loop(graph, node):
    return any(
        (found := graph.nodes.get(node_name(name)))
        and found.op in ("NextIteration", "RefNextIteration")
        for name in node.inputs
    )
