"""What there is to feed: the parts of a cell, a layer or a model, found by walking it.

A part is a group of variables that TF1 made in one scope: a recurrent unit (a cell, or the two
cells of a bidirectional layer), or the weights that a layer owns itself.
"""

import re
from dataclasses import dataclass, field

import keras

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.pieces import Want, plain

_ROLE_GROUPS = (
    ("kernel", "bias"),
    ("gamma", "beta", "moving_mean", "moving_variance"),
    ("embeddings",),
)
_CONTAINERS = (list, tuple, dict)


@dataclass(eq=False)
class Part:
    """A group of variables that belong into one scope.

    Attributes:
        label: what to call it.
        wants: its variables.
        owners: the objects that may stand for it as a key of `scopes=`.
        is_cell: whether it is a recurrent unit.
        scope_names: names the user gave to it and to what it lies in, the innermost first.
        number: the base and number of a name Keras made up (`("dense", 2)`), else None.
        own_scopes: scopes that belong to the part alone, relative to its scope.
        forbidden: variables that may not stand in the scope, because the part has none of them.
    """

    label: str
    wants: list[Want]
    owners: list
    is_cell: bool
    scope_names: list[str] = field(default_factory=list)
    number: tuple[str, int] | None = None
    own_scopes: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()

    def answers_to(self, key) -> bool:
        """Whether `key` of `scopes=` means this part."""
        if isinstance(key, str):
            return key in [self.label, *(getattr(owner, "name", None) for owner in self.owners)]
        return any(key is owner for owner in self.owners)


def collect(target) -> list[Part]:
    """Finds the parts of a model, in its order of layers.

    Args:
        target: a cell (anything with `tf1_variables()`), a layer or a model.

    Raises:
        CheckpointError: if `target` is none of these, or has not been built.
    """
    if not _is_cell(target) and not isinstance(target, keras.layers.Layer):
        raise CheckpointError(
            "the target is a cell with tf1_variables(), a Keras layer or a model, received "
            f"{target!r}; pass the object whose variables shall be fed."
        )
    found = {}
    _walk(target, [], found)
    parts = [part for part in dict.fromkeys(found.values()) if part is not None]
    _make_labels_unique(parts)
    return parts


def _walk(node, trail, found):
    if id(node) in found:
        return
    cells = _cells(node)
    if cells:
        known = next((found[id(cell)] for cell in cells if id(cell) in found), None)
        part = known or _cell_part(node, cells, trail)
        part.owners.extend(owner for owner in [node] if owner not in part.owners)
        found.update({id(owner): part for owner in [node, *cells]})
        return
    found[id(node)] = None
    children = _children(node)
    for child in children:
        _walk(child, [*trail, node], found)
    own = _own_weights(node, children)
    if own:
        found[id(node)] = _layer_part(node, own, trail)
    elif not children and not _is_ready(node):
        raise _not_built(node.name)


def _is_cell(node):
    return callable(getattr(node, "tf1_variables", None))


def _cells(node):
    """The cell a node is, or holds and nothing else, or the cells of its two directions."""
    if _is_cell(node) and not isinstance(node, keras.layers.RNN):
        return [node]
    directions = [getattr(node, f"{side}_layer", None) for side in ("forward", "backward")]
    holders = directions if all(directions) else [node]
    cells = [getattr(holder, "cell", None) for holder in holders]
    if not all(_is_cell(cell) for cell in cells):
        return []
    known = {id(weight) for cell in cells for weight in getattr(cell, "weights", [])}
    return cells if all(id(weight) in known for weight in node.weights) else []


def _children(node):
    if isinstance(node, keras.Model):
        return node.layers
    return list({id(child): child for child in _layers_in(list(vars(node).values()))}.values())


def _layers_in(value):
    if isinstance(value, keras.layers.Layer):
        yield value
    elif isinstance(value, _CONTAINERS):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _layers_in(item)


def _own_weights(node, children):
    below = {id(weight) for child in children for weight in child.weights}
    return [weight for weight in node.weights if id(weight) not in below]


def _cell_part(node, cells, trail):
    label = _label(node, trail)
    wants, own_scopes = [], ()
    for side, cell in zip(("fw", "bw") if len(cells) == 2 else ("",), cells, strict=True):
        if side == "bw" and cell is cells[0]:
            continue
        try:
            variables = cell.tf1_variables()
        except ValueError as error:
            raise _not_built(label) from error
        paths = {names.join(side, path): variable for path, variable in variables.items()}
        wants += [plain((path,), variable, path) for path, variable in paths.items()]
        own_scopes += tuple(path.partition("/")[0] for path in paths if "/" in path)
    own_scopes = ("fw", "bw") if len(cells) == 2 else tuple(dict.fromkeys(own_scopes))
    owners = [*dict.fromkeys(cells), *_direction_layers(node)]
    return Part(label, wants, owners, True, _given_names(node, trail), None, own_scopes)


def _direction_layers(node):
    sides = (getattr(node, f"{side}_layer", None) for side in ("forward", "backward"))
    return [layer for layer in sides if layer is not None]


def _layer_part(node, own, trail):
    wants = [plain(names.SPELLINGS.get(w.name, (w.name,)), w, w.name) for w in own]
    roles = [weight.name for weight in own]
    forbidden = [
        spelling
        for group in _ROLE_GROUPS
        if set(group) & set(roles)
        for role in group
        if role not in roles
        for spelling in names.SPELLINGS.get(role, (role,))
    ]
    number = names.numbered(node.name) if _is_automatic(node) else None
    given = _given_names(node, trail)
    return Part(_label(node, trail), wants, [node], False, given, number, (), tuple(forbidden))


def _label(node, trail):
    return "/".join([layer.name for layer in trail[1:]] + [getattr(node, "name", "cell")])


def _given_names(node, trail):
    return [
        layer.name
        for layer in [node, *reversed(trail)]
        if hasattr(layer, "name") and not _is_automatic(layer)
    ]


def _is_automatic(layer):
    """Whether Keras made the name up from the class; such a name says nothing about a scope."""
    base = re.sub(r"_\d+$", "", getattr(layer, "name", ""))
    return base.replace("_", "").lower() == type(layer).__name__.replace("_", "").lower()


def _is_ready(layer):
    return layer.built or type(layer).build is keras.layers.Layer.build


def _not_built(label):
    return CheckpointError(
        f"{label!r} has no variables yet, because it has never been built; call it on data, or "
        "build it, before a checkpoint is planned or restored."
    )


def _make_labels_unique(parts):
    labels = [part.label for part in parts]
    for position, part in enumerate(parts):
        if labels.count(part.label) > 1:
            part.label = f"{part.label}#{labels[:position].count(labels[position]) + 1}"
