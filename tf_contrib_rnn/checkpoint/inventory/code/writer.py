"""The layers of the model, line by line."""

from tf_contrib_rnn.checkpoint.inventory.code.identifiers import Identifiers
from tf_contrib_rnn.checkpoint.inventory.code.networks import network_lines
from tf_contrib_rnn.checkpoint.inventory.code.wiring import STATE, Wiring
from tf_contrib_rnn.checkpoint.inventory.contents import Layer, Network

_ARGUMENTS = ("kernel_size", "depth_multiplier", "scale", "center")


class Writer:
    """Writes networks and layers in an order in which each comes behind what it reads.

    Attributes:
        lines: the lines of `build`, without indentation.
        scopes: `{layer: scope}` for `restore`.
        mapped: `{layer/weight: variable}` for `restore`.
        inputs: the inputs.
        outputs: what nothing reads, by the name of the layer that gives it.
    """

    def __init__(self, wiring: Wiring):
        self.wiring = wiring
        self.lines, self.scopes, self.mapped = [], {}, {}
        self.inputs, self.outputs = [], {}
        self.names = Identifiers()
        self._values = {}  # what a layer gives, by identity and part

    def write(self, one: Network | Layer):
        """Writes a network or a layer, and before it what it reads."""
        if (id(one), "outputs") in self._values:
            return
        source = self.wiring.source(one)
        if source is not None:
            self.write(source)
        if isinstance(one, Network):
            network_lines(self, one)
        else:
            self._layer(one)

    def value_read_by(self, one) -> str | None:
        """The variable that holds what one reads, None for an input of its own."""
        source = self.wiring.source(one)
        if source is None:
            return None
        return self._values[id(source), self.wiring.parts[id(one)]]

    def gives(self, one, variable: str, part: str = "outputs"):
        """Notes the variable that holds what a network or layer gives."""
        self._values[id(one), part] = variable

    def ends(self, one, name: str, variable: str):
        """Notes an output of the model, where nothing reads it."""
        if not self.wiring.readers(one):
            self.outputs[name] = variable

    def asks_for_state(self, one) -> bool:
        """Whether some layer reads c and h of a network."""
        readers = self.wiring.readers(one)
        return any(self.wiring.parts[reader] == STATE for reader in readers)

    def input(self, owner: str, shape: list, dtype: str = "") -> str:
        """Writes an input for a layer; returns its variable."""
        name = self.names.unique(f"{owner}_inputs")
        sizes = "".join(f"{size}, " for size in shape).rstrip()
        sizes = sizes.rstrip(",") if len(shape) > 1 else sizes
        kind = f', dtype="{dtype}"' if dtype else ""
        self.lines.append(f'{name} = keras.Input(({sizes}){kind}, name="{name}")')
        self.inputs.append(name)
        return name

    def _layer(self, layer):
        name = self.names.unique(layer.label)
        if layer.kind == "Embedding":
            value = self.input(name, [None], "int32")
        else:
            value = self.value_read_by(layer) or self.input(name, _input_shape(layer))
        if layer.kind == "Dense" and not layer.activation:
            self.lines.append("# assumed: no activation, which no variable shows")
        call = f'keras.layers.{layer.kind}({_arguments(layer)}name="{name}")'
        self.lines.append(f"{name} = {call}({value})")
        self._place(layer, name)
        self.gives(layer, name)
        self.ends(layer, name, name)

    def _place(self, layer, name):
        variables = [one.name for one in layer.variables.values()]
        if layer.is_named:
            self.scopes[name] = layer.scope
        elif len(variables) == 1:
            (self.scopes[name],) = variables
        else:
            self.mapped |= {f"{name}/{role}": one.name for role, one in layer.variables.items()}


def _arguments(layer):
    sizes = layer.sizes
    first = [sizes["inputs"]] if layer.kind == "Embedding" else []
    first += [sizes[key] for key in ("units", "filters") if key in sizes]
    written = [str(one) for one in first]
    written += [
        f"{key}={sizes[key]}" for key in _ARGUMENTS if key in sizes and sizes[key] is not True
    ]
    is_weighted = layer.kind == "Dense" or "Conv" in layer.kind
    if is_weighted and "bias" not in layer.variables:
        written.append("use_bias=False")
    if layer.activation:
        written.append(f'activation="{layer.activation}"')
    dtype = next(iter(layer.variables.values())).dtype
    written += [f'dtype="{dtype}"'] if dtype != "float32" else []
    return "".join(f"{one}, " for one in written)


def _input_shape(layer):
    axes = len(layer.sizes.get("kernel_size", [])) or 1
    return [*[None] * axes, layer.sizes["inputs"]]
