"""The ways in which TF1 may have kept a recurrent unit: which arrays, under which names.

A cell of ours has the one form that it declares. One of Keras' has a form for each cell of TF1 that
computes the same, and one for tf.keras, which kept the variables as Keras does.
"""

import itertools
import re
from dataclasses import dataclass, field

from tf_contrib_rnn.checkpoint import names, stock
from tf_contrib_rnn.checkpoint.members import SIDES, Member, has_two_sides
from tf_contrib_rnn.checkpoint.pieces import Want, plain


@dataclass(eq=False)
class Form:
    """One way in which TF1 may have kept a part.

    Attributes:
        wants: its arrays.
        own_scopes: scopes that belong to the part alone, relative to its scope.
        forbidden: variables that may not stand in the scope, because the part has none of them.
        assumed: what had to be assumed for a want that no checkpoint holds, as a sentence.
        is_open: whether its names are so common that a scope must hold nothing else of them.
        given: the arrays of those wants for which the user named one.
    """

    wants: list[Want]
    own_scopes: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    assumed: dict[Want, str] = field(default_factory=dict)
    is_open: bool = False
    given: dict = field(default_factory=dict)


def tf1_forms(found: list[Member], label: str, forget_bias) -> tuple[list[Form], list]:
    """The forms in which TF1's own cells kept the members.

    Args:
        found: the members.
        label: what to call the unit.
        forget_bias: `forget_bias(member)`, the number the user gave for it or None.

    Returns:
        The forms, and remarks: scopes of TF1's cells that Keras' are not equal to, and why not.
    """
    choices, remarks = [], []
    for member in found:
        cells, why = stock.tf1_cells(member.node) if member.is_stock else ([None], [])
        choices.append((member, cells))
        remarks += why
    if not all(cells for _, cells in choices):
        return [], list(dict.fromkeys(remarks))
    forms = [_form(pick, label, forget_bias) for pick in _alike(choices)]
    return [form for form in forms if form], list(dict.fromkeys(remarks))


def _alike(choices):
    """One cell of TF1 for each member, the same one for members of one kind."""
    kinds = {_kind(cells): cells for _, cells in choices}
    for picked in itertools.product(*kinds.values()):
        cell_of = dict(zip(kinds, picked, strict=True))
        yield [(member, cell_of[_kind(cells)]) for member, cells in choices]


def _kind(cells):
    return tuple(cell and (cell.scope, cell.title) for cell in cells)


def _form(pick, label, forget_bias):
    wants, assumed = [], {}
    for member, cell in pick:
        if cell is None:
            variables = member.node.tf1_variables()
            paths = {names.join(member.path, path): v for path, v in variables.items()}
            wants += [plain((path,), variable, path) for path, variable in paths.items()]
            continue
        weights, given = stock.weights_of(member.node), forget_bias(member)
        added = cell.forget_bias if given is None else given
        if weights.bias is None and added:
            return None  # nothing to hold it
        own = stock.wants(cell, weights, member.path, added)
        wants += own
        for want in own if given is None else []:
            if any(piece.shift for piece in want.pieces):
                assumed[want] = (
                    f"forget_bias={added}, the default of TF1's {cell.title}, is added to the bias "
                    f"of {label!r}; no checkpoint holds it, so pass forget_bias= for another"
                )
    paths = [path for want in wants for path in want.paths]
    own_scopes = dict.fromkeys(path.partition("/")[0] for path in paths if "/" in path)
    if has_two_sides([member for member, _ in pick]):
        own_scopes = SIDES
    return Form(wants, tuple(own_scopes), (), assumed)


def keras_forms(found: list[Member], variables) -> list[Form]:
    """The forms in which tf.keras kept the members.

    A layer, or a cell under `dynamic_rnn`, has `kernel`, `recurrent_kernel` and `bias` in a scope
    of whatever name; a stack numbers them in one scope (`kernel_1`); the two directions have
    scopes of one name, but for `forward_x` and `backward_x`, or `fw` and `bw`.

    Args:
        found: the members.
        variables: the variables of the checkpoint by name.
    """
    if not all(member.is_stock for member in found):
        return []
    if not has_two_sides(found):
        return [Form(_keras_wants(found, ""), is_open=True)]
    sides = [[m for m in found if m.path.partition("/")[0] == side] for side in SIDES]
    pairs = dict.fromkeys(_pairs_of_sides(variables)) or [("forward_rnn", "backward_rnn")]
    wants = [_keras_wants(sides[0], f) + _keras_wants(sides[1], b) for f, b in pairs]
    return [Form(its, is_open=True) for its in wants]


def _keras_wants(found, scope):
    wants, counts = [], dict.fromkeys(stock.Weights._fields, 0)
    for member in found:
        for role, variable in zip(
            stock.Weights._fields, stock.weights_of(member.node), strict=True
        ):
            if variable is not None:
                number = f"_{counts[role]}" if counts[role] else ""
                path = names.join(scope, f"{role}{number}")
                wants.append(plain((path,), variable, path))
                counts[role] += 1
    return wants


def _pairs_of_sides(variables):
    """Scopes of two directions, relative to the last they share."""
    scopes = [names.parent(n) for n in variables if names.leaf(n) == "recurrent_kernel"]
    split = [scope.split("/") for scope in scopes]
    for forward in split:
        if not any(c == SIDES[0] or c.startswith("forward_") for c in forward):
            continue
        for backward in split:
            if _is_opposite(forward, backward):
                shared = next(
                    n for n, (f, b) in enumerate(zip(forward, backward, strict=True)) if f != b
                )
                yield "/".join(forward[shared:]), "/".join(backward[shared:])


def _backward(components):
    """The scope of the other direction, without the number at its end."""
    changed = ["bw" if c == "fw" else re.sub("^forward_", "backward_", c) for c in components]
    return [*changed[:-1], names.numbered(changed[-1])[0]]


def _is_opposite(forward, backward):
    return _backward(forward) == [*backward[:-1], names.numbered(backward[-1])[0]]
