"""What each layer reads and what activation it has, as the graph beside the checkpoint says."""

from tf_contrib_rnn.checkpoint.inventory.contents import Layer, Network

_PRODUCTS = ("MatMul", "BatchMatMul", "BatchMatMulV2", "Conv1D", "Conv2D", "Conv3D",
             "DepthwiseConv2dNative")  # fmt: skip
_LOOKUPS = ("Gather", "GatherV2", "ResourceGather")
_ADDS = ("Add", "AddV2", "BiasAdd")
_RESHAPES = ("Reshape", "Squeeze", "Identity", "ExpandDims", "Dropout", "StopGradient")
_ACTIVATIONS = {"Relu": "relu", "Relu6": "relu6", "Tanh": "tanh", "Sigmoid": "sigmoid",
                "Softmax": "softmax", "LogSoftmax": "log_softmax", "Elu": "elu", "Selu": "selu",
                "Softplus": "softplus", "Softsign": "softsign", "LeakyRelu": "leaky_relu",
                }  # fmt: skip
_FAR = 400  # nodes looked at for one layer


def connect(graph, layers: list[Layer], networks: list[Network], today):
    """Fills in what layers read, and their activations.

    Args:
        graph: the `Graph`.
        layers: the layers.
        networks: the networks, with the runs the graph says.
        today: `today(name)`, a name in the graph as TF 1.15.5 spells it.
    """
    ends = _ends(networks)
    used = _applications(graph, layers, today)
    for layer, nodes in used:
        ends |= {f"{node.name}:0": layer.label for node in nodes}
    for layer, nodes in used:
        if not _is_in_a_decoder(layer, networks):
            _tell(graph, layer, nodes, ends)
        _take_activation(graph, layer, nodes)
    for layer, nodes in used:
        if layer.kind == "Embedding":
            _tell_table(graph, layer, nodes, networks, ends)


def _ends(networks):
    """What a tensor is the output or the state of, in words."""
    found = {}
    for network in networks:
        for run in network.runs:
            scope = network.scope or "(top scope)"
            found |= dict.fromkeys(run.get("final", []), f"the state of {scope}")
            found |= dict.fromkeys(run["outputs"], scope)
    return found


def _applications(graph, layers, today):
    """`(layer, nodes)`: the products with each layer's kernel, the lookups in each table."""
    owners = {}
    for layer in layers:
        for role in ("kernel", "embeddings"):
            if role in layer.variables:
                owners[layer.variables[role].name] = (layer, [])
    for node in graph.nodes.values():
        place = 1 if node.op in _PRODUCTS else 0 if node.op in _LOOKUPS else None
        if place is None or len(node.inputs) <= place or node.attributes.get("transpose_b"):
            continue
        name = graph.variable(node.inputs[place])
        if name is not None and today(name) in owners:
            owners[today(name)][1].append(node)
    return [(layer, nodes) for layer, nodes in owners.values() if nodes]


def _tell(graph, layer, nodes, ends):
    found = dict.fromkeys(
        end for node in nodes for end in _sources(graph, node.inputs[0], ends, layer.label)
    )
    if found and layer.kind != "Embedding":
        layer.place, layer.known = f"reads {' and '.join(list(found)[:3])}", "graph"
    elif layer.kind != "Embedding" and layer.known == "weights":
        inputs = [node.inputs[0] for node in nodes]
        fed = [name for name in inputs if graph.node(graph.origin(name)).op == "Placeholder"]
        if fed:
            layer.place, layer.known = f"reads {graph.origin(fed[0])}", "graph"


def _take_activation(graph, layer, nodes):
    activations = {_activation(graph, node) for node in nodes}
    if len(activations) == 1 and layer.kind != "Embedding":
        (layer.activation,) = activations


def _is_in_a_decoder(layer, networks):
    """Whether depths already say that it reads a network whose loop feeds itself.

    There the way back from the layer leads through the loop to whatever it starts from.
    """
    decoders = [one for one in networks if any("decoder" in run["kind"] for run in one.runs)]
    return any(layer.place.startswith(f"reads {one.scope}") for one in decoders)


def _tell_table(graph, layer, nodes, networks, ends):
    """Which networks, and else which layers, read the rows of a table."""
    rows = {f"{node.name}:0" for node in nodes}
    readers = []
    for network in networks:
        inputs = [tensor for run in network.runs for tensor in run["inputs"]]
        found = {tensor for name in inputs for tensor in _reached(graph, name, ends)}
        if rows & found:
            readers.append(network.scope or "(top scope)")
    if readers:
        layer.place, layer.known = f"goes into {' and '.join(readers[:3])}", "graph"


def _sources(graph, tensor, ends, own):
    """The nearest ends above a tensor, in words."""
    return [ends[name] for name in _reached(graph, tensor, ends) if ends[name] != own]


def _reached(graph, tensor, ends):
    """The nearest tensors above one that are ends themselves."""
    todo, seen, found = [tensor], set(), []
    while todo and len(seen) < _FAR:
        name = todo.pop(0)
        end = next((one for one in (name, graph.origin(name)) if one in ends), None)
        if end is not None:
            found.append(end)
            continue
        node = graph.node(name)
        if node is None or node.name in seen:
            continue
        seen.add(node.name)
        todo += node.inputs
    return list(dict.fromkeys(found))


def _activation(graph, node):
    """The activation behind a product, `""` where something else comes first."""
    tensor = f"{node.name}:0"
    for _ in range(4):
        behind = [one for one, _ in graph.consumers(tensor) if not one.name.startswith("gradients")]
        named = [one for one in behind if one.op in _ACTIVATIONS]
        if named:
            return _ACTIVATIONS[named[0].op]
        through = [one for one in behind if one.op in (*_ADDS, *_RESHAPES)]
        if len(through) != 1:
            return ""
        tensor = f"{through[0].name}:0"
    return ""
