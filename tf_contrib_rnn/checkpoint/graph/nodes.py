"""A TF1 GraphDef as nodes, with the constants and variables behind its tensors.

Tensors are named `"node:0"` throughout, also where a GraphDef leaves out the `:0`.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from tf_contrib_rnn.checkpoint.graph._attributes import attribute_values, dtype_of
from tf_contrib_rnn.checkpoint.graph._fold import FOLDED, fold
from tf_contrib_rnn.checkpoint.sources import axis_of_parts
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf

VARIABLE_OPS = ("Variable", "VariableV2", "VarHandleOp")
# Ops that hand their first input on unchanged, or read it.
PASSING = {
    "Identity", "Enter", "RefEnter", "Switch", "RefSwitch", "RefIdentity", "ReadVariableOp",
    "StopGradient", "PreventGradient", "Snapshot", "CheckNumerics", "EnsureShape",
}  # fmt: skip
CONCATENATIONS = ("Concat", "ConcatV2")


@dataclass(frozen=True)
class Node:
    """One operation.

    Attributes:
        name: its name.
        op: the name of its kind, such as `"MatMul"`.
        inputs: the tensors that it computes with, as `"name:0"`.
        controls: the names of the nodes that it only waits for.
        attributes: plain values: numbers, strings, dtype names, shapes as tuples (None where
            unknown), arrays, lists of these.
    """

    name: str
    op: str
    inputs: tuple[str, ...]
    controls: tuple[str, ...] = field(repr=False)
    definition: Any = field(repr=False, compare=False)

    @cached_property
    def attributes(self) -> Mapping:
        """Its attributes by name, as plain values."""
        return attribute_values(self.definition.attr)

    def __hash__(self):
        return hash(self.name)


@dataclass(frozen=True)
class Variable:
    """A variable of the graph, or a constant that a frozen graph has in its place.

    Attributes:
        name: the name a Saver stores it under; of a partitioned variable, that of the whole.
        shape: its full shape, None where the graph does not know it.
        dtype: the name of its type.
        nodes: the names of the nodes that hold it, several for a partitioned one.
        is_constant: whether the graph is frozen and holds the value itself.
    """

    name: str
    shape: tuple | None
    dtype: str
    nodes: tuple[str, ...]
    is_constant: bool = False


def tensor_name(name: str) -> str:
    """`"a"` and `"a:0"` as `"a:0"`."""
    return name if ":" in name else f"{name}:0"


def node_name(tensor: str) -> str:
    """The name of the node that a tensor comes from."""
    return tensor.partition(":")[0]


class Graph:
    """A GraphDef that can be asked.

    Args:
        graph_def: a `tf.compat.v1.GraphDef`; ops that TensorFlow does not know are no obstacle.

    Attributes:
        nodes: `{name: Node}` in the order of the GraphDef.
        variables: `{name: Variable}`, by the name that a Saver stores.
        placeholders: the names of the placeholder nodes' tensors.
        graph_def: what it was made of.
    """

    def __init__(self, graph_def):
        self.graph_def = graph_def
        self.nodes = {definition.name: _node(definition) for definition in graph_def.node}
        self._constants = {}

    @cached_property
    def _consumers(self):
        found = defaultdict(list)
        for node in self.nodes.values():
            for place, tensor in enumerate(node.inputs):
                found[tensor].append((node, place))
        return found

    def node(self, tensor: str) -> Node | None:
        """The node that a tensor comes from, None where the GraphDef lacks it."""
        return self.nodes.get(node_name(tensor))

    def consumers(self, tensor: str) -> list[tuple[Node, int]]:
        """`(node, place among its inputs)` of all nodes that compute with a tensor."""
        return self._consumers.get(tensor_name(tensor), [])

    @cached_property
    def placeholders(self) -> list[str]:
        """The tensors that a caller feeds, in the order of the GraphDef."""
        kinds = ("Placeholder", "PlaceholderV2", "PlaceholderWithDefault")
        return [f"{name}:0" for name, node in self.nodes.items() if node.op in kinds]

    def origin(self, tensor: str) -> str:
        """The tensor that a tensor is a mere copy of: through Identity, Enter, Switch, reads."""
        tensor, seen = tensor_name(tensor), set()
        while tensor not in seen:
            seen.add(tensor)
            node = self.node(tensor)
            if node is None or node.op not in PASSING or not node.inputs:
                return tensor
            tensor = node.inputs[0]
        return tensor

    def constant(self, tensor: str):
        """The value of a tensor that depends on nothing that is fed, as an array, or None."""
        tensor = self.origin(tensor)
        if tensor not in self._constants:
            self._constants[tensor] = None  # a cycle is no constant
            self._constants[tensor] = self._folded(tensor)
        return self._constants[tensor]

    def _folded(self, tensor):
        node = self.node(tensor)
        if node is None:
            return None
        if node.op == "Const":
            return tf.make_ndarray(node.definition.attr["value"].tensor)
        if node.op not in FOLDED:
            return None
        values = [self.constant(name) for name in node.inputs]
        return None if any(value is None for value in values) else fold(node, values)

    def variable(self, tensor: str) -> str | None:
        """The name of the variable that a tensor is the value of, or None.

        It looks through Identity, Enter, Switch, reads of resources and the concatenation of
        partitions; in a frozen graph the variable is a constant.
        """
        tensor = self.origin(tensor)
        node = self.node(tensor)
        if node is None:
            return None
        if node.op in CONCATENATIONS:
            return self._variable_of_parts(node)
        return self._by_node.get(node.name)

    def _variable_of_parts(self, node):
        names = {self._by_node.get(node_name(self.origin(name))) for name in node.inputs}
        whole = names - {None}
        if len(whole) != 1 or not self.variables[min(whole)].nodes[1:]:
            return None
        return min(whole)

    @cached_property
    def _by_node(self):
        return {node: name for name, variable in self.variables.items() for node in variable.nodes}

    @cached_property
    def variables(self) -> dict[str, Variable]:
        """The variables by name; of a frozen graph the constants that were variables."""
        held = [_held(node) for node in self.nodes.values() if node.op in VARIABLE_OPS]
        if not held:
            held = [found for node in self.nodes.values() if (found := _frozen(node))]
        found = defaultdict(list)
        for variable in held:
            found[whole_name(variable.name)].append(variable)
        joined = (_joined(name, parts, self._axis(name)) for name, parts in found.items())
        return {variable.name: variable for variables in joined for variable in variables}

    def _axis(self, variable):
        """The axis along which the parts of a variable are put together, 0 where they are not."""
        axis = self.constant(f"{variable}/ConcatPartitions/concat/axis")
        return 0 if axis is None else int(axis)

    def value(self, variable: str) -> np.ndarray | None:
        """The value of a variable that a frozen graph holds; None where it is not frozen."""
        found = self.variables[variable]
        if not found.is_constant:
            return None
        return tf.make_ndarray(self.nodes[found.nodes[0]].definition.attr["value"].tensor)


def _node(definition):
    data = tuple(tensor_name(name) for name in definition.input if not name.startswith("^"))
    controls = tuple(name[1:] for name in definition.input if name.startswith("^"))
    return Node(definition.name, definition.op, data, controls, definition)


def _held(node):
    name = node.attributes.get("shared_name") if node.op == "VarHandleOp" else None
    shape = node.attributes.get("shape")
    return Variable(name or node.name, shape, dtype_of(node), (node.name,))


def _frozen(node):
    """A constant that may stand for a variable: floating point, of one axis or more."""
    if node.op != "Const" or dtype_of(node) not in ("float16", "bfloat16", "float32", "float64"):
        return None
    shape = tuple(axis.size for axis in node.definition.attr["value"].tensor.tensor_shape.dim)
    return Variable(node.name, shape, dtype_of(node), (node.name,), True) if shape else None


def whole_name(name: str) -> str:
    """The name of a variable without that of a partition, `part_0`."""
    head, slash, last = name.rpartition("/")
    is_part = slash and last.startswith("part_") and last[len("part_") :].isdigit()
    return head if is_part else name


def _joined(name, parts, axis):
    """The parts of a variable as one; as they are where they are no parts of one."""
    if any(part.shape is None or part.name == name for part in parts):
        return parts
    numbered = {int(part.name.rpartition("_")[2]): part for part in parts}
    ordered = [numbered[number] for number in sorted(numbered)]
    shapes = [part.shape for part in ordered]
    cut = axis_of_parts(shapes)
    if cut is None or sorted(numbered) != list(range(len(parts))):
        return parts
    axis = cut if len(set(shapes)) > 1 else axis
    shape = list(shapes[0])
    shape[axis] = sum(sizes[axis] for sizes in shapes)
    nodes = tuple(node for part in ordered for node in part.nodes)
    return [Variable(name, tuple(shape), parts[0].dtype, nodes, parts[0].is_constant)]
