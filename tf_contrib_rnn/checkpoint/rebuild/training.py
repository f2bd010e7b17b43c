"""What only training has: dropout, conditions on `is_training`, placeholders with a default."""

import re

import numpy as np

from tf_contrib_rnn.checkpoint.graph.dropout import RANDOM, dropout
from tf_contrib_rnn.checkpoint.graph.nodes import tensor_name
from tf_contrib_rnn.checkpoint.rebuild.values import Constant

PASSING = (
    "Identity", "StopGradient", "PreventGradient", "Snapshot", "CheckNumerics", "EnsureShape",
    "Switch", "Merge", "ReadVariableOp", "PlaceholderWithDefault",
)  # fmt: skip
_TRAINING = re.compile(r"(?i)train|phase|learning|dropout")
_KEEP = re.compile(r"(?i)keep|dropout|drop_out|prob")
_SWITCHES = ("Switch", "RefSwitch")


def needs(translator, node):
    """The tensors that a node's translation asks for: not the side of training."""
    if node.op == "Merge":
        return [_side(translator, node)]
    if node.op == "Mul":
        source = undropped(translator, node)
        return node.inputs if source is None else [source]
    return node.inputs[:1] if node.op == "Switch" else node.inputs


def undropped(translator, node) -> str | None:
    """The tensor to which a node applies dropout, or None."""
    found = dropout(translator.graph, node) if node.op == "Mul" else None
    return None if found is None else found.kept


def default_of(translator, tensor):
    """The value that a placeholder has outside of training, or None."""
    node = translator.node(tensor)
    if node.op == "PlaceholderWithDefault":
        return translator.value(node.inputs[0])
    dtype, shape = translator.shapes.dtype(tensor), translator.shapes.of(tensor)
    if shape not in ((), None):
        return None
    if dtype == "bool":
        value = _outside(translator.graph, node) if shape == () else None
        value = False if value is None and _TRAINING.search(node.name) else value
        if value is not None:
            note = f"The placeholder {node.name} is {value}, as outside of training."
            translator.notes[tensor] = note
            return Constant((), dtype, tensor, np.array(value))
    if shape == () and dtype.startswith("float") and _KEEP.search(node.name):
        translator.notes[tensor] = f"The placeholder {node.name} is 1, as outside of training."
        return Constant((), dtype, tensor, np.array(1, dtype))
    return None


def _outside(graph, placeholder):
    """The value of a placeholder with which conditions on it compute nothing of training alone."""
    trains = set()
    for node in graph.nodes.values():
        sides = [_predicate(graph, name) for name in node.inputs] if node.op == "Merge" else [None]
        if all(side and graph.node(graph.origin(side[0])) is placeholder for side in sides):
            of_training = [_is_of_training(graph, name) for name in node.inputs]
            trains |= {side for (_, side), is_one in zip(sides, of_training, strict=True) if is_one}
    return not trains.pop() if len(trains) == 1 else None


def _is_of_training(graph, tensor):
    """Whether a branch draws random numbers or normalizes by the batch it is given."""
    found = _nodes_above(graph, tensor, lambda node: node.op not in _SWITCHES)
    return any(
        node.op in RANDOM
        or (node.op.startswith("FusedBatchNorm") and node.attributes.get("is_training", True))
        or (node.op in _SWITCHES and _is_moment(graph, node.inputs[0]))
        for node in found
    )


def _nodes_above(graph, tensor, leads_on):
    """The nodes that a tensor is computed from, up to those that do not lead on."""
    waiting, seen = [tensor], set()
    while waiting:
        node = graph.node(waiting.pop())
        if node is None or node.name in seen:
            continue
        seen.add(node.name)
        yield node
        if leads_on(node):
            waiting += node.inputs


def _is_moment(graph, tensor):
    """Whether a tensor is what `tf.nn.moments` gives."""
    node = graph.node(graph.origin(tensor))
    above = graph.node(node.inputs[0]) if node is not None and node.op == "Squeeze" else None
    return above is not None and above.op == "Mean"


def _pass(translator, node):
    value = translator.value(node.inputs[0])
    return [value, value] if node.op == "Switch" else value


def _merge(translator, node):
    return translator.value(_side(translator, node))


def _side(translator, node):
    """The input of a Merge that is taken outside of training."""
    graph = translator.graph
    for place, tensor in enumerate(node.inputs):
        found = _predicate(graph, tensor)
        if found is None:
            continue
        predicate, side = found
        value = translator.value(predicate)
        if isinstance(value, Constant):
            taken = side == bool(value.array)
            return node.inputs[place if taken else 1 - place]
    raise translator.refuse(node, "chooses between two branches by a value that is fed")


def _predicate(graph, tensor):
    """The predicate of the nearest condition above a tensor, and the side on which it lies."""
    waiting, seen = [(tensor_name(tensor))], set()
    while waiting:
        current = waiting.pop(0)
        node = graph.node(current)
        if node is None or current in seen:
            continue
        seen.add(current)
        if node.op in _SWITCHES:
            return node.inputs[1], current.endswith(":1")
        controls = [f"{name}:0" for name in node.controls]
        for name in (*node.inputs, *controls):
            above = graph.node(name)
            if (
                above is not None
                and above.op == "Identity"
                and name.partition(":")[0].endswith(("switch_t", "switch_f"))
            ):
                switch = graph.node(above.inputs[0])
                return switch.inputs[1], name.partition(":")[0].endswith("switch_t")
            waiting.append(name)
    return None


HANDLERS = {op: _pass for op in PASSING if op != "Merge"} | {"Merge": _merge}
