"""Which tensors of a graph are the outputs of its model, where the user has not said."""

import re
from functools import cached_property

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.graph.nodes import node_name

_ASIDE = re.compile(r"(^|/)(gradients|save|report_uninitialized_variables|init)(_\d+)?/")
_ENDS = re.compile(
    r"(Resource|Sparse)*(Apply|Assign|Scatter)\w*|\w*Summary\w*|Save\w*|Restore\w*|Print\w*|Assert"
    r"|NoOp|WriteFile|IsVariableInitialized|VarIsInitializedOp|Stack\w*|Barrier\w*"
)
_LOSS = re.compile(
    r"(?i)(^|/)[^/]*(loss|cross_entropy|accuracy|metric|squared_error|perplexity|correct)[^/]*/"
)
_LOSS_OPS = (
    "SoftmaxCrossEntropyWithLogits", "SparseSoftmaxCrossEntropyWithLogits", "CTCLoss", "CTCLossV2",
    "InTopK", "InTopKV2", "L2Loss", "LogUniformCandidateSampler",
)  # fmt: skip
_MEETINGS = (
    "Sub", "SquaredDifference", "Mul", "Equal", "NotEqual", "GatherNd", "LogicalAnd",
)  # fmt: skip
# What a loss or a metric does to a model's output before a label meets it.
_ON_THE_WAY = (
    "Log", "Neg", "Maximum", "Minimum", "ClipByValue", "ArgMax", "Cast", "Reshape", "Squeeze",
    "Abs", "Exp", "Square", "Round", "Identity", "Transpose", "ExpandDims", "Greater", "Less",
    "GreaterEqual", "Add", "AddV2", "Sub", "Unpack", "Softmax",
)  # fmt: skip
_SHAPES = ("Shape", "ShapeN", "Size", "Rank", "ZerosLike", "OnesLike", "TensorArraySizeV3")
_HEADS = ("Softmax", "Sigmoid", "ArgMax", "Identity", "LogSoftmax", "Cast", "TopKV2")


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
        return found

    def _is_scalar(self, name):
        """Whether a node gives one real number, as losses are, outside of loops."""
        if self.shapes is None or "/while/" in name or not self.shapes.has(name):
            return False
        if self.graph.nodes[name].op in ("Exit", "Enter", "Switch", "Merge"):
            return False
        return self.shapes.of(name) == () and self.shapes.dtype(name).startswith("float")

    @cached_property
    def _to_scalars(self) -> set[str]:
        """The hidden nodes from which every way leads to a scalar or a loss."""
        lasting = [
            name
            for name in self.hidden
            if not any(n in self.hidden for n in self._next.get(name, ()))
            and not self._is_scalar(name)
            and self.graph.nodes[name].op not in (*_LOSS_OPS, "Exit", "Enter", "Switch")
            and not (name in self._states | self._sequences)
            and "/while/" not in name
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
        if node.name not in self._to_scalars:
            return False
        if _LOSS.search(node.name):
            return True
        labels = [node_name(name) not in self.hidden and node_name(name) in self.fed
                  for name in node.inputs]  # fmt: skip
        return node.op in _MEETINGS and any(labels)

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
        results = [name for name in ordered if name not in self._states | self._sequences]
        if not (results or ordered):
            raise CheckpointError(
                "no tensor of the graph depends on both its inputs and its variables, so nothing "
                "can be rebuilt; name the outputs with outputs=."
            )
        return [f"{name}:0" for name in results or ordered]

    def _is_end(self, name, model):
        node = self.graph.nodes[name]
        if "/while/" in name and name not in self._states:
            return False
        after = self._next.get(name, ())
        inner = [n for n in after if n in model]
        return not inner or any(n in self.losses for n in after)

    def _climbed(self, name, model):
        """What an end stands for: itself, and the logits above a softmax; or what a metric took."""
        node = self.graph.nodes[name]
        after = self._next.get(name, ())
        above = next((node_name(t) for t in node.inputs if node_name(t) in model), None)
        if above is None:
            return [name]
        takes_only = all(n in self.losses for n in after) and after
        if takes_only and node.op in _ON_THE_WAY and not self._is_layer(node):
            return self._climbed(above, model)
        if node.op in _HEADS:
            return [*self._climbed(above, model), name]
        return [name]

    def _is_layer(self, node):
        """Whether a sum adds a bias."""
        return node.op in ("Add", "AddV2", "Sub") and not any(
            self.graph.constant(name) is not None for name in node.inputs
        )
