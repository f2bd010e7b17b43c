"""What both sides are fed: drawn numbers that fit, and what a graph needs beside them."""

import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.graph.nodes import Graph, node_name
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf

PLACEHOLDERS = ("Placeholder", "PlaceholderV2")
_LOOKUPS = {"Gather": 0, "GatherV2": 0, "ResourceGather": 0}
# Operations through which whole numbers stay the numbers of words.
_ON_THE_WAY = {
    "Identity", "Reshape", "Transpose", "ExpandDims", "Cast", "Split", "SplitV", "Squeeze",
    "StridedSlice", "Slice", "ConcatV2", "Concat", "Pack", "Unpack", "ReverseV2", "Reverse",
    "ReverseSequence", "Enter", "Switch", "Merge", "Exit", "StopGradient", "Tile", "Where",
    "TensorArrayScatterV3", "TensorArrayReadV3", "TensorArrayGatherV3", "Select", "GatherNd",
}  # fmt: skip


def shape_of(graph: Graph, tensor: str):
    """The shape a node says it has, with None where it is open; None where it does not say."""
    node = graph.node(tensor)
    if node is None or node.op not in (*PLACEHOLDERS, "PlaceholderWithDefault"):
        return None
    shape = node.attributes.get("shape")
    if not shape and node.op == "Placeholder" and graph.graph_def.versions.producer < 24:
        return None  # older versions write no shape, or that of a scalar, for an unknown one
    return tuple(shape) if shape is not None else None


def vocabulary(graph: Graph, tensor: str) -> int | None:
    """The number of rows of the smallest table that a tensor of whole numbers looks up in."""
    seen, waiting, found = set(), [tensor], []
    while waiting:
        current = waiting.pop()
        for node, place in graph.consumers(current):
            if node.op in _LOOKUPS and place == 1:
                found.append(_rows(graph, node.inputs[0]))
            elif node.op == "OneHot" and place == 0:
                depth = graph.constant(node.inputs[1])
                found.append(None if depth is None else int(depth))
            elif node.op in _ON_THE_WAY and node.name not in seen:
                seen.add(node.name)
                count = max(int(node.attributes.get("num_split") or node.attributes.get("num") or 1)
                            if node.op in ("Split", "SplitV", "Unpack") else 2, 1)  # fmt: skip
                waiting += [f"{node.name}:{number}" for number in range(count)]
    return min((rows for rows in found if rows), default=None)


def _rows(graph, table):
    name = graph.variable(table)
    if name is not None and graph.variables[name].shape:
        return graph.variables[name].shape[0]
    value = graph.constant(table)
    return None if value is None or not value.ndim else value.shape[0]


def draw(shape, dtype, bound, generator) -> np.ndarray:
    """Numbers for an input: normal ones, or whole ones below a bound.

    Args:
        shape: the shape.
        dtype: the name of the type.
        bound: what whole numbers stay below.
        generator: a numpy generator.
    """
    if np.dtype(dtype).kind in "iu":
        return generator.integers(0, bound, size=shape).astype(dtype)
    if np.dtype(dtype).kind == "b":
        return np.zeros(shape, dtype)
    return generator.normal(size=shape).astype(dtype)


def rest(graph: Graph, nodes, given, batch: int, steps: int, lengths, states):
    """What the graph needs beside the inputs of the model.

    Args:
        graph: the graph, without dropout.
        nodes: names of the nodes that are needed.
        given: names of the tensors that are fed already.
        batch: the number of sequences.
        steps: the number of steps.
        lengths: tensors that are lengths of sequences.
        states: tensors that are states to start from.

    Returns:
        `({tensor: array}, notes)`.

    Raises:
        CheckpointError: if nothing says what a placeholder wants.
    """
    feeds, notes = {}, []
    taken = {node_name(name) for name in given}
    for name in nodes:
        node = graph.nodes[name]
        tensor = f"{name}:0"
        dtype = tf.as_dtype(node.definition.attr["dtype"].type) if node.op in (
            *PLACEHOLDERS, "PlaceholderWithDefault") else None  # fmt: skip
        if dtype is None or name in taken:
            continue
        if node.op == "PlaceholderWithDefault":
            if dtype.is_bool:
                feeds[tensor] = np.zeros(shape_of(graph, tensor) or (), bool)
            continue
        shape = shape_of(graph, tensor) or ()
        value, what = _value(tensor, shape, dtype, batch, steps, lengths, states)
        feeds[tensor] = value
        notes.append(f"{name!r} is fed with {what}, which the model has no input for")
    return feeds, notes


def _value(tensor, shape, dtype, batch, steps, lengths, states):
    name = node_name(tensor)
    sizes = [size if size is not None else (batch if axis == 0 else steps)
             for axis, size in enumerate(shape)]  # fmt: skip
    if dtype.is_bool:
        return np.zeros(sizes, bool), "False"
    if tensor in lengths or (dtype.is_integer and len(shape) == 1):
        return np.full(sizes or [batch], steps, dtype.as_numpy_dtype), f"lengths of {steps} steps"
    if tensor in states:
        return np.zeros(sizes, dtype.as_numpy_dtype), "zeros, as a state to start from"
    if dtype.is_integer and not shape and "batch" in name.lower():
        return np.asarray(batch, dtype.as_numpy_dtype), f"{batch}, the number of sequences"
    if dtype.is_floating and not shape and "keep" in name.lower():  # dropout of an unknown form
        return np.asarray(1, dtype.as_numpy_dtype), "1, to keep everything"
    raise CheckpointError(
        f"the graph needs a value for {name!r} ({dtype.name}{list(shape)}), which no input of the "
        f"model stands for; pass inputs={{{name!r}: array}}, or name the model's input for it with "
        "tensors=."
    )
