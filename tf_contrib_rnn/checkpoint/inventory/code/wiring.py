"""Which layer reads which, as far as names and depths leave no choice."""

from dataclasses import dataclass, field

from tf_contrib_rnn.checkpoint.inventory import chain
from tf_contrib_rnn.checkpoint.inventory.contents import Layer, Network

OUTPUTS, STATE = "outputs", "concat(c, h)"


@dataclass
class Wiring:
    """What each network and layer reads; those that are not in it read an input of their own.

    Attributes:
        sources: the network or layer that one reads, by its identity.
        parts: what of a network a layer reads: `OUTPUTS` or `STATE`, by the layer's identity.
    """

    sources: dict[int, Network | Layer] = field(default_factory=dict)
    parts: dict[int, str] = field(default_factory=dict)

    def source(self, one):
        """What a network or layer reads, None for an input of its own."""
        return self.sources.get(id(one))

    def readers(self, one) -> list[int]:
        """The identities of what reads a network or layer."""
        return [reader for reader, source in self.sources.items() if source is one]

    def join(self, one, source, part=OUTPUTS):
        """Lets one read another, unless that would go round in a circle."""
        above = source
        while above is not None:
            if above is one:
                return
            above = self.source(above)
        self.sources[id(one)] = source
        self.parts[id(one)] = part


def wire(networks: list[Network], layers: list[Layer]) -> Wiring:
    """Joins what can only be joined in one way.

    Args:
        networks: the networks.
        layers: the layers around them.
    """
    found = Wiring()
    dense = [layer for layer in layers if layer.kind == "Dense"]
    for layer in dense:
        _read_a_network(found, layer, networks)
    for layer in dense:
        if found.source(layer) is None and not _could_read_a_network(layer, networks):
            _read_a_layer(found, layer, dense)
    for network in networks:
        _read_a_table(found, network, networks, layers)
    for network in networks:
        if found.source(network) is None:
            _read_what_fits_nowhere_else(found, network, networks, dense)
    return found


def _could_read_a_network(layer, networks):
    depth = layer.sizes["inputs"]
    return any(depth in chain.outputs(network) for network in networks)


def _read_a_network(found, layer, networks):
    depth = layer.sizes["inputs"]
    fitting = [network for network in networks if depth in chain.outputs(network)]
    fitting = chain.nearest(layer, fitting)
    if len(fitting) != 1:
        return
    (network,) = fitting
    if depth == network.output_size:
        found.join(layer, network)
    elif network.direction == "forward" and not network.cells[-1].members:
        found.join(layer, network, STATE)


def _read_a_layer(found, layer, dense):
    others = [one for one in dense if one is not layer]
    depth = layer.sizes["inputs"]
    fitting = chain.nearest(layer, [one for one in others if one.sizes["units"] == depth])
    if len(fitting) == 1:
        found.join(layer, fitting[0])


def _read_a_table(found, network, networks, layers):
    tables = [one for one in layers if one.kind == "Embedding"]
    fitting = [one for one in tables if one.sizes["units"] == network.input_size]
    if len(fitting) == 1 and _alone(network, networks):
        found.join(network, fitting[0])


def _read_what_fits_nowhere_else(found, network, networks, dense):
    """A dense layer in front of the only network of that depth."""
    fitting = [
        one
        for one in dense
        if one.sizes["units"] == network.input_size
        and found.source(one) is None
        and not _could_read_a_network(one, networks)
    ]
    if len(fitting) == 1 and _alone(network, networks):
        found.join(network, fitting[0])


def _alone(network, networks):
    return sum(one.input_size == network.input_size for one in networks) == 1
