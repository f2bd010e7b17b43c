"""The TF1 graph, run under TF 2 in a graph of its own."""

import re
from collections import defaultdict

import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.graph.isolated import add_copy, session_of
from tf_contrib_rnn.checkpoint.graph.nodes import Graph, node_name, tensor_name
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf
from tf_contrib_rnn.checkpoint.verify.flow import in_loops

_HELD = ("Variable", "VariableV2", "VarHandleOp")
_MISSING = re.compile(r"Op type not registered '(\w+)'|support Op '(\w+)'|kernel for Op (\w+)")


class CannotRunError(CheckpointError):
    """The graph was taken in and does not run on what it is fed."""


def needed(graph: Graph, tensors, given=()) -> list[str]:
    """The names of the nodes that tensors depend on but for assertions, in the graph's order.

    Args:
        graph: the graph.
        tensors: names of tensors.
        given: tensors that are fed, behind which nothing is needed.
    """
    given = {tensor_name(name) for name in given}
    seen, waiting = set(), [tensor_name(name) for name in tensors]
    loops = in_loops(graph)  # there what only waits for an assertion is in the loop through it
    while waiting:
        tensor = waiting.pop()
        name = node_name(tensor)
        if tensor in given or name in seen:
            continue
        if name not in graph.nodes:
            raise CheckpointError(
                f"the graph has no node {name!r}; pass tensors of the graph as 'name:0'."
            )
        seen.add(name)
        controls = [one for one in graph.nodes[name].controls if one in graph.nodes]
        waiting += [one for one in controls if name in loops or graph.nodes[one].op != "Assert"]
        waiting += graph.nodes[name].inputs
    fed = {node_name(name) for name in given}
    return [name for name in graph.nodes if name in seen | fed]


def run(graph: Graph, values: dict, fetches: list[str], feeds: dict) -> list[np.ndarray]:
    """The values of tensors.

    Only the nodes they depend on are imported. Variables are assigned one by one, each by an
    operation of its own; no Saver and no collection takes part.

    Args:
        graph: the graph.
        values: `{name: Stored}`, the arrays of the checkpoint.
        fetches: names of the tensors.
        feeds: `{tensor: array}`; any tensor of the graph may be fed.

    Raises:
        CheckpointError: if an op or a variable is missing, or the graph cannot run on the feeds.
    """
    keep = set(needed(graph, fetches, feeds))
    part = _part(graph, keep)
    with tf.Graph().as_default() as isolated:
        _import(part)
        assignments = _assignments(graph, keep, values, isolated)
        with session_of(isolated) as session:
            for assign, placeholder, read in assignments:
                session.run(assign, {placeholder: read()})
            fed = {isolated.get_tensor_by_name(tensor_name(k)): v for k, v in feeds.items()}
            try:
                return session.run([tensor_name(name) for name in fetches], fed)
            except (tf.errors.OpError, ValueError) as error:
                raise _cannot_run(str(getattr(error, "message", error))) from error


def _part(graph, keep):
    """The nodes to keep, without the devices and places they were put on."""
    part = tf.compat.v1.GraphDef()
    part.versions.CopyFrom(graph.graph_def.versions)
    part.library.CopyFrom(graph.graph_def.library)
    for node in graph.graph_def.node:
        if node.name not in keep:
            continue
        copy = add_copy(part, node)
        inputs = [one for one in node.input if one.lstrip("^").partition(":")[0] in keep]
        missing = any(
            one.partition(":")[0] not in keep for one in node.input if not one.startswith("^")
        )
        del copy.input[:]
        copy.input.extend([] if missing else inputs)
        if missing:  # only a node that is fed lacks its inputs
            _to_placeholder(copy)
    return part


def _to_placeholder(copy):
    dtype = next((copy.attr[name].type for name in ("T", "dtype", "Tparams", "DstT") if name in
                  copy.attr), tf.float32.as_datatype_enum)  # fmt: skip
    copy.op = "Placeholder"
    copy.attr.clear()
    copy.attr["dtype"].type = dtype


