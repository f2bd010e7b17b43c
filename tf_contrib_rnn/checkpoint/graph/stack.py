"""One step of a network: cells on each other, and what wraps them without variables."""

import inspect
import re
from dataclasses import dataclass, replace

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.graph.dropout import Dropout
from tf_contrib_rnn.checkpoint.graph.facts import CellFact
from tf_contrib_rnn.checkpoint.graph.projections import PROJECTIONS
from tf_contrib_rnn.checkpoint.graph.proof import Application, own_values
from tf_contrib_rnn.checkpoint.graph.region import region
from tf_contrib_rnn.checkpoint.inventory.classes import public_class

_MEMBER = re.compile(r"[Cc]ell_?(\d+)(_\d+)?")
_MULTI = ("multi_rnn_cell", "MultiRNNCell")


@dataclass(eq=False)
class Layer:
    """A cell with its wrappers, in one step.

    Attributes:
        step: the step of the cell.
        fact: the cell as the graph applies it.
        output: what it gives to the next layer, resolved.
    """

    step: Application
    fact: CellFact
    output: str


@dataclass(eq=False)
class Stack:
    """The cells of one step, from the inputs to what leaves.

    Attributes:
        cell: all of them as one cell.
        layers: the layers, from below.
        output: what leaves the uppermost, resolved.
    """

    cell: CellFact
    layers: list[Layer]
    output: str


def fact_of(held, candidate, why="") -> CellFact:
    """What is known of a cell from its variables and the class that was proven."""
    prefix = f"{held.own_scope}/" if held.own_scope else ""
    variables = {f"{prefix}{path}": ", ".join(found) for path, found in held.variables.items()}
    if candidate is None:
        kind = held.foreign or "unknown"
        return CellFact(kind, held.scope_in_graph, variables, why=why)
    inner = candidate.cells.get("cell")
    members = (fact_of(held.inside, inner),) if inner is not None and held.inside else ()
    options = {key: value for key, value in candidate.arguments.items() if key != "name"}
    if candidate.kind in PROJECTIONS and options.get("activation") == "linear":
        options.pop("activation")  # which is what no activation means there
    depth = candidate.inputs[-1] if candidate.inputs else None
    depth = depth if isinstance(depth, int) else None
    return CellFact(
        candidate.kind, held.scope_in_graph, variables, options, members, input_size=depth, why=why
    )


def stack(view, steps: list[Application], leaving: list[str], after=()) -> Stack:
    """Puts the cells of one step on each other.

    Args:
        view: the `View`.
        steps: the steps of the cells, from below.
        leaving: the tensors that leave the network, resolved; empty where nobody knows.
        after: for each step the tensors that the next step gets for its states, unresolved.
    """
    layers = []
    for number, step in enumerate(steps):
        targets = steps[number + 1].inputs if number + 1 < len(steps) else leaving
        layers.append(_layer(view, step, targets))
    _give_dropout(view, layers, after or [step.raw_states for step in steps])
    facts = [layer.fact for layer in layers]
    breaks = [
        f"between {names.leaf(low.fact.scope)} and the next cell stands something else"
        for low, high in zip(layers, layers[1:], strict=False)
        if low.output != high.step.inputs[0]
    ]
    return Stack(_as_one(facts, breaks), layers, layers[-1].output)


def around(view, made: Stack, first: Application, leaving: list[str]) -> tuple[CellFact, str]:
    """The cells as one, with a residual sum around them all, and what leaves.

    Args:
        view: the `View`.
        made: the cells.
        first: the step of the lowest cell.
        leaving: the tensors that leave the network, resolved.
    """
    added = _residual(view, made.output, first.inputs[0])
    if made.cell.kind != "MultiRNNCell" or made.output in leaving or added not in leaving:
        return made.cell, made.output
    cell = made.cell
    size = cell.input_size
    return CellFact("ResidualWrapper", cell.scope, {}, {}, (cell,), input_size=size), added


def as_unknown(cell: CellFact, why: str) -> CellFact:
    """Something around a cell that is none of ours."""
    return CellFact("unknown", cell.scope, {}, {}, (cell,), input_size=cell.input_size, why=why)


