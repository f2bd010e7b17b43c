"""Where in a graph a group of variables is used, and what it has made there."""

from collections import defaultdict, deque
from functools import cached_property

from tf_contrib_rnn.checkpoint.graph._attributes import dtype_of
from tf_contrib_rnn.checkpoint.graph.nodes import VARIABLE_OPS, Graph, node_name

_SOURCES = ("Placeholder", "PlaceholderV2", "PlaceholderWithDefault", "IteratorGetNext",
            "QueueDequeueV2", "QueueDequeueManyV2", "QueueDequeueUpToV2", "DecodeRaw")  # fmt: skip
_FED = ("Placeholder", "PlaceholderV2", "PlaceholderWithDefault")
_ACTIVATIONS = {
    "relu": "Relu", "relu6": "Relu6", "tanh": "Tanh", "sigmoid": "Sigmoid", "softmax": "Softmax",
    "elu": "Elu", "selu": "Selu", "softplus": "Softplus", "leaky_relu": "LeakyRelu",
    "log_softmax": "LogSoftmax", "softsign": "Softsign",
}  # fmt: skip
_ON_THE_WAY = ("Identity", "Reshape", "BiasAdd", "Transpose", "Squeeze", "StopGradient")
_SUMS = ("Add", "AddV2")
_COPIES = ("Save", "Restore", "Assign", "Apply", "Merge", "VarIs", "IsVariable", "Scatter")


def in_loops(graph: Graph) -> set[str]:
    """The names of the nodes that run once for each step of a loop.

    Args:
        graph: the graph.
    """
    followers = _followers(graph)
    seen, waiting = set(), [n.name for n in graph.nodes.values() if n.op in ("Enter", "RefEnter")]
    while waiting:
        name = waiting.pop()
        if name not in seen and graph.nodes[name].op not in ("Exit", "RefExit"):
            seen.add(name)
            waiting += followers[name] | followers[f"^{name}"]
    return seen


def _followers(graph):
    found = defaultdict(set)
    for node in graph.nodes.values():
        for tensor in node.inputs:
            found[node_name(tensor)].add(node.name)
        for name in node.controls:
            found[f"^{name}"].add(node.name)
    return found


class Flow:
    """What depends on which variables.

    Args:
        graph: the graph.
        groups: `{label: names of variables in the graph}`.
    """

    def __init__(self, graph: Graph, groups: dict[str, set[str]]):
        self.graph = graph
        names = dict.fromkeys(name for group in groups.values() for name in group)
        self._bit = {name: 2 << number for number, name in enumerate(names)}  # 1: data
        self._known = {}
        self._followers, self._in_loops = _followers(graph), in_loops(graph)
        self._masks = self._spread()
        self._in_a_step = self._spread(self._masks)
        self.sites = {label: self._of(group) for label, group in groups.items()}

    def _spread(self, outside=None):
        """What each node depends on; with `outside`, in a loop only within one step of it."""
        masks = dict.fromkeys(self.graph.nodes, 0)
        for name, bit in self._bit.items():
            for node in self.graph.variables[name].nodes:
                masks[node] |= bit
        for node in self.graph.nodes.values():
            is_file_name = node.op == "PlaceholderWithDefault" and dtype_of(node) == "string"
            if node.op in _SOURCES and not is_file_name:
                masks[node.name] |= 1
        for name in masks if outside else ():
            node = self.graph.nodes[name]
            if node.op in ("Enter", "RefEnter") or name not in self._in_loops:
                masks[name] = outside[name]
        waiting = deque(name for name, mask in masks.items() if mask)
        while waiting:
            name = waiting.popleft()
            if self.graph.nodes[name].op.startswith(_COPIES) and name not in self._merges:
                continue
            if outside and self.graph.nodes[name].op.endswith("NextIteration"):
                continue
            for follower in self._followers[name]:
                if masks[name] & ~masks[follower]:
                    masks[follower] |= masks[name]
                    waiting.append(follower)
        return masks

    @cached_property
    def _merges(self):
        return {node.name for node in self.graph.nodes.values() if node.op == "Merge"}

    def _of(self, group):
        """The nodes at which data has met all variables of a group, and had not before."""
        whole = 1 | sum(self._bit[name] for name in group)
        found = []
        for node in self.graph.nodes.values():
            masks = self._in_a_step if node.name in self._in_loops else self._masks
            if not group or masks[node.name] & whole != whole or node.op in VARIABLE_OPS:
                continue
            before = (masks.get(node_name(tensor), 0) for tensor in node.inputs)
            if not any(mask & whole == whole for mask in before):
                found.append(f"{node.name}:0")
        return found

    def fed_by(self, tensor: str) -> frozenset[str]:
        """The names of the placeholders that a tensor is computed from."""
        before = self._before(node_name(tensor))
        return frozenset(name for name in before if self.graph.nodes[name].op in _FED)

    def _before(self, name):
        if name not in self._known:
            seen, waiting = set(), [name]
            while waiting:
                current = waiting.pop()
                if current not in seen and current in self.graph.nodes:
                    seen.add(current)
                    waiting += [node_name(one) for one in self.graph.nodes[current].inputs]
            self._known[name] = seen
        return self._known[name]

    def is_in_loop(self, tensor: str) -> bool:
        """Whether a tensor has a value for each step of a loop, and so none to fetch."""
        return node_name(tensor) in self._in_loops

    def out_of_loop(self, tensor: str) -> list[str]:
        """What a loop gives of all that is computed from a tensor in it: sequences, then states."""
        seen, waiting, ends = set(), [node_name(tensor)], []
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            if self.graph.nodes[name].op in ("Exit", "RefExit"):
                ends.append(f"{name}:0")
            elif name in self._in_loops:
                waiting += self._followers[name]
        gathered = [f"{node.name}:0" for end in ends for node, _ in self.graph.consumers(end)
                    if node.op == "TensorArrayGatherV3"]  # fmt: skip
        arrays = {node_name(end) for end in ends for node, _ in self.graph.consumers(end)
                  if node.op.startswith("TensorArray")}  # fmt: skip
        return gathered + [end for end in ends if node_name(end) not in arrays]

    def after(self, tensor: str, activation: str | None, is_normal=False) -> list[str]:
        """A tensor and what only reshapes or activates it, the likeliest first.

        Args:
            tensor: the tensor where the variables of a layer are all used.
            activation: the Keras name of the layer's activation.
            is_normal: whether the layer normalizes, which ends in a sum.
        """
        wanted = _ACTIVATIONS.get(activation)
        on_the_way = _ON_THE_WAY + (_SUMS if is_normal else ())
        found, waiting = [tensor], [tensor]
        while waiting:
            for node, place in self.graph.consumers(waiting.pop()):
                output = f"{node.name}:0"
                if place == 0 and node.op == wanted:
                    return [output, *self._reshaped(output)]
                at_data = place == 0 or node.op in _SUMS
                known = node.controls or output in found
                if at_data and node.op in on_the_way and not known:
                    found.append(output)
                    waiting.append(output)
        return found

    def _reshaped(self, tensor):
        return [f"{node.name}:0" for node, place in self.graph.consumers(tensor)
                if place == 0 and node.op in _ON_THE_WAY]  # fmt: skip
