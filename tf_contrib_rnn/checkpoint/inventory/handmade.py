"""Recurrent cells that a program made by hand: one matrix a gate, whatever they are called."""

import re
from collections import defaultdict

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.inventory.contents import Cell, Network, Variable
from tf_contrib_rnn.checkpoint.inventory.scope_tree import Scope

_GATE = re.compile(
    r"(?i)(?P<before>(?:[a-z0-9]+_)*?[a-z]*?)_?"
    r"(?P<gate>[ifocgjzrunh]|input|forget|output|cell|candidate|update|reset|new|memory)"
    r"(?P<after>(?:_?(?:gate|weights?|bias|kernel|w|u|b|\d+))*)"
)
_HIDDEN = re.compile(r"(?i)\w*?(hh|h2h|hidden_to_hidden|recurrent)\w*")
_INPUT = re.compile(r"(?i)\w*?(xh|ih|i2h|x2h|in_to_hidden|input)\w*")
_LEAST_GATES = 2
WHY = "made by hand, so no class of tf.contrib.rnn computes it"


def find(top: Scope, variables: dict[str, Variable]) -> list[Network]:
    """Networks of unknown cells.

    Args:
        top: the variables that no network has so far.
        variables: all variables by name.
    """
    found = []
    for scope in top.every():
        taken = _gates_in(scope) or _plain_in(scope) or _gate_scopes(scope)
        if not taken:
            continue
        own = [variables[names.join(scope.path, path)] for path in taken]
        units, depth = sizes(own)
        cell = Cell(scope.path, [], units, depth, units, why=WHY)
        cell.known = {"num_units": "weights", "input_size": "weights"}
        found.append(Network(scope.path, "forward", [cell], "hand-made", own))
    return found


def _gates_in(scope):
    """Variables that are alike but for a gate in their names, with a matrix [units, units]."""
    groups = defaultdict(dict)
    for leaf, shape in scope.leaves.items():
        match = _GATE.fullmatch(leaf)
        if match and shape:
            key = (match["before"].lower(), match["after"].lower(), shape)
            groups[key][match["gate"].lower()] = leaf
    groups = [found for found in groups.values() if len(found) >= _LEAST_GATES]
    matrices = [found for found in groups if _rank(scope, found) == 2]
    if not any(_is_recurrent(scope, found, matrices) for found in matrices):
        return []
    widths = {scope.leaves[leaf][-1] for found in matrices for leaf in found.values()}
    kept = [
        f for f in groups for leaf in [next(iter(f.values()))] if scope.leaves[leaf][-1] in widths
    ]
    return [leaf for found in kept for leaf in found.values()]


def _rank(scope, found):
    return len(scope.leaves[next(iter(found.values()))])


def _is_recurrent(scope, found, matrices):
    """Whether a group is of matrices [units, units], or [inputs + units, units] a gate."""
    rows, columns = scope.leaves[next(iter(found.values()))]
    if rows == columns:
        return len(matrices) > 1 or len(found) > _LEAST_GATES
    return rows > columns and len(found) > _LEAST_GATES


def _plain_in(scope):
    """`W_xh`, `W_hh`, `b_h`: a network without gates."""
    squares = [
        leaf
        for leaf, shape in scope.leaves.items()
        if len(shape) == 2 and shape[0] == shape[1] and _HIDDEN.fullmatch(leaf)
    ]
    if len(squares) != 1:
        return []
    (units, _) = scope.leaves[squares[0]]
    inputs = [
        leaf
        for leaf, shape in scope.leaves.items()
        if len(shape) == 2 and shape[1] == units and leaf != squares[0] and _INPUT.fullmatch(leaf)
    ]
    biases = [leaf for leaf, shape in scope.leaves.items() if shape == (units,)]
    return [*squares, *inputs, *biases[:1]] if inputs else []


def _gate_scopes(scope):
    """`forget_gate/W`, `input_gate/W`, …: one scope a gate."""
    groups = defaultdict(list)
    for name, child in scope.children.items():
        if _GATE.fullmatch(name) and not child.children:
            groups[frozenset(child.leaves.items())].append(name)
    for leaves, found in groups.items():
        matrices = [shape for _, shape in leaves if len(shape) == 2]
        square = any(rows == columns for rows, columns in matrices)
        if len(found) > _LEAST_GATES and (
            square or any(rows > columns for rows, columns in matrices)
        ):
            return [f"{name}/{leaf}" for name in found for leaf, _ in leaves]
    return []


def sizes(variables: list[Variable]) -> tuple[int | None, int | None]:
    """The units of a cell made by hand, and the depth of its input.

    A matrix [units, units] shows both sizes apart; where there is none, each kernel has the rows
    of the input and of the state.

    Args:
        variables: its variables.
    """
    matrices = [one.shape for one in variables if len(one.shape) == 2]
    if not matrices:
        return None, None
    squares = [rows for rows, columns in matrices if rows == columns]
    others = [rows for rows, columns in matrices if rows != columns]
    if not squares:
        rows, units = matrices[0]
        return units, rows - units if rows > units else None
    return squares[0], others[0] if others else squares[0]
