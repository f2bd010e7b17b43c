"""Where layers stand between the networks, as far as depths tell."""

from collections import defaultdict

from tf_contrib_rnn.checkpoint.inventory.contents import Layer, Network


def connect(layers: list[Layer], networks: list[Network]):
    """Says for each layer where it could stand.

    Args:
        layers: the layers, whose `place` is filled in.
        networks: the networks, with what they give.
    """
    takers, givers, dense = defaultdict(Places), defaultdict(Places), defaultdict(Places)
    for network in networks:
        for width in outputs(network):
            givers[width].add(network)
        if isinstance(network.input_size, int):
            takers[network.input_size].add(network)
    for layer in layers:
        if layer.kind == "Dense":
            dense[layer.sizes["units"]].add(layer)
    for layer in layers:
        if layer.kind == "Embedding":
            layer.place = _goes_into(layer, takers)
        elif layer.kind == "Dense":
            layer.place = _reads(layer, givers, dense) or _goes_into(layer, takers)
        layer.known = "weights" if layer.place else ""


def _goes_into(layer, takers):
    """That a network's input is as deep as what the layer gives, in words."""
    fitting = takers[layer.sizes["units"]].nearest(layer)
    return f"goes into {listed([network.scope for network in fitting])}" if fitting else ""


def _reads(layer, givers, dense):
    """That a network's output, or another layer's, is as deep as what the layer takes."""
    depth = layer.sizes["inputs"]
    fitting = givers[depth].nearest(layer)
    if fitting:
        return f"reads {listed([outputs(network)[depth] for network in fitting])}"
    before = dense[depth].nearest(layer)
    return f"reads {listed([one.label for one in before])}" if before else ""


class Places:
    """Networks or layers by the scopes they stand in, to find what stands together.

    Args:
        found: the networks or layers.
    """

    def __init__(self, found=()):
        self._below = defaultdict(list)
        for one in found:
            self.add(one)

    def add(self, one):
        """Adds a network or a layer."""
        for scope in _above(one.scope):
            self._below[scope].append(one)

    def nearest(self, layer: Layer) -> list:
        """Those that share most of the layer's scope: what stands together was made together."""
        for scope in _above(layer.scope):
            found = [one for one in self._below.get(scope, ()) if one is not layer]
            if found:
                return found
        return []


def _above(scope):
    """A scope and all around it, the innermost first, the top as the last."""
    components = scope.split("/") if scope else []
    return ["/".join(components[:count]) for count in range(len(components), -1, -1)]


def nearest(layer: Layer, found: list) -> list:
    """Those of a list that share most of the layer's scope."""
    return Places(found).nearest(layer)


def outputs(network: Network) -> dict[int, str]:
    """What of a network is how wide, in words."""
    scope, width = network.scope or "the network", network.output_size
    if width is None:
        return {}
    if network.direction != "forward":
        return {
            width: f"{scope} (both directions)",
            width // 2: f"{scope} (one direction, or the sum of both)",
        }
    last = network.cells[-1].leaves[-1]
    found = {}
    if last.num_units is not None and "forget_bias" in last.options:
        found[last.num_units + (last.num_proj or last.num_units)] = f"{scope} (concat(c, h))"
    return found | {width: scope}


def listed(found: list[str], limit: int = 3) -> str:
    """A few names, and how many more there are."""
    found = [one or "(top scope)" for one in dict.fromkeys(found)]
    shown = " or ".join(found[:limit])
    return shown + (f" and {len(found) - limit} more" if len(found) > limit else "")
