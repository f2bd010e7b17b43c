"""Which tensors of a graph are the outputs of its model, where the user has not said."""

import re
from functools import cached_property

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.graph.dropout import dropout
from tf_contrib_rnn.checkpoint.graph.nodes import node_name
from tf_contrib_rnn.checkpoint.rebuild.meetings import Meetings
from tf_contrib_rnn.checkpoint.rebuild.scalars import is_scalar

_ASIDE = re.compile(r"(^|/)(gradients|save|report_uninitialized_variables|init)(_\d+)?/")
_ENDS = re.compile(
    r"(Resource|Sparse)*(Apply|Assign|Scatter)\w*|\w*Summary\w*|Save\w*|Restore\w*|Print\w*|Assert"
    r"|NoOp|WriteFile|IsVariableInitialized|VarIsInitializedOp|Stack\w*|Barrier\w*"
)
_INSIDE = re.compile(r"(^|/)(while|cond)(_\d+)?/|/AssignMovingAvg")
_LOSS = re.compile(
    r"(?i)(^|/)[^/]*(loss|cross_?entropy|accuracy|metric|squared_error|perplexity|correct)[^/]*/"
)
_LOSS_OPS = (
    "SoftmaxCrossEntropyWithLogits", "SparseSoftmaxCrossEntropyWithLogits", "CTCLoss", "CTCLossV2",
    "InTopK", "InTopKV2", "L2Loss", "LogUniformCandidateSampler",
)  # fmt: skip
_MEETINGS = (
    "Sub", "SquaredDifference", "Mul", "Equal", "NotEqual", "GatherNd", "LogicalAnd",
)  # fmt: skip
_LAYER_OPS = (
    "Add", "AddV2", "BiasAdd", "MatMul", "BatchMatMul", "Conv2D", "Conv3D", "FusedBatchNorm",
    "FusedBatchNormV3", "Gather", "GatherV2", "ResourceGather",
)  # fmt: skip
_ACTIVATIONS = ("Softmax", "Sigmoid", "Tanh", "Relu", "Relu6", "Elu", "Selu", "Softplus")
_RESHAPES = ("Reshape", "Squeeze", "Transpose", "ExpandDims", "Identity")
_SHAPES = ("Shape", "ShapeN", "Size", "Rank", "ZerosLike", "OnesLike", "TensorArraySizeV3")
_CUTS = ("Split", "SplitV", "Unpack", "StridedSlice", "Slice", "Squeeze", "Reshape")
_HEADS = ("Softmax", "Sigmoid", "ArgMax", "LogSoftmax", "Cast", "Round", "TopKV2", "Identity")


