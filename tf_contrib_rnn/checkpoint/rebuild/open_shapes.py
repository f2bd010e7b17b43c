"""Placeholders whose number of axes the graph leaves open: what their use says of them."""

import contextlib

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.graph.nodes import tensor_name
from tf_contrib_rnn.checkpoint.rebuild import cells
from tf_contrib_rnn.checkpoint.rebuild.shapes import Shapes

_PASSING = ("Identity", "Transpose", "Cast", "ReverseV2", "ReverseSequence", "StopGradient")


def shapes_of(graph, runs, outputs) -> Shapes:
    """The shapes above some tensors, with open placeholders as they are used.

    Args:
        graph: the `Graph`.
        runs: its recurrences.
        outputs: the tensors.
    """
    shapes = Shapes(graph.graph_def, outputs)
    wanted: dict[str, tuple] = {}
    for run in runs:
        depth = run.cell.input_size
        order = (None, None, depth if isinstance(depth, int) else None)
        if len(run.inputs) == 1:
            wanted[_fed(graph, run.inputs[0])] = order
        if run.sequence_length:
            wanted[_fed(graph, run.sequence_length)] = (None,)
    for tensor in graph.placeholders:
        if shapes.has(tensor) and tensor not in wanted:
            wanted[tensor] = _by_use(graph, tensor)
    fed = [name for name in wanted if name in graph.placeholders and shapes.has(name)]
    known = {tensor: _merged(shapes.of(tensor), wanted[tensor]) for tensor in fed}
    known = {tensor: shape for tensor, shape in known.items() if shape}
    known |= _states(runs, shapes)
    return Shapes(graph.graph_def, outputs, known) if known else shapes


def _merged(shape, used):
    """The shape of a placeholder with what its use tells, None where that adds nothing."""
    if shape is None or not used or len(shape) != len(used):
        return used if shape is None else None
    merged = tuple(told if own is None else own for own, told in zip(shape, used, strict=True))
    return merged if merged != shape else None


def _states(runs, shapes):
    """The shapes of last states that loops hide, by tensor."""
    found = {}
    for run in runs:
        for place, tensor in enumerate(run.final_state):
            if tensor and shapes.has(tensor) and shapes.of(tensor) is None:
                with contextlib.suppress(CheckpointError):
                    cells.check(run.cell, run.scope)
                    found[tensor] = cells.state_shape(cells.unfused(run.cell), place)
    return {tensor: shape for tensor, shape in found.items() if shape}


def _fed(graph, tensor):
    """The tensor that another is a copy or another order of."""
    tensor = tensor_name(tensor)
    while (node := graph.node(tensor)) and node.op in _PASSING:
        tensor = node.inputs[0]
    return tensor


def _by_use(graph, tensor):
    for node, place in graph.consumers(tensor):
        if node.op == "MatMul" and place == 0:
            name = graph.variable(node.inputs[1])
            place = 1 if node.attributes.get("transpose_b") else 0
            return (None, graph.variables[name].shape[place]) if name else (None, None)
        if node.op in ("Gather", "GatherV2", "ResourceGather") and place == 1:
            return (None, None)
        if node.op == "Transpose" and place == 0:
            order = graph.constant(node.inputs[1])
            return None if order is None else (None,) * len(order)
    return None
