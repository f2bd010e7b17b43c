"""The cells whose variables a graph has: by names and shapes, before anything is proven."""

from dataclasses import dataclass

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.graph.keras_cells import keras_candidates
from tf_contrib_rnn.checkpoint.graph.nodes import whole_name
from tf_contrib_rnn.checkpoint.inventory import units
from tf_contrib_rnn.checkpoint.inventory.catalogue import WRAPPERS
from tf_contrib_rnn.checkpoint.inventory.scope_tree import tree_of
from tf_contrib_rnn.checkpoint.sources import Stored


@dataclass(eq=False)
class Held:
    """A cell by its variables.

    Attributes:
        scope: its own scope, as TF 1.15.5 would call it.
        scope_in_graph: the same as the graph calls it.
        own_scope: the last component of the scope, which the cell gave itself; empty for a wrapper
            without one.
        candidates: the classes that make just these variables, the likeliest first.
        variables: `{path below the scope: names in the graph}`; several for a sharded variable.
        shapes: `{path: shape}`.
        inside: the cell in it, for a wrapper.
        is_around_stack: whether it is a wrapper around a MultiRNNCell.
        foreign: the class of another library, such as `"keras.layers.SimpleRNN"`.
    """

    scope: str
    scope_in_graph: str
    own_scope: str
    candidates: list
    variables: dict
    shapes: dict
    inside: "Held | None" = None
    foreign: str = ""
    is_around_stack: bool = False


def held_cells(graph) -> list[Held]:
    """The cells whose variables a graph has; wrappers with the cell inside them."""
    shapes = {name: var for name, var in graph.variables.items() if var.shape is not None}
    own = {name: var for name, var in shapes.items() if not _is_slot(name, shapes)}
    own = {name: var for name, var in own.items() if var.shape}
    modern = names.modern({n: Stored(n, var.shape, var.dtype, None) for n, var in own.items()})
    origins = {}
    for old, new in modern.translation.names.items():
        origins.setdefault("/".join(new), []).append("/".join(old))
    shards = modern.translation.shards
    for found in origins.values():
        found.sort(key=lambda name: (shards.get(tuple(name.split("/")), 0), name))
    cells = []
    _walk(tree_of({**modern, **_shared(modern, origins)}), origins, modern, cells)
    return cells


def _shared(modern, origins):
    """Arrays that stand for others too, as one kernel for all groups of an old GLSTMCell."""
    found = {}
    for reading in names.readings(modern, modern.translation):
        for path, stored in reading.added.items() if not reading.gone else ():
            name = "/".join(path)
            found[name], origins[name] = stored, [stored.name]
    return found


def _is_slot(name, variables):
    above = names.parent(name)
    while above:
        if whole_name(above) in variables:
            return True
        above = above.partition("/")[2]
    return False


def _walk(scope, origins, modern, cells):
    unit = units.read(scope.name, scope.shapes()) if scope.path else None
    if unit is not None and (unit.foreign.startswith("keras") or _is_cell(unit)):
        held = _held(unit, names.parent(scope.path), origins, modern)
        cells.append(held)
        if not _holds_stack(unit):
            return
        held.inside, held.is_around_stack = None, True
        scope = scope.children[unit.members[0].scope]
    if any(names.is_wrapper_variable(leaf) for leaf in scope.leaves):
        unit = units.called_in(scope.shapes())
        if unit is not None and _is_cell(unit):
            cells.append(_held(unit, scope.path, origins, modern))
            return
    for child in scope.children.values():
        _walk(child, origins, modern, cells)


def _holds_stack(unit):
    """Whether a unit is a wrapper around a MultiRNNCell, whose cells count for themselves."""
    inside = unit.members[0].candidates if unit.members else []
    return bool(inside) and inside[0].kind == "MultiRNNCell"


def _is_cell(unit):
    return bool(unit.candidates) and unit.candidates[0].kind != "MultiRNNCell"


def _held(unit, above, origins, modern):
    scope = names.join(above, unit.scope) if unit.scope else above
    inside = None
    if unit.candidates and unit.candidates[0].kind in WRAPPERS and unit.members:
        inside = _held(unit.members[0], scope, origins, modern)
    prefix = f"{unit.scope}/" if unit.scope else ""
    shapes = {path.removeprefix(prefix): shape for path, shape in unit.shapes.items()}
    if inside is not None:
        start = f"{unit.members[0].scope}/"
        shapes = {path: shape for path, shape in shapes.items() if not path.startswith(start)}
    variables = {path: tuple(origins[names.join(scope, path)]) for path in shapes}
    own = names.leaf(unit.scope)
    candidates = unit.candidates or keras_candidates(unit.foreign, own, unit.sizes)
    return Held(
        scope,
        modern.in_file.get(scope, scope),
        own,
        candidates,
        variables,
        shapes,
        inside,
        unit.foreign,
    )
