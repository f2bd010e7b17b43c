"""Networks that are unrolled, a copy of the step for each step."""

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.graph.dynamic import run_scope, start_of
from tf_contrib_rnn.checkpoint.graph.facts import Recurrence
from tf_contrib_rnn.checkpoint.graph.sequences import cut_from
from tf_contrib_rnn.checkpoint.graph.stack import fact_of, stack


def chains(steps) -> list[list]:
    """The steps of one cell in runs: each starts with the states that the one before ends with."""
    ends = {}
    for step in steps:
        for state in step.new_states:
            ends.setdefault(state, step)
    found, heads = [], {}
    for step in steps:
        before = next((ends[state] for state in step.states if state in ends), None)
        run = heads.pop(id(before), None) if before is not None else None
        if run is None:
            run = []
            found.append(run)
        run.append(step)
        heads[id(step)] = run
    return found


def static(view, runs: list[list]) -> list[Recurrence]:
    """The networks of unrolled cells.

    Args:
        view: the `View`.
        runs: the runs of all cells.
    """
    left, found = list(runs), []
    while left:
        group = [left.pop(0)]
        while (above := _above(view, group[-1], left)) is not None:
            left.remove(above)
            group.append(above)
        while (below := _below(view, group[0], left)) is not None:
            left.remove(below)
            group.insert(0, below)
        found.append(_network(view, group))
    return found


def _in_one_stack(low, high):
    scopes = [run[0].held.scope.split("/") for run in (low, high)]
    return all("multi_rnn_cell" in scope for scope in scopes) and len({
        "/".join(scope[: scope.index("multi_rnn_cell")]) for scope in scopes
    }) == 1  # fmt: skip


def _feeds(view, low, high):
    """Whether a run stands on another in one MultiRNNCell."""
    if len(low) != len(high) or not _in_one_stack(low, high):
        return False
    output, inputs = low[0].output, high[0].inputs[0]
    return output == inputs or view.is_before(output, inputs, 8)


def _above(view, run, others):
    return next((one for one in others if _feeds(view, run, one)), None)


def _below(view, run, others):
    return next((one for one in others if _feeds(view, one, run)), None)


def _network(view, group):
    if group[0][0].candidate is None:
        return _loose(view, group[0])
    made = stack(view, [run[0] for run in group], [])
    tops = [stack(view, [run[number] for run in group], []).output for number in range(len(group[0]))]
    steps = [step.inputs[0] for step in group[0]]
    cut = cut_from(view.graph, steps)
    turned = bool(cut and cut[2])
    outputs = [_received(view, top) for top in tops]
    makes_own = len(steps) > 1 and view.is_before(tops[0], steps[1], 80)
    return Recurrence(
        scope=run_scope(made.cell),
        kind="static decoder" if makes_own else "static",
        cell=made.cell,
        inputs=(cut[0],) if cut else tuple(steps),
        time_major=None if cut is None else cut[1] == 0,
        sequence_length=_lengths(view, group),
        initial_state=tuple(start_of(view, state) for run in group for state in run[0].states),
        outputs=tuple(reversed(outputs)) if turned else tuple(outputs),
        final_state=tuple(state for run in group for state in run[-1].new_states),
        is_reversed=turned,
        steps=len(steps),
        step_inputs=tuple(reversed(steps)) if turned else tuple(steps),
        name=names.parent(group[0][0].product.name),
    )


def _loose(view, run):
    """A hand-made network, of which only the products of each step are known."""
    cell = fact_of(run[0].held, None, run[0].why)
    return Recurrence(
        scope=cell.scope,
        kind="static",
        cell=cell,
        inputs=(),
        time_major=None,
        steps=len(run),
        name=names.parent(run[0].product.name),
    )


def _received(view, top):
    """The output of a step as the program received it, after dropout and past its end."""
    order = {name: number for number, name in enumerate(view.graph.nodes)}
    copies = [copy for copy in view.copies(top) if view.passed(copy)]
    return max(copies, key=lambda name: order.get(name.partition(":")[0], 0), default=top)


def _lengths(view, group):
    for run in group:
        for step in run[1:]:
            for raw in step.raw_states:
                for passed in view.passed(raw):
                    found = _compared(view.graph, passed)
                    if found:
                        return found
    return None


def _compared(graph, passed):
    inputs = getattr(passed, "inputs", ())
    condition = graph.node(graph.origin(inputs[0])) if inputs else None
    if condition is None or condition.op != "GreaterEqual":
        return None
    tensor = graph.origin(condition.inputs[1])
    node = graph.node(tensor)
    return graph.origin(node.inputs[0]) if node is not None and node.op == "Cast" else tensor
