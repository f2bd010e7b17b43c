"""Where in a checkpoint the recurrent networks stand: directions, stacks, cells called alone."""

import re
from dataclasses import dataclass, field

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.inventory import units
from tf_contrib_rnn.checkpoint.inventory.catalogue import WRAPPERS
from tf_contrib_rnn.checkpoint.inventory.scope_tree import Scope
from tf_contrib_rnn.checkpoint.inventory.units import Unit

_MEMBER = re.compile(r"cell_\d+")
_SIDES = {"fw": "forward", "bw": "backward"}
# Scopes in which programs call cells, and those they give to layers instead.
_RECURRENT = re.compile(r"fw|bw|cell_\d+|\w*(rnn|lstm|gru|encoder|decoder|recurrent)\w*", re.I)
_DENSE = re.compile(
    r"\w*(dense|fully_connected|linear|logits|softmax|proj|output|fc|hidden|layer|conv)\w*", re.I
)
_CELLS_NAME = re.compile(r"\w*(cell|lstm|gru|rnn)(_\d+)?", re.I)
_OF_LAYERS = {"kernel", "bias", "gamma", "beta", "moving_mean", "moving_variance"}
_CARRY = re.compile(r"(carry|transform)_[wb]")
_BOTH, _SHARED = "both", "both, one cell shared"


@dataclass(eq=False)
class Place:
    """A cell in a network.

    Attributes:
        scope: the scope it was called in.
        unit: the cell.
        direction: `"forward"` or `"backward"`.
        layer: the layer of a stack of bidirectional networks.
    """

    scope: str
    unit: Unit
    direction: str = "forward"
    layer: int = 0


@dataclass(eq=False)
class Found:
    """A network, before it is told in plain values."""

    scope: str
    kind: str
    direction: str
    places: list[Place]
    opaque: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def taken(self) -> list[str]:
        """The names of its variables."""
        found = [names.join(one.scope, path) for one in self.places for path in one.unit.shapes]
        return list(dict.fromkeys(found + ([self.opaque] if self.opaque else [])))


def find(top: Scope) -> list[Found]:
    """All recurrent networks of a checkpoint, in the order of their scopes."""
    return list(_walk(top))


def _walk(scope):
    whole = _stacked(scope) or _two_sided(scope)
    if whole:
        yield whole
        return
    found = list(_called_here(scope))
    yield from found
    taken = {name for one in found for name in one.taken}
    for child in scope.children.values():
        rest = child.without(taken) if taken else child
        if rest.children or rest.leaves:
            yield from _walk(rest)
    if names.OPAQUE in scope.leaves:
        opaque = names.join(scope.path, names.OPAQUE)
        yield Found(scope.path, "cuDNN", "", [], opaque)


def _stacked(scope):
    """`stack_bidirectional_rnn`: layers of two directions each."""
    layers = [child for name, child in scope.children.items() if _MEMBER.fullmatch(name)]
    if not layers or len(layers) < len(scope.children) or scope.leaves:
        return None
    layers.sort(key=lambda layer: names.numbered(layer.name)[1])
    inner = [_two_sided(layer) or _two_sided_inside(layer) for layer in layers]
    if not all(inner):
        return None
    places = [
        Place(place.scope, place.unit, place.direction, number)
        for number, network in enumerate(inner)
        for place in network.places
    ]
    shared = {network.direction for network in inner}
    direction = _SHARED if shared == {_SHARED} else _BOTH
    return Found(scope.path, "stacked bidirectional", direction, places)


def _two_sided_inside(layer):
    children = list(layer.children.values())
    return _two_sided(children[0]) if len(children) == 1 and not layer.leaves else None


def _two_sided(scope):
    """`bidirectional_rnn`: `fw` and `bw`, or `fw` alone where both directions have one cell."""
    sides = {name: scope.children[name] for name in _SIDES if name in scope.children}
    if "fw" not in sides:
        return None
    found = {name: units.called_in(side.shapes()) for name, side in sides.items()}
    if not all(found.values()):
        return None
    if "bw" not in sides and len(scope.children) > 1:
        return None
    places = [Place(sides[name].path, unit, _SIDES[name]) for name, unit in found.items() if unit]
    direction = _BOTH if "bw" in sides else _SHARED
    return Found(scope.path, "bidirectional", direction, places)


def _called_here(scope):
    """Networks of one direction: cells that were called in this scope."""
    found = {}
    for name, child in scope.children.items():
        unit = _cell_in(child)
        if unit:
            found[name] = unit
    if not found and _RECURRENT.fullmatch(scope.name) and len(scope.children) >= 1:
        found = _unnamed_cell(scope)
    carried = [name for name in scope.leaves if _CARRY.fullmatch(name)]
    if carried and len(found) == 1:
        (name,) = found
        shapes = {**{leaf: scope.leaves[leaf] for leaf in carried}, **found[name].shapes}
        unit = units.called_in(shapes)
        found = {name: unit} if unit else found
    yield from _keras_sides(scope, found)
    for unit in found.values():
        kind = "Keras" if unit.foreign.startswith("keras.") else "cell"
        yield Found(scope.path, kind, "forward", [Place(scope.path, unit)])


def _keras_sides(scope, found):
    """The two halves of a tf.keras Bidirectional, taken out of `found`."""
    for name in [one for one in found if one.startswith("forward_")]:
        other = "backward_" + name.removeprefix("forward_")
        if other not in found or not found[name].foreign.startswith("keras."):
            continue
        places = [Place(scope.path, found.pop(one), one.partition("_")[0]) for one in (name, other)]
        yield Found(scope.path, "Keras", _BOTH, places)


def _cell_in(child):
    """The cell whose own scope this is, by its usual name or by variables of no layer."""
    shapes = child.shapes()
    if units.is_usual(child.name):
        return units.read(child.name, shapes) or units.unknown_in(child.name, shapes)
    if _is_layer(shapes) and not _is_cells_own(child, shapes):
        return None
    unit = units.read(child.name, shapes)
    if unit is None or (unit.foreign and unit.members and not _is_attention(child)):
        return None
    is_wrapper = any(one.kind in WRAPPERS for one in unit.candidates)
    is_stack = bool(unit.members) and not unit.foreign
    return None if is_wrapper or (is_stack and not unit.candidates) else unit


def _is_attention(child):
    return not _RECURRENT.fullmatch(child.name) or "attention" in child.name


def _is_layer(shapes):
    """Whether these are the variables that some layer has too, by names and widths."""
    if not set(shapes) <= _OF_LAYERS:
        return False
    return (
        "kernel" not in shapes
        or shapes.get("bias", shapes["kernel"][-1:]) == (shapes["kernel"][-1:])
    )


def _is_cells_own(child, shapes):
    """Whether a scope of a kernel and a bias is called as one calls a cell."""
    return (
        bool(_CELLS_NAME.fullmatch(child.name))
        and {"kernel", "bias"} == set(shapes)
        and len(shapes["kernel"]) == 2
    )


def _unnamed_cell(scope):
    """The one scope in a run's that could be a cell's, whatever it is called."""
    could = {
        name: child
        for name, child in scope.children.items()
        if not _DENSE.fullmatch(name) and not child.children
    }
    if len(could) != 1:
        return {}
    ((name, child),) = could.items()
    unit = units.read(name, child.shapes())
    return {name: unit} if unit else {}
