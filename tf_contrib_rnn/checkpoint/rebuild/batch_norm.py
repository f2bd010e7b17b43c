"""Batch normalization, fused or written out."""

from tf_contrib_rnn.checkpoint.rebuild.values import Applied, Call, Constant, Layer, Weight


def normalized(translator, node):
    """`x * m + (beta - mean * m)` with `m = rsqrt(variance + epsilon) * gamma` as a layer."""
    if node.op not in ("Add", "AddV2"):
        return None
    graph = translator.graph
    scaled, shift = (graph.node(graph.origin(name)) for name in node.inputs)
    if scaled.op != "Mul" or shift.op not in ("Sub", "Neg"):
        return None
    value, factor = scaled.inputs
    times = graph.node(graph.origin(shift.inputs[-1]))
    if times.op != "Mul" or graph.origin(times.inputs[1]) != graph.origin(factor):
        return None
    found = _factor(graph, factor)
    if found is None:
        return None
    epsilon, variance, gamma = found
    mean = translator.value(times.inputs[0])
    if isinstance(mean, Call) and mean.op == "Mean" and not _spans_batch(translator, times):
        return None  # of one example alone: layer normalization, which stays written out
    weights = {"moving_mean": times.inputs[0], "moving_variance": variance}
    weights |= {"gamma": gamma} if gamma else {}
    weights |= {"beta": shift.inputs[0]} if shift.op == "Sub" else {}
    return _layer(translator, node, value, weights, epsilon)


def _factor(graph, factor):
    node, gamma = graph.node(graph.origin(factor)), None
    if node.op == "Mul":
        gamma = node.inputs[1]
        node = graph.node(graph.origin(node.inputs[0]))
    if node.op != "Rsqrt":
        return None
    added = graph.node(graph.origin(node.inputs[0]))
    if added.op not in ("Add", "AddV2") or graph.constant(added.inputs[1]) is None:
        return None
    return float(graph.constant(added.inputs[1])), added.inputs[0], gamma


def _spans_batch(translator, times):
    """Whether a mean is taken over the batch."""
    node = translator.node(translator.graph.origin(times.inputs[0]))
    while node.op in ("Squeeze", "Reshape"):
        node = translator.node(translator.graph.origin(node.inputs[0]))
    axes = translator.graph.constant(node.inputs[1])
    return axes is None or 0 in axes.ravel()


def _fused(translator, node):
    value, gamma, beta, mean, variance = node.inputs[:5]
    if node.attributes.get("is_training", True):
        raise translator.refuse(node, "normalizes by the statistics of the batch")
    if node.attributes.get("data_format", "NHWC") != "NHWC":
        raise translator.refuse(node, "has its channels first")
    weights = {"gamma": gamma, "beta": beta, "moving_mean": mean, "moving_variance": variance}
    weights = {
        path: tensor
        for path, tensor in weights.items()
        if not _is_neutral(translator.value(tensor), path)
    }
    return _layer(translator, node, value, weights, node.attributes.get("epsilon", 1e-4))


def _is_neutral(value, path):
    if not isinstance(value, Constant):
        return False
    return bool((value.array == (1 if path == "gamma" else 0)).all())


def _layer(translator, node, value, weights, epsilon):
    held = {path: translator.value(tensor) for path, tensor in weights.items()}
    if not all(isinstance(weight, Weight) for weight in held.values()):
        raise translator.refuse(node, "normalizes by something other than variables")
    options = {} if f"{epsilon:.6g}" == "0.001" else {"epsilon": f"{epsilon:.6g}"}
    options |= {} if "gamma" in held else {"scale": "False"}
    options |= {} if "beta" in held else {"center": "False"}
    names = {path: weight.name for path, weight in held.items()}
    made = Layer("layers.BatchNormalization", [], options, names, node.name)
    return Applied(**translator.spec(node.name), layer=made, args=[translator.value(value)])


HANDLERS = dict.fromkeys(("FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3"), _fused)
