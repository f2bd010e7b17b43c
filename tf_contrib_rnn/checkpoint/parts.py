"""What there is to feed: the parts of a cell, a layer or a model, found by walking it.

A part is a group of variables that TF1 made in one scope: a recurrent unit (a cell, or the two
cells of a bidirectional layer), or the weights that a layer owns itself.
"""

import re
from dataclasses import dataclass, field

import keras

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.forget_bias import ForgetBias
from tf_contrib_rnn.checkpoint.forms import Form, keras_forms, tf1_forms
from tf_contrib_rnn.checkpoint.members import Member, is_own_cell, members
from tf_contrib_rnn.checkpoint.pieces import Want, plain

_ROLE_GROUPS = (
    ("kernel", "depthwise_kernel", "pointwise_kernel", "bias"),
    ("gamma", "beta", "moving_mean", "moving_variance"),
    ("embeddings",),
)
_CONTAINERS = (list, tuple, dict)
_DEPTHWISE = (keras.layers.DepthwiseConv1D, keras.layers.DepthwiseConv2D)


@dataclass(eq=False)
class Part:
    """A group of variables that belong into one scope.

    Attributes:
        label: what to call it.
        forms: the ways in which TF1 may have kept it, the likeliest first.
        owners: the objects that may stand for it as a key of `scopes=`.
        is_cell: whether it is a recurrent unit.
        scope_names: names the user gave to it and to what it lies in, the innermost first.
        number: the base and number of a name Keras made up (`("dense", 2)`), else None.
        members: the cells of a recurrent unit.
        remarks: scopes of cells of TF1 that a layer of Keras is not equal to, each with the reason.
    """

    label: str
    forms: list[Form]
    owners: list
    is_cell: bool
    scope_names: list[str] = field(default_factory=list)
    number: tuple[str, int] | None = None
    members: list[Member] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)

    @property
    def wants(self) -> list[Want]:
        """The arrays of its likeliest form."""
        return self.forms[0].wants

    @property
    def variables(self) -> list:
        """The variables of the model that it stands for."""
        return list({id(v): v for want in self.wants for v in want.variables}.values())

    @property
    def given_names(self) -> frozenset[str]:
        """The names, as the file has them, of the arrays that the user named for it."""
        return frozenset(stored.name for form in self.forms for stored in form.given.values())

    def forms_in(self, variables) -> list[Form]:
        """The ways in which a checkpoint with these variables may have kept it."""
        if not self.members:
            return self.forms
        return [form for form in self.forms if not form.is_open] + keras_forms(
            self.members, variables
        )

    def answers_to(self, key) -> bool:
        """Whether `key` of `scopes=` means this part."""
        if isinstance(key, str):
            return key in [self.label, *(getattr(owner, "name", None) for owner in self.owners)]
        return any(key is owner for owner in self.owners)


def collect(target, forget_bias=None) -> list[Part]:
    """Finds the parts of a model, in its order of layers.

    Args:
        target: a cell (anything with `tf1_variables()`), a layer or a model.
        forget_bias: what TF1 added to the forget gates of cells that are Keras' in the model: a
            number, or numbers by layer, cell, or name of either; None for TF1's defaults.

    Raises:
        CheckpointError: if `target` is none of these, or has not been built, or `forget_bias` is
            for nothing in it.
    """
    if not is_own_cell(target) and not isinstance(target, keras.layers.Layer):
        raise CheckpointError(
            "the target is a cell with tf1_variables(), a Keras layer or a model, received "
            f"{target!r}; pass the object whose variables shall be fed."
        )
    found = {}
    _walk(target, [], found)
    parts = [part for part in dict.fromkeys(found.values()) if part is not None]
    _make_labels_unique(parts)
    given = ForgetBias(forget_bias)
    for part in parts:
        if part.members:
            _give_forms(part, given)
    given.check_used(parts)
    return parts


def _give_forms(part, forget_bias):
    try:
        part.forms, part.remarks = tf1_forms(
            part.members, part.label, lambda member: forget_bias.of(part, member)
        )
    except ValueError as error:
        raise _not_built(part.label) from error
    part.forms = part.forms or keras_forms(part.members, {})


def _walk(node, trail, found):
    if id(node) in found:
        return
    cells = _unit(node)
    if cells:
        owners = [owner for member in cells for owner in member.owners]
        nodes = {id(owner): owner for owner in [node, *owners, *_sides(node)]}
        known = next((found[key] for key in nodes if key in found), None)
        given = _given_names(node, trail)
        part = known or Part(_label(node, trail), [], [], True, given, _automatic_number(node))
        part.members = part.members or cells
        part.owners += [owner for owner in nodes.values() if owner not in part.owners]
        found.update(dict.fromkeys(nodes, part))
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


def _unit(node):
    """The cells that a node holds and nothing else, or none."""
    cells = members(node)
    for member in cells:
        if member.is_stock and not getattr(member.node, "built", True):
            raise _not_built(member.node.name)
    known = {id(weight) for member in cells for weight in member.weights}
    return cells if all(id(w) in known for w in getattr(node, "weights", [])) else []


def _sides(node):
    sides = (getattr(node, f"{side}_layer", None) for side in ("forward", "backward"))
    return [layer for layer in sides if layer is not None]


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


def _layer_part(node, own, trail):
    roles = [_role(node, weight) for weight in own]
    wants = [
        plain(names.SPELLINGS.get(role, (role,)), weight, weight.name)
        for role, weight in zip(roles, own, strict=True)
    ]
    forbidden = [
        spelling
        for group in _ROLE_GROUPS
        if set(group) & set(roles)
        for role in group
        if role not in roles
        for spelling in names.SPELLINGS.get(role, (role,))
    ]
    given = _given_names(node, trail)
    form = Form(wants, (), tuple(forbidden))
    return Part(_label(node, trail), [form], [node], False, given, _automatic_number(node))


def _role(node, weight):
    """What TF1 calls a weight that Keras may call otherwise."""
    if isinstance(node, _DEPTHWISE) and weight.name == "kernel":
        return "depthwise_kernel"
    return weight.name


def _label(node, trail):
    return "/".join([layer.name for layer in trail[1:]] + [getattr(node, "name", "cell")])


def _given_names(node, trail):
    return [
        layer.name
        for layer in [node, *reversed(trail)]
        if hasattr(layer, "name") and not _is_automatic(layer)
    ]


def _automatic_number(node):
    return names.numbered(node.name) if hasattr(node, "name") and _is_automatic(node) else None


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