def _as_one(facts, breaks):
    if len(facts) == 1 and not _in_multi(facts[0].scope):
        return facts[0]
    scope = common([_above_member(fact.scope) for fact in facts])
    kind = "unknown" if breaks else "MultiRNNCell"
    return CellFact(
        kind, scope, {}, {}, tuple(facts), input_size=facts[0].input_size, why="".join(breaks[:1])
    )


def _in_multi(scope):
    return any(part in _MULTI for part in scope.split("/"))


def _above_member(scope):
    parts = scope.split("/")
    for number, part in enumerate(parts):
        if part in _MULTI:
            return "/".join(parts[: number + 1])
    return names.parent(scope)


def common(scopes: list[str]) -> str:
    """The scope that all of some scopes lie in, the innermost."""
    found = scopes[0].split("/")
    for scope in scopes[1:]:
        other = scope.split("/")
        same = [a == b for a, b in zip(found, other, strict=False)]
        found = found[: same.index(False) if False in same else len(same)]
    return "/".join(found)


def _layer(view, step, targets):
    fact = fact_of(step.held, step.candidate, step.why)
    if "dropout_keep_prob" in _parameters(fact.kind):
        for drop in _own_dropout(view, step)[:1]:
            fact = replace(fact, options={**fact.options, "dropout_keep_prob": drop.keep_prob})
    output = step.output
    added = _residual(view, output, step.inputs[0])
    if added and (added in targets or (not targets and _only_use(view, output, step, added))):
        fact = CellFact("ResidualWrapper", fact.scope, {}, {}, (fact,), input_size=fact.input_size)
        output = added
    return Layer(step, fact, output)


def _parameters(kind):
    is_ours = kind != "unknown" and not kind.startswith("keras")
    return inspect.signature(public_class(kind)).parameters if is_ours else {}


def _residual(view, output, inputs):
    """The sum of a cell's output and its inputs, where the graph has it."""
    for node, place in view.consumers(output):
        if node.op in ("Add", "AddV2") and view.inputs(node)[1 - place] == inputs:
            return f"{node.name}:0"
    return None


def _only_use(view, output, step, added):
    """Whether an output is used only for a sum, and as the state of the next step."""
    uses = [
        f"{node.name}:0"
        for node, _ in view.consumers(output)
        if node.op not in ("Concat", "ConcatV2")
    ]
    return uses == [added] and step.output in step.new_states


def _give_dropout(view, layers, after):
    """Says of each dropout between cells to which cell, and which side of it, it belongs."""
    of_states = [_drops(view, raw) for raw in after]
    for number, layer in enumerate(layers):
        for drop in _drops(view, layer.step.raw_inputs):
            member = _member(drop.node)
            is_below = number and (member is None or member != _member(layer.fact.scope))
            place, side = (number - 1, "output") if is_below else (number, "input")
            layers[place] = _with(layers[place], side, drop.keep_prob)
        for drop in of_states[number]:
            layers[number] = _with(layers[number], "state", drop.keep_prob)
    known = {drop.node for drops in of_states for drop in drops}
    top = layers[-1]
    found = _drops(view, view.copies(top.output))
    for drop in [one for one in found if one.node not in known][:1]:
        layers[-1] = _with(top, "output", drop.keep_prob)


def _drops(view, tensors):
    """The dropouts that tensors were passed through, each once."""
    found = [one for tensor in tensors for one in view.passed(tensor)]
    return list({one.node: one for one in found if isinstance(one, Dropout)}.values())


def _own_dropout(view, step):
    """The dropout inside a step, of what neither comes in nor goes out."""
    outside = {*step.inputs, *step.states, *step.new_states, step.output}
    entry = set(view.inputs(step.product)[1:2])
    found = region(view, step.product, set(own_values(step.held)), entry)
    raw = [name for node in found.nodes for name in node.inputs]
    return [one for one in _drops(view, raw) if view.resolve(one.kept) not in outside]


def _with(layer, side, keep_prob):
    fact = replace(layer.fact, keep_probs={**layer.fact.keep_probs, side: keep_prob})
    return Layer(layer.step, fact, layer.output)


def _member(name):
    found = [_MEMBER.fullmatch(part) for part in name.split("/")]
    numbers = [match[1] for match in found if match]
    return numbers[-1] if numbers else None