class Ends:
    """The ends of the forward graph.

    Args:
        graph: the `Graph`.
        sources: the tensors that are fed.
        weights: the names of the nodes that hold variables.
        runs: its recurrences.
        shapes: the `Shapes` of the hidden nodes, None where TensorFlow cannot tell.
    """

    def __init__(self, graph, sources, weights, runs, shapes=None):
        self.graph, self.sources, self.weights, self.shapes = graph, sources, weights, shapes
        self.runs = runs
        self._states = {node_name(name) for run in runs for name in run.final_state if name}
        self._sequences = {node_name(name) for run in runs for name in run.outputs if name}

    @cached_property
    def fed(self) -> set[str]:
        """The nodes that depend on something fed."""
        return self._below({node_name(tensor) for tensor in self.sources})

    @cached_property
    def hidden(self) -> set[str]:
        """The nodes that depend on something fed and on a variable."""
        return self.fed & self._below(self.weights)

    def _below(self, names):
        waiting, found = list(names), set(names)
        while waiting:
            for name in self._next.get(waiting.pop(), ()):
                if name not in found:
                    found.add(name)
                    waiting.append(name)
        return found

    @cached_property
    def _next(self):
        """The forward nodes that take each node's tensors."""
        found = {}
        for node in self.graph.nodes.values():
            if _ASIDE.search(node.name) or _ENDS.fullmatch(node.op) or node.op in _SHAPES:
                continue
            for tensor in node.inputs:
                found.setdefault(node_name(tensor), []).append(node.name)
        for run in self.runs:
            for above in run.inputs:
                results = [node_name(name) for name in (*run.outputs, *run.final_state) if name]
                found.setdefault(node_name(above), []).extend(results)
        return found

    def _is_scalar(self, name):
        return self.shapes is not None and is_scalar(self.graph, self.shapes, name)

    @cached_property
    def _to_scalars(self) -> set[str]:
        """The hidden nodes from which every way leads to a scalar or a loss."""
        lasting = [
            name
            for name in self.hidden
            if not any(n in self.hidden for n in self._next.get(name, ()))
            and not self._is_scalar(name)
            and self.graph.nodes[name].op not in (*_LOSS_OPS, "Exit", "Enter", "Switch")
            and name not in self._states | self._sequences
            and not _INSIDE.search(name)
        ]
        waiting, leading = list(lasting), set(lasting)
        while waiting:
            for tensor in self.graph.nodes[waiting.pop()].inputs:
                name = node_name(tensor)
                if name in self.hidden and name not in leading:
                    leading.add(name)
                    waiting.append(name)
        return self.hidden - leading

    @cached_property
    def losses(self) -> set[str]:
        """The nodes of losses and metrics."""
        starts = {name for name in self.hidden if self._starts_loss(self.graph.nodes[name])}
        return self._below(starts) & self.hidden

    def _starts_loss(self, node):
        if node.op in _LOSS_OPS or self._is_scalar(node.name):
            return True
        if node.name not in self._to_scalars or node.name in self._above_layers:
            return False
        if _LOSS.search(node.name):
            return True
        labels = [node_name(name) not in self.hidden and node_name(name) in self.fed
                  for name in node.inputs]  # fmt: skip
        return node.op in _MEETINGS and any(labels) and dropout(self.graph, node) is None

    @cached_property
    def _above_layers(self) -> set[str]:
        """The hidden nodes from which a way leads to a variable's layer or a recurrence."""
        ends = {name for name in self.hidden if self._is_layer(self.graph.nodes[name])}
        waiting, found = [*ends, *(self._states | self._sequences)], set()
        while waiting:
            for tensor in self.graph.nodes[waiting.pop()].inputs:
                name = node_name(tensor)
                if name in self.hidden and name not in found:
                    found.add(name)
                    waiting.append(name)
        return found

    def outputs(self) -> list[str]:
        """The model's outputs: what losses, metrics and nothing but the user take.

        Raises:
            CheckpointError: if there are none.
        """
        model = self.hidden - self.losses
        found = {}
        for name in self.graph.nodes:
            if name in model and self._is_end(name, model):
                found |= dict.fromkeys(self._climbed(name, model))
        ordered = [name for name in self.graph.nodes if name in found]
        inner = self._states | self._sequences
        results = [name for name in ordered if name not in inner or self._is_lost(name)]
        results += [name for name in self._fed_back if name not in results] if results else []
        if not (results or ordered):
            raise CheckpointError(
                "no tensor of the graph depends on both its inputs and its variables, so nothing "
                "can be rebuilt; name the outputs with outputs=."
            )
        return [f"{name}:0" for name in results or ordered]

    @cached_property
    def _fed_back(self) -> list[str]:
        """The last states of recurrences whose first states are fed."""
        found = []
        for run in self.runs:
            states = [name for name in run.initial_state if name]
            starts = [self._uncut(self.graph.origin(name)) for name in states]
            if starts and all(node and node.op.startswith("Placeholder") for node in starts):
                found += [node_name(name) for name in run.final_state if name]
        return found

    def _uncut(self, tensor):
        """The node of what a tensor was cut from, None where the graph lacks it."""
        node = self.graph.node(tensor)
        while node is not None and node.op in _CUTS:
            data = 1 if node.op == "Split" else 0
            node = self.graph.node(self.graph.origin(node.inputs[data]))
        return node

    def _is_lost(self, name):
        """Whether a loss takes it."""
        return any(taker in self.losses for taker in self._next.get(name, ()))

    def _is_end(self, name, model):
        if _INSIDE.search(name) and not (name in self._states or self._is_lost(name)):
            return False
        is_taken = any(taker in model for taker in self._next.get(name, ()))
        return not is_taken or self._is_lost(name)

    def _climbed(self, name, model):
        """What an end stands for: itself, and the logits above a softmax; or what a loss took."""
        found, waiting, seen, met = [], [name], set(), None
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            node = self.graph.nodes[current]
            above = [n for n in map(node_name, node.inputs) if n in model]
            if current in self._to_scalars and not self._is_head(current, model):
                if met is None:
                    met = self._meetings.met(current, model, self._next, self._is_head)
                    found += [met] if met else []
                waiting += above
                continue
            found.append(current)
            if node.op in _HEADS:
                waiting += above[:1]
        return found

    def heads_above(self, tensor: str, *ops) -> list[str]:
        """The prediction that a tensor only shows in another way, as a tensor; none otherwise."""
        node = self.graph.node(tensor)
        if node.op not in (ops or (*_RESHAPES, "ArgMax", "Cast", "Round", "TopKV2")):
            return []
        above = self.graph.node(node.inputs[0])
        is_result = above.name in self.hidden and above.op in (*_HEADS, *_RESHAPES)
        return [f"{above.name}:0"] if is_result else []

    @cached_property
    def _meetings(self):
        return Meetings(self.graph, {node_name(tensor) for tensor in self.sources})

    def _is_head(self, name, model):
        """Whether it is a layer's result, or that in another shape or with an activation."""
        node = self.graph.nodes[name]
        if name in self._states | self._sequences or self._is_layer(node):
            return True
        above = [n for n in map(node_name, node.inputs) if n in model]
        if not above or node.op not in (*_ACTIVATIONS, *_RESHAPES):
            return False
        branches = [n for n in self._next.get(above[0], ()) if n in model]
        if node.op in _RESHAPES and len(branches) > 1:
            return False
        return self._is_head(above[0], model)

    def _is_layer(self, node):
        """Whether an op computes with a variable."""
        if node.op not in _LAYER_OPS:
            return False
        return any(self.graph.variable(tensor) for tensor in node.inputs)