def _import(part):
    try:
        tf.import_graph_def(part, name="")
    except Exception as error:
        match = _MISSING.search(str(error))
        if match:
            raise _lacks(next(filter(None, match.groups()))) from error
        first = str(error).strip().splitlines()[0].rstrip(".")
        raise CheckpointError(
            f"TensorFlow {tf.__version__} cannot take the graph in ({first}), so nothing can be "
            "compared; pass another graph with graph=."
        ) from error


def _lacks(op):
    return CheckpointError(
        f"TensorFlow {tf.__version__} has no {op} on this machine, which the graph computes with, "
        "so nothing can be compared beyond it; pass tensors= before it, or run it on TF1."
    )


def _cannot_run(message):
    match = _MISSING.search(message)
    if match:
        return _lacks(next(filter(None, match.groups())))
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith(("Graph execution", "Detected", "Node:"))]
    first = (said or lines)[0].rstrip(".")
    return CannotRunError(
        f"the TF1 graph does not run on these inputs ({first}); pass batch_size= and steps= that "
        "it was built for, or inputs= that it takes, {name of a placeholder or of the model's "
        "input: array}."
    )


def _assignments(graph, keep, values, isolated):
    """(operation, placeholder, function that reads) of every variable that is needed."""
    held = [graph.nodes[name] for name in graph.nodes if name in keep]
    held = [node for node in held if node.op in _HELD]
    wholes = {node: name for name, one in graph.variables.items() for node in one.nodes}
    stored, lacking, found = stored_as(graph), [], []
    for node in held:
        whole = wholes[node.name]
        names = [whole, f"{whole}:0", stored.get(node.name), f"{node.name}:0", node.name]
        entry = next((values[name] for name in names if name in values), None)
        if entry is None:
            lacking.append(node.name)
        else:
            found.append(_assignment(graph, node, whole, entry, isolated))
    if lacking:
        raise CheckpointError(
            f"the graph needs {len(lacking)} variables that the checkpoint lacks, the first is "
            f"{lacking[0]!r}; pass the graph that belongs to it with graph=."
        )
    return found


def _assignment(graph, node, whole, entry, isolated):
    handle = isolated.get_tensor_by_name(f"{node.name}:0")
    dtype = tf.as_dtype(node.definition.attr["dtype"].type)
    holder = tf.compat.v1.placeholder(dtype)
    if node.op == "VarHandleOp":
        assign = tf.raw_ops.AssignVariableOp(resource=handle, value=holder)
    else:
        assign = tf.raw_ops.Assign(ref=handle, value=holder, validate_shape=False).op
    place = _place(graph, node, whole)
    return assign, holder, lambda: np.asarray(entry.read())[place]


def _place(graph, node, whole):
    """Which part of a variable a node holds."""
    parts = [graph.nodes[name] for name in graph.variables[whole].nodes]
    if len(parts) == 1:
        return ()
    shapes = [part.attributes["shape"] for part in parts]
    number = parts.index(node)
    full = graph.variables[whole].shape
    axis = next(a for a, size in enumerate(full) if size != shapes[0][a])
    start = sum(shape[axis] for shape in shapes[:number])
    return (slice(None),) * axis + (slice(start, start + shapes[number][axis]),)


def stored_as(graph):
    """`{node of a variable: name in the checkpoint}`, as the graph's own Saver says."""
    found = defaultdict(str)
    for node in graph.nodes.values():
        if node.op not in ("Assign", "AssignVariableOp") or len(node.inputs) != 2:
            continue
        restored = graph.node(graph.origin(node.inputs[1]))
        if restored is None or restored.op != "RestoreV2":
            continue
        names = graph.constant(restored.inputs[1])
        place = int(graph.origin(node.inputs[1]).partition(":")[2] or 0)
        if names is not None and place < len(np.ravel(names)):
            name = np.ravel(names)[place]
            found[node_name(node.inputs[0])] = name.decode() if isinstance(name, bytes) else name
    return found
