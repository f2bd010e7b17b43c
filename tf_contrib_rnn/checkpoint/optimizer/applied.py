"""What a graph says of its optimizers: who applies the gradients of a variable, and how."""

import re
from dataclasses import dataclass

from tf_contrib_rnn.checkpoint.optimizer.kinds import ADAM_W, FTRL, KINDS, Kind

_APPLIES = re.compile(r"(Resource)?(?P<sparse>Sparse)?(?P<operation>Apply\w+?)(?P<version>V2)?")
_PART = re.compile(r"part_\d+")
_NAMES = {kind.operation: kind for kind in KINDS if kind is not ADAM_W}
_SHRINKING = {
    FTRL.inputs: "var accum linear grad lr l1 l2 l2_shrinkage lr_power",
    FTRL.sparse: "var accum linear grad indices lr l1 l2 l2_shrinkage lr_power",
}


@dataclass(frozen=True)
class Applied:
    """One operation that applies a gradient.

    Attributes:
        variable: the name of the variable.
        operation: what is applied, such as `"ApplyAdam"`, without `Resource` and `Sparse`.
        kind: an optimizer with that operation, or None where Keras has none.
        slots: the names of the slots, in the order of the kind.
        power: the name of its beta1_power, or None.
        values: the constant settings by Keras' name of them.
        variables: names of the variables that the other settings are read from, likewise.
        computed: the settings that the graph computes.
        is_nesterov: whether it looks one step ahead.
        is_sparse: whether only the rows with a gradient are changed.
        decay: the part of the variable that is taken off before each step, or None.
    """

    variable: str
    operation: str
    kind: Kind | None
    slots: tuple[str, ...]
    power: str | None
    values: dict[str, float]
    variables: dict[str, str]
    computed: tuple[str, ...]
    is_nesterov: bool
    is_sparse: bool
    decay: float | None


def applied(graph) -> list[Applied]:
    """Every operation of a graph that applies a gradient to a variable.

    Args:
        graph: a `Graph`.
    """
    found, decays = [], _decays(graph)
    for node in graph.nodes.values():
        match = _APPLIES.fullmatch(node.op)
        name = _variable(graph, node.inputs[0]) if match and node.inputs else None
        if name is not None:
            found.append(_read(graph, node, match, name, decays.get(name)))
    return found


def _read(graph, node, match, name, decay):
    kind = _NAMES.get(match["operation"])
    given = dict(zip(_inputs(kind, match, len(node.inputs)), node.inputs, strict=False))
    values, variables, computed = {}, {}, []
    for key, setting in kind.settings.items() if kind else ():
        value = graph.constant(given[key]) if key in given else None
        if value is not None and value.size == 1:
            values[setting] = float(value)
        elif key in given and (held := _variable(graph, given[key])):
            variables[setting] = held
        elif key in given:
            computed.append(setting)
    slots = [key for key in (kind.slot_inputs if kind else ()) if key in given]
    return Applied(
        name,
        match["operation"],
        kind,
        tuple(_variable(graph, given[key]) or "" for key in slots),
        _variable(graph, given["beta1_power"]) if "beta1_power" in given else None,
        values,
        variables,
        tuple(computed),
        bool(node.attributes.get("use_nesterov", False)),
        bool(match["sparse"]),
        decay,
    )


def _inputs(kind, match, count):
    """The names of an operation's inputs, in order."""
    text = ((kind.sparse if match["sparse"] else kind.inputs) or "") if kind else ""
    if kind is FTRL and match["version"]:
        text = _SHRINKING[text]
    names = text.split()
    return names if len(names) == count else []


def _variable(graph, tensor):
    """The name a checkpoint has for the variable behind a tensor, through a change of type."""
    node = graph.node(graph.origin(tensor))
    while node is not None and node.op == "Cast":
        tensor = node.inputs[0]
        node = graph.node(graph.origin(tensor))
    name = graph.variable(tensor)
    if name is None:
        return None
    return "/".join(part for part in name.split("/") if not _PART.fullmatch(part))


def _decays(graph):
    """`{variable: constant}` of those of which a constant part is subtracted, as AdamW does."""
    found = {}
    for node in graph.nodes.values():
        if node.op not in ("AssignSub", "AssignSubVariableOp"):
            continue
        name = _variable(graph, node.inputs[0])
        product = graph.node(graph.origin(node.inputs[1]))
        if name is None or product is None or product.op != "Mul":
            continue
        constants = [graph.constant(tensor) for tensor in product.inputs]
        factors = [value for value in constants if value is not None and value.size == 1]
        if len(factors) == 1 and name in [_variable(graph, tensor) for tensor in product.inputs]:
            found[name] = float(factors[0])
    return found
