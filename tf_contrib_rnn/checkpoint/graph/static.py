"""Networks that are unrolled, a copy of the step for each step."""

from dataclasses import replace

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.graph.chains import whole_of
from tf_contrib_rnn.checkpoint.graph.dropout import Dropout
from tf_contrib_rnn.checkpoint.graph.dynamic import COMPARED, run_scope, start_of
from tf_contrib_rnn.checkpoint.graph.facts import Recurrence
from tf_contrib_rnn.checkpoint.graph.nodes import CONCATENATIONS
from tf_contrib_rnn.checkpoint.graph.projections import around_stack
from tf_contrib_rnn.checkpoint.graph.sequences import cut_from, plain_lengths, turned_back
from tf_contrib_rnn.checkpoint.graph.stack import fact_of, stack
from tf_contrib_rnn.checkpoint.graph.states import is_inside, with_map_sizes
from tf_contrib_rnn.checkpoint.graph.view import MERGES


def static(view, runs: list[list], outer=()) -> list[Recurrence]:
    """The networks of unrolled cells.

    Args:
        view: the `View`.
        runs: the runs of all cells.
        outer: the variables of wrappers around stacks.
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
        found.append(_network(view, group, outer))
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


def _network(view, group, outer):
    if group[0][0].candidate is None:
        return _loose(group[0])
    after = [run[1].raw_states if len(run) > 1 else [] for run in group]
    made = stack(view, [run[0] for run in group], [], [_wholes(view, raw) for raw in after])
    tops = [
        stack(view, [run[number] for run in group], []).output for number in range(len(group[0]))
    ]
    steps = [step.inputs[0] for step in group[0]]
    wrapped = [
        around_stack(view, outer, made.cell, *ends) for ends in zip(steps, tops, strict=True)
    ]
    whole = wrapped[0][0]
    steps, tops = ([one[place] for one in wrapped] for place in (1, 2))
    cut = cut_from(view.graph, steps)
    turned = bool(cut and cut[2])
    outputs = [_received(view, top, "output" in made.layers[-1].fact.keep_probs) for top in tops]
    starts, form = _starts(view, group, names.leaf(made.cell.scope))
    whole = with_map_sizes(view, whole, starts)
    makes_own = len(steps) > 1 and view.is_before(tops[0], steps[1], 80)
    return Recurrence(
        scope=run_scope(whole),
        kind="static decoder" if makes_own else "static",
        cell=replace(whole, options={**whole.options, **form}),
        inputs=(cut[0],) if cut else tuple(steps[:1] if makes_own else steps),
        time_major=None if cut is None else cut[1] == 0,
        sequence_length=_lengths(view, group),
        initial_state=tuple(start_of(view, state) for state in starts),
        outputs=tuple(turned_back(view.graph, outputs) if turned else outputs),
        final_state=_ends(view, group, form, made.layers),
        is_reversed=turned,
        is_turned_back=turned,
        steps=len(steps),
        name=names.parent(group[0][0].product.name),
    )


def _starts(view, group, cell):
    """The states at the start, and the option of cells that have all of theirs in one tensor."""
    starts = [state for run in group for state in run[0].states]
    wholes = {whole_of(view, state) for state in starts}
    if len(starts) > 1 and len(wholes) == 1 and None not in wholes:
        cut, product = view.producer(starts[0]).name, group[0][0].product.name
        if is_inside(names.parent(cut), names.parent(product), cell):
            return list(wholes), {"state_is_tuple": False}
    return starts, {}


def _wholes(view, states):
    """Raw states, or the raw tensor that they are cut out of."""
    found = []
    for state in states:
        whole = whole_of(view, view.resolve(state))
        node = view.producer(view.resolve(state))
        found.append(node.inputs[1 if node.op == "Split" else 0] if whole else state)
    return found


def _ends(view, group, form, layers):
    """The states at the end: those of all cells, or the one tensor of them all."""
    ends = [state for run in group for state in run[-1].new_states]
    if form:
        for node, _ in view.consumers(ends[0]):
            if node.op in CONCATENATIONS and set(ends) <= set(view.inputs(node)):
                return (_kept(view, f"{node.name}:0", "state" in layers[0].fact.keep_probs),)
    return tuple(
        _kept(view, state, "state" in layer.fact.keep_probs and not _is_memory(run, state))
        for run, layer in zip(group, layers, strict=True)
        for state in run[-1].new_states
    )


def _is_memory(run, state):
    """Whether a state is the c of an LSTM, which keeps everything."""
    return len(run[-1].new_states) > 1 and state == run[-1].new_states[0]


def _loose(run):
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


def _received(view, top, has_dropout):
    """The output of a step as the program received it, after dropout or past its end."""
    merged = _merged(view, top)
    if merged:
        return merged[0]
    return (_dropped(view, top) or [top])[-1] if has_dropout else top


def _kept(view, state, has_dropout):
    """A state as the program received it at the end."""
    merged = _merged(view, state)
    if merged:
        return merged[-1]
    return (_dropped(view, state) or [state])[0] if has_dropout else state


def _dropped(view, tensor):
    """What dropout makes of a tensor, in the order of the graph: of the state, of the output."""
    copies = [one for one in view.copies(tensor) if view.passed(one)]
    copies = [one for one in copies if isinstance(view.passed(one)[0], Dropout)]
    return sorted(copies, key=view.order)


def _merged(view, tensor):
    """The ends of the condition on the lengths: of the output first, then of the state."""
    merges = [one for one in view.copies(tensor) if view.graph.node(one).op in MERGES]
    merges = sorted((one for one in merges if one.endswith(":0")), key=view.order)
    last = names.parent(merges[-1]) if merges else ""
    return [one for one in merges if names.parent(one) == last]


def _lengths(view, group):
    for run in group:
        for step in run[1:]:
            for raw in _wholes(view, step.raw_states):
                for passed in view.passed(raw):
                    found = _compared(view.graph, passed)
                    if found:
                        return found
    return None


def _compared(graph, passed):
    inputs = getattr(passed, "inputs", ())
    condition = graph.node(graph.origin(inputs[0])) if inputs else None
    if condition is None or condition.op not in COMPARED:
        return None
    return plain_lengths(graph, condition.inputs[COMPARED[condition.op]])
