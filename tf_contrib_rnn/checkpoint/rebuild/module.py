"""The whole generated module: imports, tables, `build()` and what it does as a script."""

import textwrap
from collections import Counter

from tf_contrib_rnn.checkpoint.graph.nodes import node_name
from tf_contrib_rnn.checkpoint.inventory.classes import default_scope
from tf_contrib_rnn.checkpoint.names import ROLES, leaf, parent
from tf_contrib_rnn.checkpoint.rebuild import cells
from tf_contrib_rnn.checkpoint.rebuild.helpers import HELPERS
from tf_contrib_rnn.checkpoint.rebuild.script import path_lines, script_lines
from tf_contrib_rnn.checkpoint.rebuild.values import Given, Run
from tf_contrib_rnn.checkpoint.rebuild.wrapping import dict_of, docstring, wrapped
from tf_contrib_rnn.checkpoint.rebuild.writer import Writer, ordered


def module_of(graph, source, spelled, values, translator, of_averages=False) -> str:
    """The source of the module.

    Args:
        graph: the graph.
        source: the opened checkpoint.
        spelled: its arrays under modern names.
        values: the values of the outputs by tensor.
        translator: the translator that made them.
        of_averages: whether the checkpoint holds moving averages in place of its variables.
    """
    inputs = [value for value in ordered(values.values()) if isinstance(value, Given)]
    order = {name: place for place, name in enumerate(graph.nodes)}
    inputs.sort(key=lambda value: order[node_name(value.tensor)])
    writer = Writer(graph, values, inputs)
    scopes, mapped = _places(writer.layers, spelled)
    tensors = {**writer.tensors, **writer.ended}
    body = "\n".join(writer.lines)
    helpers = [text for name, text in HELPERS.items() if f"{name}(" in body]
    code = "\n\n".join(["\n".join(_tables(source, scopes, mapped, tensors)), *helpers]).rstrip()
    notes = _notes(translator, tensors)
    uses = [name for name in ("np.", "layers.", "ops.", "rnn.") if name in body + "".join(helpers)]
    return "\n".join(
        [
            docstring(f"The inference model of {source.title}, rebuilt from its TF1 graph."),
            "",
            *_imports(uses),
            "",
            code,
            "",
            "",
            "def build() -> keras.Model:",
            *notes,
            body,
            "",
            "",
            *script_lines(source.format, bool(mapped), of_averages),
        ]
    )


def _imports(uses):
    lines = ["import keras"]
    lines += ["import numpy as np"] if "np." in uses else []
    parts = [name[:-1] for name in ("layers.", "ops.") if name in uses]
    lines += [f"from keras import {', '.join(parts)}"] if parts else []
    lines += ["", "import tf_contrib_rnn as rnn"] if "rnn." in uses else [""]
    return [*lines, "from tf_contrib_rnn import checkpoint"]


def _tables(source, scopes, mapped, tensors):
    yield from path_lines(source.prefix, source.format)
    yield from wrapped(f"SCOPES = {dict_of(scopes)}", 0)
    if mapped:
        yield from wrapped(f"MAP = {dict_of(mapped)}", 0)
    yield from wrapped(f"TENSORS = {dict_of({k: v for k, v in tensors.items() if v})}", 0)


def _places(layers, spelled):
    """For each layer the scope to restore it from, or its variables one by one."""
    scopes, mapped, known = {}, {}, set()
    owners = {_owner(layer): set(layer.weights.values()) for layer in layers.values()}
    held = Counter(variable for weights in owners.values() for variable in weights)
    for name, layer in layers.items():
        is_shared = any(held[variable] > 1 for variable in layer.weights.values())
        if isinstance(layer, Run):
            if _owner(layer) not in known:
                scope, paths = _of_run(layer, spelled)
                if is_shared:
                    mapped |= {f"{name}/{path}": variable for path, variable in paths.items()}
                else:
                    scopes[name] = scope
            known.add(_owner(layer))
            continue
        found = {path: spelled.scope(variable) for path, variable in layer.weights.items()}
        scopes_of = {parent(variable) for variable in found.values()}
        regular = all(leaf(variable) in ROLES for variable in found.values())
        if len(found) == 1 and not is_shared:
            (scopes[name],) = found.values()
        elif len(scopes_of) == 1 and regular and not is_shared:
            (scopes[name],) = scopes_of
        else:
            mapped |= {f"{name}/{path}": variable for path, variable in found.items()}
    return scopes, mapped


def _owner(layer):
    """What has the variables: a layer, or the cell that several runs share."""
    if isinstance(layer, Run):
        return cells.code(layer.cell), tuple(layer.weights.values())
    return id(layer)


def _of_run(run, spelled):
    """The scope of a run, and its variables by their paths in it."""
    found = [spelled.scope(one) for one in run.weights.values()]
    if cells.is_named_by_class(run.cell, found):
        return run.scope, {name.removeprefix(f"{run.scope}/"): name for name in found}
    scope, own = spelled.scope(run.cell.scope), default_scope(run.cell.kind)
    return scope, {name.replace(scope, own, 1): name for name in found}


def _notes(translator, tensors):
    used = set()
    for value in tensors.values():
        used |= {value} if isinstance(value, str) else set(value)
    for tensor, note in translator.notes.items():
        if tensor not in translator.inputs or tensor in used:
            yield from textwrap.wrap(note, 94, initial_indent="    # ", subsequent_indent="    # ")
