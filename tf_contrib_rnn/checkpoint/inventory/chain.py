"""Where layers stand between the networks, as far as depths tell."""

import itertools

from tf_contrib_rnn.checkpoint.inventory.contents import Layer, Network


def connect(layers: list[Layer], networks: list[Network]):
    """Says for each layer where it could stand.

    Args:
        layers: the layers, whose `place` is filled in.
        networks: the networks, with what they give.
    """
    for layer in layers:
        if layer.kind == "Embedding":
            layer.place = _goes_into(layer, networks)
        elif layer.kind == "Dense":
            layer.place = _reads(layer, networks, layers) or _goes_into(layer, networks)
        layer.known = "weights" if layer.place else ""


def _goes_into(layer, networks):
    """That a network's input is as deep as what the layer gives, in words."""
    width = layer.sizes["units"]
    fitting = nearest(layer, [network for network in networks if network.input_size == width])
    return f"goes into {listed([network.scope for network in fitting])}" if fitting else ""


def _reads(layer, networks, layers):
    depth = layer.sizes["inputs"]
    fitting = nearest(layer, [network for network in networks if outputs_of(network, depth)])
    if fitting:
        outputs = [words for network in fitting for words in outputs_of(network, depth)]
        return f"reads {listed(outputs)}"
    others = [one for one in layers if one is not layer and one.kind == "Dense"]
    before = nearest(layer, [one for one in others if one.sizes["units"] == depth])
    return f"reads {listed([one.label for one in before])}" if before else ""


def nearest(layer: Layer, found: list) -> list:
    """Those that share most of the layer's scope: what stands together was made together."""
    own = layer.scope.split("/")

    def shared(one):
        pairs = zip(own, one.scope.split("/"), strict=False)
        return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))

    most = max((shared(one) for one in found), default=0)
    return [one for one in found if shared(one) == most]


def outputs_of(network: Network, depth: int) -> list[str]:
    """What of a network is so wide, in words."""
    scope, width = network.scope or "the network", network.output_size
    last = network.cells[-1].leaves[-1] if network.cells else None
    if width is None or last is None:
        return []
    if depth == width:
        return [f"{scope} (both directions)" if network.direction != "forward" else scope]
    if network.direction != "forward" and depth == width // 2:
        return [f"{scope} (one direction, or the sum of both)"]
    has_memory = last.num_units is not None and "forget_bias" in last.options
    if has_memory and depth == last.num_units + (last.num_proj or last.num_units):
        return [f"{scope} (concat(c, h))"]
    return []


def listed(found: list[str], limit: int = 3) -> str:
    """A few names, and how many more there are."""
    found = [one or "(top scope)" for one in dict.fromkeys(found)]
    shown = " or ".join(found[:limit])
    return shown + (f" and {len(found) - limit} more" if len(found) > limit else "")
