"""The whole generated module: imports, tables, `build()` and what it does as a script."""

import textwrap
from collections import Counter

from tf_contrib_rnn.checkpoint.graph.nodes import node_name
from tf_contrib_rnn.checkpoint.names import ROLES, leaf, parent
from tf_contrib_rnn.checkpoint.rebuild import cells
from tf_contrib_rnn.checkpoint.rebuild.values import Given, Run
from tf_contrib_rnn.checkpoint.rebuild.wrapping import wrapped
from tf_contrib_rnn.checkpoint.rebuild.writer import Writer, ordered

_HELPERS = {
    "reverse_sequence": '''
def reverse_sequence(x, lengths):
    """Turns each sequence round within its length."""
    places = ops.cumsum(ops.ones_like(x[:, :, 0], dtype="int32"), axis=1) - 1
    mirrored = ops.expand_dims(ops.cast(lengths, "int32"), 1) - 1 - places
    order = ops.where(mirrored >= 0, mirrored, places)
    return ops.take_along_axis(x, ops.expand_dims(order, 2), axis=1)
''',
    "inside": '''
def inside(x, lengths):
    """Which steps of each sequence are inside its length."""
    steps = ops.cumsum(ops.ones_like(x[:, :, 0], dtype="int32"), axis=1)
    return steps <= ops.expand_dims(ops.cast(lengths, "int32"), 1)
''',
    "Variable": '''
class Variable(layers.Layer):
    """A variable that belongs to no layer."""

    def __init__(self, shape, **options):
        super().__init__(**options)
        self.shape = shape

    def build(self, _):
        self.value = self.add_weight(shape=self.shape, name="value")

    def call(self, _):
        return ops.convert_to_tensor(self.value)
''',
}


def module_of(graph, source, spelled, values, translator) -> str:
    """The source of the module.

    Args:
        graph: the graph.
        source: the opened checkpoint.
        spelled: its arrays under modern names.
        values: the values of the outputs by tensor.
        translator: the translator that made them.
    """
    inputs = [value for value in ordered(values.values()) if isinstance(value, Given)]
    order = {name: place for place, name in enumerate(graph.nodes)}
    inputs.sort(key=lambda value: order[node_name(value.tensor)])
    writer = Writer(graph, values, inputs)
    scopes, mapped = _places(writer.layers, spelled)
    tensors = {**writer.tensors, **writer.ended}
    body = "\n".join(writer.lines)
    helpers = [text for name, text in _HELPERS.items() if f"{name}(" in body]
    code = "\n\n".join(["\n".join(_tables(source, scopes, mapped, tensors)), *helpers]).rstrip()
    notes = _notes(translator, tensors)
    uses = [name for name in ("np.", "layers.", "ops.", "rnn.") if name in body + "".join(helpers)]
    return "\n".join(
        [
            f'"""The inference model of {source.title}, rebuilt from its TF1 graph."""',
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
            *_script(mapped),
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
    yield f'PATH = "{source.prefix}"'
    yield from wrapped(f"SCOPES = {_dict(scopes)}", 0)
    if mapped:
        yield from wrapped(f"MAP = {_dict(mapped)}", 0)
    yield from wrapped(f"TENSORS = {_dict({k: v for k, v in tensors.items() if v})}", 0)


def _dict(items):
    return "{" + ", ".join(f'"{key}": {_text(value)}' for key, value in items.items()) + "}"


def _text(value):
    if isinstance(value, str):
        return f'"{value}"'
    return _text(value[0]) if len(value) == 1 else f"[{', '.join(map(_text, value))}]"


def _script(mapped):
    options = "scopes=SCOPES" + (", map=MAP" if mapped else "")
    yield 'if __name__ == "__main__":'
    yield "    model = build()"
    yield f"    print(checkpoint.restore(model, PATH, {options}))"
    yield "    model.summary()"
    yield ""


def _places(layers, spelled):
    """For each layer the scope to restore it from, or its variables one by one."""
    scopes, mapped, known = {}, {}, set()
    held = Counter(v for layer in layers.values() for v in layer.weights.values())
    for name, layer in layers.items():
        key = tuple(layer.weights.values())
        if isinstance(layer, Run):
            if key not in known:
                found = [spelled.scope(one) for one in layer.weights.values()]
                own = layer.scope if cells.is_named_by_class(layer.cell, found) else None
                scopes[name] = spelled.scope(layer.cell.scope) if own is None else own
            known.add(key)
            continue
        found = {path: spelled.scope(variable) for path, variable in layer.weights.items()}
        scopes_of = {parent(variable) for variable in found.values()}
        regular = all(leaf(variable) in ROLES for variable in found.values())
        is_shared = any(held[variable] > 1 for variable in layer.weights.values())
        if len(found) == 1 and not is_shared:
            (scopes[name],) = found.values()
        elif len(scopes_of) == 1 and regular and not is_shared:
            (scopes[name],) = scopes_of
        else:
            mapped |= {f"{name}/{path}": variable for path, variable in found.items()}
    return scopes, mapped


def _notes(translator, tensors):
    used = {one for value in tensors.values() for one in ([value] if value == str(value) else value)}
    for tensor, note in translator.notes.items():
        if tensor not in translator.inputs or tensor in used:
            yield from textwrap.wrap(note, 94, initial_indent="    # ", subsequent_indent="    # ")
