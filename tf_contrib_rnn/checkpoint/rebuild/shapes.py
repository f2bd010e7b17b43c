"""Shapes, types and constant values of a graph's tensors, as TensorFlow infers them."""

import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError, first_line
from tf_contrib_rnn.checkpoint.graph.isolated import add_copy, session_of
from tf_contrib_rnn.checkpoint.graph.nodes import node_name, tensor_name
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf


class Shapes:
    """The part of a graph above some tensors, imported into TensorFlow.

    Args:
        graph_def: the GraphDef.
        tensors: the tensors.
        known: shapes of placeholders and of states that the graph leaves open, by tensor.

    Raises:
        CheckpointError: if TensorFlow does not know an op of it.
    """

    def __init__(self, graph_def, tensors, known=None):
        names = sorted({node_name(tensor) for tensor in tensors})
        part = _above(graph_def, names)
        for node in part.node:
            if f"{node.name}:0" in (known or {}):
                _without_inputs(node)
                node.attr["shape"].CopyFrom(_shape_attribute(known[f"{node.name}:0"]))
        self._graph = tf.Graph()
        with self._graph.as_default():
            try:
                tf.graph_util.import_graph_def(part, name="")
            except Exception as error:
                raise CheckpointError(
                    "TensorFlow cannot read the part of the graph that computes "
                    f"{', '.join(map(repr, names[:3]))} ({first_line(error)}); name other "
                    "outputs with outputs=."
                ) from error
        self._names = {node.name for node in part.node}

    def of(self, tensor: str) -> tuple | None:
        """The shape of a tensor, None for open axes; None where their number is open."""
        found = self._tensor(tensor).shape
        return None if found.rank is None else tuple(found.as_list())

    def has(self, tensor: str) -> bool:
        """Whether a tensor is in the part that was imported."""
        return node_name(tensor) in self._names

    def dtype(self, tensor: str) -> str:
        """The name of a tensor's type."""
        return self._tensor(tensor).dtype.base_dtype.name

    def value(self, tensor: str, feeds: dict) -> np.ndarray:
        """The value of a tensor, given those of its node's inputs."""
        feeds = {self._tensor(name): array for name, array in feeds.items()}
        with session_of(self._graph) as session:
            return np.asarray(session.run(self._tensor(tensor), feeds))

    def _tensor(self, tensor):
        return self._graph.get_tensor_by_name(tensor_name(tensor))


def _shape_attribute(shape):
    attribute = tf.compat.v1.AttrValue()
    attribute.shape.CopyFrom(tf.TensorShape(shape).as_proto())
    return attribute


def _without_inputs(node):
    """Makes a node a placeholder of its type."""
    if node.op != "Placeholder":
        kind = node.attr["T"].type
        node.op = "Placeholder"
        node.attr.clear()
        node.attr["dtype"].type = kind
        del node.input[:]


def _above(graph_def, names):
    """A GraphDef of some nodes and all above them, without devices and colocation."""
    nodes = {node.name: node for node in graph_def.node}
    waiting, kept = list(names), set()
    while waiting:
        name = waiting.pop()
        if name not in kept and name in nodes:
            kept.add(name)
            waiting += [node_name(above.lstrip("^")) for above in nodes[name].input]
    part = type(graph_def)(versions=graph_def.versions, library=graph_def.library)
    for node in graph_def.node:
        if node.name in kept:
            _tell(add_copy(part, node), node)
    return part


def _tell(copy, node):
    """Gives a placeholder without a shape the one that its program knew, where it was written."""
    known = node.attr["_output_shapes"].list.shape if "_output_shapes" in node.attr else ()
    if copy.op == "Placeholder" and not copy.attr["shape"].shape.dim and known:
        copy.attr["shape"].shape.CopyFrom(known[0])
