"""Cells and layers that are one operation: their options are its attributes."""

from tf_contrib_rnn.checkpoint.graph.cells import Held
from tf_contrib_rnn.checkpoint.graph.dynamic import run_scope, start_of
from tf_contrib_rnn.checkpoint.graph.facts import CellFact, Recurrence
from tf_contrib_rnn.checkpoint.graph.proof import Application
from tf_contrib_rnn.checkpoint.graph.region import Region
from tf_contrib_rnn.checkpoint.graph.sequences import given_to_loop
from tf_contrib_rnn.checkpoint.graph.stack import fact_of
from tf_contrib_rnn.checkpoint.graph.view import is_backward
from tf_contrib_rnn.checkpoint.inventory.candidate import Candidate

_FUSED = ("BlockLSTM", "BlockLSTMV2")
_CUDNN = ("CudnnRNN", "CudnnRNNV2", "CudnnRNNV3")
_MODES = {
    "lstm": "CudnnLSTM", "gru": "CudnnGRU", "rnn_tanh": "CudnnRNNTanh", "rnn_relu": "CudnnRNNRelu",
}  # fmt: skip
# For each op: the places of inputs, states, output and new states.
_PLACES = {
    "LSTMBlockCell": (0, (1, 2), 6, (1, 6)),
    "GRUBlockCell": (0, (1,), 3, (3,)),
}
_CLASSES = {
    "LSTMBlockCell": ("LSTMBlockCell", "CudnnCompatibleLSTMCell"),
    "GRUBlockCell": ("GRUBlockCell", "GRUBlockCellV2"),
}


def block_steps(view, held: Held) -> list[Application]:
    """The steps of a cell that are one operation each."""
    found = {}
    for names in held.variables.values():
        for name in names:
            for node, _ in view.consumers(f"={name}"):
                if node.op in _PLACES:
                    found[node.name] = node
    kinds = {candidate.kind: candidate for candidate in held.candidates}
    steps = []
    for node in found.values():
        kind = next((kind for kind in kinds if kind in _CLASSES[node.op]), None)
        if kind:
            steps.append(_step(view, held, node, _with_attributes(kinds[kind], node)))
    return steps


def _step(view, held, node, candidate):
    inputs, states, output, after = _PLACES[node.op]
    resolved = view.inputs(node)
    return Application(
        held, node, candidate, [node.inputs[inputs]], [resolved[inputs]],
        [resolved[place] for place in states], [node.inputs[place] for place in states],
        f"{node.name}:{output}", [f"{node.name}:{place}" for place in after], Region([node]),
    )  # fmt: skip


def _with_attributes(candidate, node):
    arguments = dict(candidate.arguments)
    if candidate.kind in ("LSTMBlockCell", "LSTMBlockFusedCell"):
        arguments["forget_bias"] = float(f"{node.attributes.get('forget_bias', 1.0):.6g}")
        clip = float(f"{node.attributes.get('cell_clip', -1.0):.6g}")
        # What the class takes for its default differs from what the op takes for none.
        if clip > 0 or candidate.kind == "LSTMBlockFusedCell":
            arguments["cell_clip"] = clip if clip > 0 else None
    if arguments.get("cell_clip", 0) is None:
        arguments.pop("cell_clip")
    return Candidate(
        candidate.kind, arguments, candidate.cells, candidate.inputs, candidate.assumed
    )


def fused(view, held: Held) -> list[Recurrence]:
    """The layers that are one operation over the whole sequence."""
    candidate = next((one for one in held.candidates if "Fused" in one.kind), None)
    kernels = [f"={name}" for name in held.variables.get("kernel", ())]
    if candidate is None or not kernels:
        return []
    nodes = [node for kernel in kernels for node, _ in view.consumers(kernel)]
    return [_layer(view, held, candidate, node) for node in nodes if node.op in _FUSED]


def _layer(view, held, candidate, node):
    fact = fact_of(held, _with_attributes(candidate, node))
    source = given_to_loop(view.graph, node.inputs[1], None)
    given = source.tensor if source.is_reversed else node.inputs[1]
    return Recurrence(
        scope=run_scope(fact),
        kind="fused",
        cell=fact,
        inputs=(given,),
        time_major=not (source.is_reversed and source.is_transposed),
        initial_state=tuple(start_of(view, node.inputs[place]) for place in (2, 3)),
        outputs=(f"{node.name}:6",),
        final_state=(f"{node.name}:1", f"{node.name}:6"),
        is_reversed=source.is_reversed,
        name=node.name,
    )


def cudnn_layers(view) -> list[Recurrence]:
    """The layers of cuDNN, whose weights are one buffer."""
    nodes = [node for node in view.graph.nodes.values() if node.op in _CUDNN]
    return [_cudnn(view, node) for node in nodes if not is_backward(node)]


def _cudnn(view, node):
    mode = node.attributes.get("rnn_mode", "lstm")
    directions = node.attributes.get("direction", "unidirectional")
    weights = next((name[1:] for name in view.inputs(node)[3:4] if name.startswith("=")), "")
    options = {"direction": directions}
    dropout = float(f"{node.attributes.get('dropout', 0.0):.6g}")
    options |= {"dropout": dropout} if dropout else {}
    scope = weights.rpartition("/")[0]
    variables = {"opaque_kernel": weights} if weights else {}
    cell = CellFact(_MODES.get(mode, "unknown"), scope, variables, options)
    states = node.inputs[1:3] if mode == "lstm" else node.inputs[1:2]
    return Recurrence(
        scope=scope.rpartition("/")[0],
        kind="fused",
        cell=cell,
        inputs=(node.inputs[0],),
        time_major=True,
        initial_state=tuple(start_of(view, state) for state in states),
        outputs=(f"{node.name}:0",),
        final_state=tuple(f"{node.name}:{place}" for place in range(1, len(states) + 1)),
        name=node.name,
    )
