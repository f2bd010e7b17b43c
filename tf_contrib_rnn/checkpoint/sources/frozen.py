"""Frozen graphs: a `.pb` file in which every variable has become a constant."""

import re
from collections import defaultdict
from functools import partial

import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError, graph_errors
from tf_contrib_rnn.checkpoint.sources._stored import Source, Stored, axis_of_parts
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf
from tf_contrib_rnn.checkpoint.sources.graphs import read_graph_def

VARIABLES = ("Variable", "VariableV2", "VarHandleOp", "AutoReloadVariable")
_READ = re.compile(r"(?P<variable>.+)/(read|(Read/)?ReadVariableOp)(_\d+)?(/_.+)?")
_PART = re.compile(r"(?P<whole>.+)/part_(?P<number>\d+)")
# Which inputs of an operation are weights, where no name says that a constant was a variable.
_WEIGHTS = {
    "BatchMatMul": (0, 1), "BatchMatMulV2": (0, 1), "BiasAdd": (1,), "BlockLSTM": range(1, 9),
    "Conv1D": (1,), "Conv2D": (1,), "Conv3D": (1,), "DepthwiseConv2dNative": (1,),
    "EmbeddingLookup": (0,), "FusedBatchNorm": range(1, 5), "FusedBatchNormV3": range(1, 5),
    "Gather": (0,), "GatherV2": (0,), "GRUBlockCell": range(2, 6), "LSTMBlockCell": range(3, 8),
    "MatMul": (0, 1),
}  # fmt: skip
_WEIGHTS_WITHOUT_NAMES = {"Add": (0, 1), "AddV2": (0, 1), "Mul": (0, 1)}
_PASSED_ON = ("Identity", "Enter", "RefEnter", "Snapshot", "StopGradient", "Cast")


def open_frozen(path: str) -> Source:
    """Opens a frozen graph.

    A constant counts as a variable if a node reads it as TF1 reads variables
    (`<name>/read`, `<name>/ReadVariableOp`), or if it is a floating matrix or vector that an
    operation takes as its weights. Parts of a partitioned variable are joined.

    Args:
        path: the `.pb` or `.pbtxt` file, or a SavedModel's file.

    Raises:
        CheckpointError: if it is damaged, or a graph whose variables are not frozen.
    """
    graph = read_graph_def(path)
    with graph_errors(path, "copy it again"):
        entries = entries_of(graph, path)
    if not entries:
        count = sum(node.op in VARIABLES for node in graph.node)
        raise CheckpointError(
            f"{path!r} is a graph of {len(graph.node)} nodes that holds no weights, with {count} "
            "variables whose values lie in a checkpoint; pass that checkpoint, or the graph after "
            "convert_variables_to_constants."
        )
    return Source(path, "frozen graph", entries, path)


def entries_of(graph, path: str) -> dict[str, Stored]:
    """The constants of a graph that were variables, by name, in alphabetical order.

    Args:
        graph: the `GraphDef`.
        path: what to call it in messages.
    """
    nodes = {node.name: node for node in graph.node if node.op == "Const"}
    readers = _readers(graph)
    named = {name for name in nodes if _is_read(name, readers[name])}
    weights = _WEIGHTS if named else _WEIGHTS | _WEIGHTS_WITHOUT_NAMES
    named |= {name for name in nodes if _is_weight(nodes[name], readers[name], weights)}
    found = {}
    for name in named:
        match = _READ.fullmatch(name)
        found[match["variable"] if match else name] = nodes[name]
    entries = {name: _stored(name, node, path) for name, node in found.items()}
    return dict(sorted(_joined(entries, graph).items()))


def _readers(graph):
    """Who takes each tensor, also through nodes that only pass it on: [(node, input number)]."""
    nodes = {node.name: node for node in graph.node}
    readers = defaultdict(list)
    for node in graph.node:
        for number, tensor in enumerate(node.input):
            readers[_origin(tensor, nodes)].append((node, number))
    return readers


def _origin(tensor, nodes):
    name, seen = tensor.removesuffix(":0"), set()
    while name in nodes and nodes[name].op in _PASSED_ON and nodes[name].input and name not in seen:
        seen.add(name)
        name = nodes[name].input[0].removesuffix(":0")
    return name


def _is_read(name, readers):
    if _READ.fullmatch(name):
        return True
    reads = (_READ.fullmatch(node.name) for node, _ in readers if node.op == "Identity")
    return any(match and match["variable"] == name for match in reads)


def _is_weight(node, readers, weights):
    tensor = node.attr["value"].tensor
    if not tf.as_dtype(tensor.dtype).is_floating or not tensor.tensor_shape.dim:
        return False
    return any(number in weights.get(reader.op, ()) for reader, number in readers)


def _stored(name, node, path):
    tensor = node.attr["value"].tensor
    shape = tuple(dim.size for dim in tensor.tensor_shape.dim)
    return Stored(name, shape, tf.as_dtype(tensor.dtype).name, partial(_read, name, tensor, path))


def _read(name, tensor, path):
    try:
        return tf.make_ndarray(tensor)
    except (TypeError, ValueError) as error:
        raise CheckpointError(
            f"the constant {name!r} of {path!r} has not as many values as its shape says, so the "
            "file is damaged; copy it again."
        ) from error


def _joined(entries, graph):
    """The entries with the parts of each partitioned variable as one; what is none as it is."""
    wholes, joined = defaultdict(dict), {}
    for name, stored in entries.items():
        match = _PART.fullmatch(name)
        if match:
            wholes[match["whole"]][int(match["number"])] = stored
        else:
            joined[name] = stored
    for whole, by_number in wholes.items():
        parts = [by_number[number] for number in sorted(by_number)]
        axis = _axis(parts, graph)
        are_all = sorted(by_number) == list(range(len(parts)))
        if axis is None or not are_all or whole in entries or len({p.dtype for p in parts}) > 1:
            joined |= {part.name: part for part in parts}
            continue
        sizes = list(parts[0].shape)
        sizes[axis] = sum(part.shape[axis] for part in parts)
        joined[whole] = Stored(whole, tuple(sizes), parts[0].dtype, partial(_join, parts, axis))
    return joined


def _axis(parts, graph):
    """The axis along which TF1 cut: where the sizes differ, else that of the node that joins."""
    axis = axis_of_parts([part.shape for part in parts])
    if axis is None or len({part.shape for part in parts}) > 1:
        return axis
    nodes = {node.name: node for node in graph.node}
    for node in graph.node:
        names = [_origin(tensor, nodes) for tensor in node.input]
        if node.op == "ConcatV2" and names[:-1] == [part.name for part in parts]:
            return int(tf.make_ndarray(nodes[names[-1]].attr["value"].tensor))
    return axis


def _join(parts, axis):
    return np.concatenate([part.read() for part in parts], axis)
