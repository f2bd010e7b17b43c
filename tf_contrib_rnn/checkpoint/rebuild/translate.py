"""From the tensors of a graph to the values of the model, walking from the outputs backwards."""

import contextlib

from tf_contrib_rnn.checkpoint.errors import CheckpointError, first_line
from tf_contrib_rnn.checkpoint.graph.nodes import node_name, tensor_name
from tf_contrib_rnn.checkpoint.rebuild import (
    convolutions,
    layers,
    partitioned,
    plain,
    recurrent,
    reshapes,
    sizes,
    training,
)
from tf_contrib_rnn.checkpoint.rebuild.values import Constant, Given, Value, Weight

SOURCES = (
    "Placeholder", "PlaceholderV2", "PlaceholderWithDefault", "IteratorGetNext",
    "OneShotIterator", "QueueDequeueV2", "QueueDequeueManyV2", "QueueDequeueUpToV2",
    "ParseExample", "ParseSingleExample",
)  # fmt: skip
HANDLERS = {
    **plain.HANDLERS, **sizes.HANDLERS,
    **reshapes.HANDLERS, **layers.HANDLERS, **convolutions.HANDLERS,
    **training.HANDLERS, **partitioned.HANDLERS,
}  # fmt: skip


class Untranslatable(CheckpointError):
    """An op without a translation."""


class Translator:
    """Translates the tensors of a graph, each once.

    Args:
        graph: the `Graph`.
        shapes: its `Shapes`.
        runs: what `recurrences(graph)` found.
        spelled: `{variable of the graph: its modern name}` for the checkpoint's variables.

    Attributes:
        inputs: the inputs met so far, by tensor.
        notes: what a reader of the code should know, one sentence each.
    """

    def __init__(self, graph, shapes, runs, spelled):
        self.graph, self.shapes, self.spelled = graph, shapes, spelled
        self.inputs, self.notes = {}, {}
        self.shared, self.cells = {}, {}
        self._found, self._running = {}, set()
        self.ends = recurrent.ends(graph, runs)

    def value(self, tensor: str) -> Value:
        """What a tensor becomes.

        Raises:
            CheckpointError: if it, or what it is computed from, cannot be expressed.
        """
        tensor = tensor_name(tensor)
        waiting = [tensor]
        while waiting:
            current = waiting[-1]
            with self._naming(current):
                missing = [] if current in self._found else self._missing(current)
            if missing and current not in self._running:
                self._running.add(current)
                waiting += missing
                continue
            waiting.pop()
            self._running.discard(current)
            if current not in self._found:
                with self._naming(current):
                    self._translate(current)
        return self._found[tensor]

    @contextlib.contextmanager
    def _naming(self, tensor):
        """Names the node in what a translation of another kind of graph raises."""
        try:
            yield
        except (CheckpointError, MemoryError):
            raise
        except Exception as error:
            node = self.node(tensor)
            given = [self._found.get(name) for name in node.inputs]
            is_open = any(value is not None and value.shape is None for value in given)
            why = f"is wired as none of the kind is ({type(error).__name__}: {first_line(error)})"
            why = "takes a tensor of unknown rank" if is_open else why
            raise self.refuse(node, why) from error

    def node(self, tensor):
        """The node a tensor comes from."""
        node = self.graph.node(tensor)
        if node is None:
            raise CheckpointError(f"the graph has no node {node_name(tensor)!r}; name another.")
        return node

    def refuse(self, node, why=None):
        """The error for a node that cannot be expressed."""
        loop = node.op in ("Exit", "LoopCond", "NextIteration") or node.op.startswith("TensorArray")
        unknown = "comes out of a loop that is no network over given inputs"
        why = why or (unknown if loop else "has no translation into Keras")
        return Untranslatable(
            f"{node.name!r} ({node.op}) {why}, so the graph above it cannot be rebuilt; name "
            "outputs that do not depend on it, or write that part by hand."
        )

    def spec(self, tensor) -> dict:
        """The shape, type and name of a tensor, as every `Value` has them."""
        tensor = tensor_name(tensor)
        return {
            "shape": self.shapes.of(tensor),
            "dtype": self.shapes.dtype(tensor),
            "tensor": tensor,
        }

    def _missing(self, tensor):
        if tensor in self.ends:
            needed = recurrent.needs(self.ends[tensor][0])
        elif self.graph.variable(tensor) and self._is_weight(tensor):
            needed = []
        else:
            node = self.node(tensor)
            is_known = node.op in HANDLERS and node.op not in SOURCES
            rules = partitioned if node.op in partitioned.HANDLERS else training
            needed = rules.needs(self, node) if is_known else []
        return [name for name in map(tensor_name, needed) if name not in self._found]

    def _translate(self, tensor):
        if tensor in self.ends:
            self._found[tensor] = recurrent.part(self, *self.ends[tensor], tensor)
            return
        if self.graph.variable(tensor) and self._is_weight(tensor):
            self._found[tensor] = self._weight(tensor)
            return
        node = self.node(tensor)
        if node.op in SOURCES:
            self._found[tensor] = self._given(tensor)
            return
        results = self._results(node, tensor)
        self._found.update(results)

    def _results(self, node, tensor):
        if node.op == "Const":
            return {tensor: Constant(**self.spec(tensor), array=self.graph.constant(tensor))}
        given = [self._found.get(name) for name in node.inputs]
        if given and node.op not in training.PASSING and all(map(_is_constant, given)):
            feeds = {name: self._found[name].array for name in node.inputs}
            return {tensor: Constant(**self.spec(tensor), array=self.shapes.value(tensor, feeds))}
        handler = HANDLERS.get(node.op)
        if handler is None:
            return {tensor: self._cut(node, tensor)}
        made = handler(self, node)
        made = made if isinstance(made, list) else [made]
        return {f"{node.name}:{place}": value for place, value in enumerate(made)}

    def _is_weight(self, tensor):
        """Whether it is a variable; of a frozen graph, a constant that is used like one."""
        name = self.graph.variable(tensor)
        return not self.graph.variables[name].is_constant or name in self.spelled

    def _weight(self, tensor):
        name = self.graph.variable(tensor)
        if name not in self.spelled:
            raise CheckpointError(
                f"the graph's variable {name!r} is not in the checkpoint; pass the graph that "
                "belongs to it."
            )
        shape = self.graph.variables[name].shape
        return Weight(shape, self.shapes.dtype(tensor), tensor, name)

    def _given(self, tensor, note=None):
        default = training.default_of(self, tensor)
        if default is not None:
            return default
        given = Given(**self.spec(tensor), is_cut=note is not None)
        if given.shape is None:
            raise self.refuse(self.node(tensor), "is fed with a tensor of unknown rank")
        if not given.shape:
            raise CheckpointError(
                f"the placeholder {tensor!r} is one number for the whole batch, which no input of "
                "a Keras model can be; name outputs that do not depend on it."
            )
        self.inputs[tensor] = given
        if note:
            self.notes[tensor] = note
        return given

    def _cut(self, node, tensor):
        """An op without a translation that only prepares the data: the model starts after it."""
        if self.depends_on_weights(tensor) or not self.shapes.of(tensor):
            raise self.refuse(node)
        return self._given(
            tensor, f"The input {node.name} is what the graph's {node.op} makes of the data."
        )

    def depends_on_weights(self, tensor) -> bool:
        """Whether a variable or a recurrent network lies above a tensor."""
        waiting, seen = [tensor_name(tensor)], set()
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            if current in self.ends or (self.graph.variable(current) and self._is_weight(current)):
                return True
            waiting += self.node(current).inputs
        return False

def _is_constant(value):
    return isinstance(value, Constant)
