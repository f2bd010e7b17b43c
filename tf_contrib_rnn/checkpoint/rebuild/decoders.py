"""Loops of `dynamic_decode` that are given their inputs: lengths, and the layer they end in."""

from tf_contrib_rnn.checkpoint.rebuild import layers
from tf_contrib_rnn.checkpoint.rebuild.values import Applied, Call, Part

_WITHIN = "ops.where(ops.expand_dims(inside({0}, {1}), 2), {0}, 0.0)"


def lengths(translator, run) -> str | None:
    """The tensor of lengths past which a decoder puts out zeros and keeps its state, or None.

    Only with `impute_finished=True` does it; then a Select stands before what it writes.
    """
    if run.kind != "decoder":
        return None
    graph = translator.graph
    written = _written(graph, run.outputs[0])
    if written is None or graph.node(written).op not in ("Select", "SelectV2"):
        return None
    waiting, seen = [graph.node(written).inputs[0]], set()
    while waiting:
        node = graph.node(waiting.pop())
        if node is None or node.name in seen or node.op == "Enter":
            continue
        seen.add(node.name)
        if node.op == "GreaterEqual":
            limit = graph.origin(node.inputs[1])
            if len(translator.shapes.of(limit) or ()) == 1:
                return limit
        waiting += node.inputs
    return None


def _written(graph, tensor):
    """The tensor that a loop writes, step by step, into the array that becomes `tensor`."""
    node = graph.node(tensor)
    while node is not None and node.op in ("Transpose", "Identity"):
        node = graph.node(node.inputs[0])
    if node is None or node.op != "TensorArrayGatherV3":
        return None
    array = graph.origin(node.inputs[0])
    writes = (n for n in graph.nodes.values() if n.op == "TensorArrayWriteV3")
    return next((n.inputs[2] for n in writes if graph.origin(n.inputs[0]) == array), None)


def projected(translator, run, made, spec):
    """The outputs of a decoder with a dense layer behind its cell."""
    graph = translator.graph
    node = translator.node(run.outputs[0])
    shapes = {name: graph.variables[name].shape for name in run.between}
    kernels = [name for name, shape in shapes.items() if len(shape) == 2]
    biases = [name for name, shape in shapes.items() if len(shape) == 1]
    if len(kernels) != 1 or len(biases) > 1:
        raise translator.refuse(node, "is made by a decoder with more than one layer at its end")
    weights = {"kernel": kernels[0]} | ({"bias": biases[0]} if biases else {})
    sequence = made.sequence
    inner = {"shape": (*sequence.shape[:2], None), "dtype": spec["dtype"], "tensor": ""}
    outputs = Part(**inner, run=made, what="sequence")
    options = {} if biases else {"use_bias": "False"}
    dense = layers.layer(
        translator, "layers.Dense", weights, positional=[str(shapes[kernels[0]][-1])],
        options=options, place=kernels[0],
    )  # fmt: skip
    if made.lengths is None:
        return Applied(**spec, layer=dense, args=[outputs])
    logits = Applied(**(spec | {"tensor": ""}), layer=dense, args=[outputs])
    return Call(**spec, template=_WITHIN, args=[logits, made.lengths], op="Select")
