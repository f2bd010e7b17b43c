"""The whole module: imports, tables, `build()`, and what it does as a script."""

import textwrap

from tf_contrib_rnn.checkpoint import averages, names
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.inventory.code.wiring import wire
from tf_contrib_rnn.checkpoint.inventory.code.writer import Writer
from tf_contrib_rnn.checkpoint.rebuild.script import path_lines, script_lines
from tf_contrib_rnn.checkpoint.rebuild.wrapping import dict_of, docstring, wrapped
from tf_contrib_rnn.checkpoint.sorting import sort_out

_INDENT, _WIDTH = 4, 100


def module_of(inventory) -> str:
    """The source of the module.

    Args:
        inventory: the `Inventory`.

    Raises:
        CheckpointError: if something in it cannot be expressed.
    """
    if inventory.graph is not None:
        from tf_contrib_rnn.checkpoint.rebuild import source_of

        return source_of(inventory.graph, inventory.opened)
    networks = [one for one in inventory.networks if not one.copy_of]
    layers = [one for one in inventory.layers if not one.copy_of]
    if not networks and not layers:
        raise CheckpointError(
            f"{inventory.source!r} holds no network and no layer that is known, so there is "
            "nothing to build; print its inventory to see what it holds."
        )
    writer = Writer(wire(networks, layers))
    for one in [*networks, *layers]:
        writer.write(one)
    return "\n".join(_lines(inventory, writer))


def _lines(inventory, writer):
    title = inventory.source.rstrip("/").rsplit("/", 1)[-1]
    yield docstring(f"What is in {title}, as far as names and shapes tell.")
    yield ""
    if any("functools." in line for line in writer.lines):
        yield from ("import functools", "")
    yield from ("import keras", "")
    if any("rnn." in line for line in writer.lines):
        yield "import tf_contrib_rnn as rnn"
    yield from ("from tf_contrib_rnn import checkpoint", "")
    yield from path_lines(inventory.source, inventory.format)
    yield from wrapped(f"SCOPES = {dict_of(writer.scopes)}", 0)
    if writer.mapped:
        yield from wrapped(f"MAP = {dict_of(writer.mapped)}", 0)
    yield from ("", "", "def build() -> keras.Model:")
    yield '    """The model; all inputs have the batch first and, in sequences, the time second."""'
    for note in _notes(inventory):
        yield from _comment(f"# {note}")
    for line in writer.lines:
        yield from _comment(line) if line.startswith("#") else wrapped(line, _INDENT)
    yield from wrapped(f"return keras.Model({_inputs(writer)}, {_outputs(writer)})", _INDENT)
    of_averages = bool(averages.alone(sort_out(names.modern(inventory.opened.entries))))
    yield from ("", "", *script_lines(inventory.format, bool(writer.mapped), of_averages))


def _comment(line):
    return textwrap.wrap(
        line,
        _WIDTH,
        initial_indent=" " * _INDENT,
        subsequent_indent=" " * _INDENT + "#   ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _inputs(writer):
    return f"[{', '.join(writer.inputs)}]" if len(writer.inputs) > 1 else writer.inputs[0]


def _outputs(writer):
    values = list(writer.outputs.values())
    if len(values) == 1:
        return values[0]
    return "{" + ", ".join(f'"{name}": {value}' for name, value in writer.outputs.items()) + "}"


def _notes(inventory):
    for first, second in inventory.copies:
        yield f"{second}/ is like {first}/: for its values change SCOPES."
    for one in inventory.unknown:
        yield f"not in this model: {one.name} {one.shape}"
