"""A network as lines of the model."""

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.inventory.catalogue import GRIDS
from tf_contrib_rnn.checkpoint.inventory.code import expressions
from tf_contrib_rnn.checkpoint.inventory.contents import Cell, Network
from tf_contrib_rnn.checkpoint.inventory.tell import HIDDEN
from tf_contrib_rnn.checkpoint.names import OPAQUE, parent

_SEQUENCES = "return_sequences=True"


def network_lines(writer, network: Network):
    """Writes a network.

    Args:
        writer: the `Writer`.
        network: the network; all its cells have a candidate, or are those of tf.keras.
    """
    if network.kind != "Keras" and not (network.cells and network.is_known):
        _refuse(network)
    _comment(writer, network)
    if network.direction == "forward":
        _one_way(writer, network)
    elif "shared" in network.direction:
        _shared(writer, network)
    else:
        _both_ways(writer, network)


def _comment(writer, network):
    """A line for each thing that no variable shows."""
    found = {}
    for cell in network.leaves:
        assumed = [
            f"{key}={expressions.value_of(value)}"
            for key, value in cell.options.items()
            if cell.known.get(key) == "assumed" and key in HIDDEN
        ]
        found[cell.title] = assumed
    for title, assumed in found.items():
        if assumed:
            writer.lines.append(f"# assumed of {title}: {', '.join(assumed)}")
    reasons = {}
    for cell in network.every_cell:
        for candidate in cell.candidates[:1]:
            reasons |= candidate.assumed
    writer.lines += [f"# assumed: {argument}, {why}" for argument, why in reasons.items()]


def _refuse(one):
    """Refuses a network that no class of ours computes.

    Raises:
        CheckpointError: naming it.
    """
    cell = next((cell for cell in one.every_cell if cell.why), None)
    where = cell.scope if cell else one.scope or OPAQUE
    what = cell.foreign or "a cell" if cell else "the opaque weights of cuDNN alone"
    why = cell.why if cell else "whose sizes no name or shape tells"
    raise CheckpointError(
        f"{where!r} is {what} that cannot be written as code ({why}); build the other parts by "
        "hand and restore them with scopes=, with this one under ignore=."
    )


def _inputs(writer, network, name):
    value = writer.value_read_by(network)
    if value:
        return value
    cell = network.cells[0]
    if not cell.candidates:
        sizes = [None] * len(cell.options.get("kernel_size", []))
        return writer.input(name, [None, *sizes, cell.input_size])
    candidate = cell.candidates[0]
    kind = "int32" if expressions.takes_ids(candidate) else _input_type(network)
    if isinstance(candidate.inputs[0], list):
        parts = [writer.input(name, [None, *shape], kind) for shape in candidate.inputs]
        return f"({', '.join(parts)})"
    return writer.input(name, [None, *candidate.inputs], kind)


def _input_type(network):
    dtype = network.variables[0].dtype
    return dtype if dtype != "float32" else ""


def _options(network, *more):
    dtype = _input_type(network)
    return ", ".join([_SEQUENCES, *more, *([f'dtype="{dtype}"'] if dtype else [])])


def _one_way(writer, network):
    name = writer.names.unique(network.scope or network.cells[0].scope)
    inputs, (cell,) = _inputs(writer, network, name), network.cells
    if writer.asks_for_state(network):
        layer = f'{_run(network, cell, "return_state=True")}, name="{name}")'
        c, h = (writer.names.unique(f"{name}_{part}") for part in "ch")
        writer.lines.append(f"{name}, {c}, {h} = {layer}({inputs})")
        state = writer.names.unique(f"{name}_state")
        writer.lines.append(f"{state} = keras.ops.concatenate([{c}, {h}], axis=-1)")
        writer.gives(network, state, "concat(c, h)")
    else:
        writer.lines.append(f'{name} = {_run(network, cell)}, name="{name}")({inputs})')
    writer.scopes[name] = network.scope
    if cell.candidates and cell.candidates[0].kind in GRIDS:
        writer.outputs[name] = f"{name}[0]"
    else:
        writer.ends(network, name, name)
    writer.gives(network, name)


def _run(network, cell: Cell, *more):
    """The layer that runs a cell, without the closing bracket."""
    if cell.candidates:
        made = expressions.of_cell(cell.candidates[0])
        return f"rnn.RNN({made}, {_options(network, *more)}"
    arguments = [str(cell.num_units), _options(network, *more)]
    options = cell.options
    arguments += [] if options["bias"] else ["use_bias=False"]
    if cell.foreign == "keras.layers.GRU":
        arguments += [f"reset_after={options['reset_after']}"]
    if "kernel_size" in options:
        arguments.insert(1, f"{options['kernel_size']}")
    return f"{cell.foreign}({', '.join(arguments)}"


def _shared(writer, network):
    """Both directions with one cell; the second runs from the end."""
    value = None
    for forward in network.cells:
        name = writer.names.unique(f"{network.scope or forward.scope}_forward")
        back = writer.names.unique(f"{network.scope or forward.scope}_backward")
        both = writer.names.unique(network.scope or forward.scope)
        cell = writer.names.unique(f"{both}_cell")
        value = value or _inputs(writer, network, name)
        made = expressions.of_cell(forward.candidates[0])
        options = _options(network)
        writer.lines += [
            f"{cell} = {made}",
            f'{name} = rnn.RNN({cell}, {options}, name="{name}")({value})',
            f'{back} = rnn.RNN({cell}, {options}, go_backwards=True, name="{back}")({value})',
            f"{back} = keras.ops.flip({back}, axis=1)",
            f"{both} = keras.ops.concatenate([{name}, {back}], axis=-1)",
        ]
        writer.scopes[name] = forward.called_in
        value = both
    writer.gives(network, value)
    writer.ends(network, value, value)


def _both_ways(writer, network):
    """A Bidirectional layer for each layer of the stack."""
    pairs = {}
    for cell in network.cells:
        pairs.setdefault(cell.layer, []).append(cell)
    value = None
    for forward, backward in pairs.values():
        scope = network.scope if network.kind == "Keras" else parent(forward.called_in)
        several = f"_{forward.layer}" if len(pairs) > 1 else ""
        name = writer.names.unique(f"{network.scope or forward.scope}{several}")
        value = value or _inputs(writer, network, name)
        first, second = (f"{_run(network, cell)})" for cell in (forward, backward))
        arguments = [first]
        if first != second:
            second = second.removesuffix(")") + ", go_backwards=True)"
            arguments.append(f"backward_layer={second}")
        call = f'keras.layers.Bidirectional({", ".join(arguments)}, name="{name}")'
        writer.lines.append(f"{name} = {call}({value})")
        writer.scopes[name] = scope
        value = name
    writer.gives(network, value)
    writer.ends(network, value, value)
