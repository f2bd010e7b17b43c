"""What layers read, as far as depths tell."""

from tf_contrib_rnn.checkpoint.inventory.contents import Layer, Network


def connect(networks: list[Network], layers: list[Layer]):
    """Says for each layer what its input could be.

    Args:
        networks: the networks, with what they give.
        layers: the layers, whose `reads` are filled in.
    """
    for layer in layers:
        if layer.kind == "Embedding":
            layer.reads = _read_by(layer.sizes["units"], networks, layers)
        elif layer.kind == "Dense":
            layer.reads = _reads(layer, networks, layers)
        layer.known = "weights" if layer.reads else ""


def _read_by(size, networks, layers):
    """What reads an embedding's rows."""
    readers = [network.scope for network in networks if network.input_size == size]
    if not readers:
        return ""
    return f"rows read by {listed(readers)}"


def _reads(layer, networks, layers):
    depth, found = layer.sizes["inputs"], []
    for network in networks:
        found += _outputs_of(network, depth)
    if found:
        return listed(found)
    before = [
        one.label
        for one in layers
        if one is not layer and one.kind == "Dense" and one.sizes["units"] == depth
    ]
    if before:
        return listed(before)
    behind = [n.scope for n in networks if n.input_size == layer.sizes["units"]]
    return f"input of {listed(behind)}" if behind else ""


def _outputs_of(network, depth):
    """What of a network is so wide, in words."""
    scope, width = network.scope or "the network", network.output_size
    last = network.cells[-1].leaves[-1] if network.cells else None
    if width is None or last is None:
        return []
    if depth == width:
        return [f"{scope}, both directions" if network.direction != "forward" else scope]
    if network.direction != "forward" and depth == width // 2:
        return [f"{scope}, one direction or the sum of both"]
    has_memory = last.num_units is not None and "forget_bias" in last.options
    if has_memory and depth == last.num_units + (last.num_proj or last.num_units):
        return [f"{scope}, concat(c, h)"]
    return []


def listed(found: list[str], limit: int = 3) -> str:
    """A few names, and how many more there are."""
    found = [one or "(top scope)" for one in dict.fromkeys(found)]
    shown = " or ".join(found[:limit])
    return shown + (f" and {len(found) - limit} more" if len(found) > limit else "")
