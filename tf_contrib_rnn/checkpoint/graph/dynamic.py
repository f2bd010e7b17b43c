"""Networks that run in a while loop."""

from dataclasses import replace

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.graph.attention import attended
from tf_contrib_rnn.checkpoint.graph.facts import Recurrence
from tf_contrib_rnn.checkpoint.graph.projections import around_stack
from tf_contrib_rnn.checkpoint.graph.sequences import (
    after_loop,
    given_to_loop,
    plain_lengths,
    read_by,
)
from tf_contrib_rnn.checkpoint.graph.stack import around, as_unknown, stack
from tf_contrib_rnn.checkpoint.graph.states import base_of, broken, with_map_sizes
from tf_contrib_rnn.checkpoint.graph.view import SELECTS
from tf_contrib_rnn.checkpoint.graph.whole import body_of

# A sequence is over where time >= its length: the place of the length.
COMPARED = {"GreaterEqual": 1, "LessEqual": 0}


def dynamic(view, frame: str, variables, steps, outer=()) -> Recurrence:
    """The network of one loop.

    Args:
        view: the `View`.
        frame: the name of the loop.
        variables: its `LoopVariable`s.
        steps: the steps of the cells in it.
        outer: the variables of wrappers around stacks.
    """
    steps = _in_order(view, steps)
    written = _written(view, variables)
    kept = _kept(view, variables, steps)
    made = stack(view, steps, [value for value, _ in written], _after(view, variables, steps))
    whole, top = around(view, made, steps[0], [value for value, _ in written])
    whole, taken, top = around_stack(view, outer, whole, steps[0].inputs[0], top)
    steps[0] = replace(steps[0], inputs=[taken, *steps[0].inputs[1:]])
    lost = broken(view, variables, steps) or _changed(view, top, written, steps[0])
    lost = lost or _changed_before(view, steps[0])
    whole = as_unknown(whole, lost) if lost and whole.kind != "unknown" else whole
    whole = with_map_sizes(view, whole, [one.start for one in kept])
    cell = attended(view, with_state_form(whole, steps, kept), variables)
    reads = _sequence(view, variables, steps[0])
    read = [one for one in (reads, *(read_by(view, n) for n in steps[0].inputs[1:])) if one]
    limits = _lengths(view, kept)
    source = given_to_loop(view.graph, reads, limits) if reads else None
    outputs = _outputs(view, written, top, source)
    is_batch_first = outputs.is_transposed if outputs else bool(source and source.is_transposed)
    if source and source.is_transposed and not is_batch_first:
        source = given_to_loop(view.graph, reads, limits, moves=False)
    is_read = read_by(view, steps[0].inputs[0]) is not None
    return Recurrence(
        scope=run_scope(cell),
        kind="dynamic" if is_read else "decoder",
        cell=cell,
        inputs=tuple(given_to_loop(view.graph, one, limits, is_batch_first).tensor for one in read),
        time_major=not is_batch_first,
        sequence_length=plain_lengths(view.graph, limits) if limits else None,
        initial_state=tuple(start_of(view, variable.start) for variable in kept),
        outputs=(outputs.tensor,) if outputs else (),
        final_state=tuple(variable.end or "" for variable in kept),
        is_reversed=bool(source and source.is_reversed),
        is_turned_back=bool(outputs and outputs.is_reversed),
        steps=_steps(view.graph, source.tensor if source else reads, is_batch_first),
        between=_between(view, top, [value for value, _ in written], cell),
        name=frame,
    )


def _between(view, output, written, cell):
    """The variables that a loop uses between its cell and what it writes."""
    found, todo = {}, [value for value in written if view.is_before(output, value, 60)][:1]
    seen = set()
    while todo:
        tensor = todo.pop()
        if tensor in seen or tensor == output:
            continue
        seen.add(tensor)
        if tensor.startswith("="):
            found[tensor[1:]] = None
        node = view.producer(tensor)
        todo += view.inputs(node) if node is not None else []
    own = set(cell.variables.values())
    return tuple(name for name in reversed(found) if name not in own)


def _changed(view, top, written, step):
    """Why what a loop over given inputs writes is not what its cell gives, or nothing."""
    values = [value for value, _ in written]
    if not values or top in values or read_by(view, step.inputs[0]) is None:
        return ""
    late = [value for value in values if view.is_before(top, value, 60)]
    return "what the loop gives is computed further from the cell's output" if late else ""


def _changed_before(view, step):
    """Why a cell does not see what the loop reads, or nothing; a decoder makes its own inputs."""
    inputs = step.inputs[0]
    if step.candidate is None or inputs in view.loops or read_by(view, inputs) is not None:
        return ""
    body = body_of(view, [inputs])
    reads = any(node.op.startswith("TensorArrayRead") for node in body)
    own = any(name in view.loops for node in body for name in _data(view, node))
    weighs = any(name.startswith("=") for node in body for name in view.inputs(node))
    return (
        "the loop computes something of its inputs before the cell"
        if reads and weighs and not own
        else ""
    )


def _data(view, node):
    return [] if node.op.startswith("TensorArray") else view.inputs(node)


def _after(view, variables, steps):
    """For each step what its states become, unresolved."""
    by_merge = {variable.merge: variable for variable in variables}
    found = [[by_merge.get(base_of(view, state)) for state in step.states] for step in steps]
    return [[one.after for one in dict.fromkeys(each) if one and one.after] for each in found]


def run_scope(cell) -> str:
    """The scope in which a cell was called."""
    return names.parent(cell.scope)


def start_of(view, tensor: str) -> str | None:
    """The tensor a state starts with, None for zeros."""
    if view.is_zeros(view.resolve(tensor)):
        return None
    return view.graph.origin(tensor)


def with_state_form(cell, steps, kept):
    """The cell with `state_is_tuple=False` where all of its states are one tensor."""
    states = sum(len(step.states) for step in steps)
    if not (len(kept) == 1 and states > 1):
        return cell
    return replace(cell, options={**cell.options, "state_is_tuple": False})


def _in_order(view, steps):
    """The steps of one loop, each after those whose output it takes."""
    ordered, left = [], list(steps)
    while left:
        free = [
            step
            for step in left
            if not any(
                other is not step and view.is_before(other.output, step.inputs[0], 120)
                for other in left
            )
        ]
        ordered += free or left
        left = [step for step in left if step not in ordered]
    return ordered


def _written(view, variables):
    """`(value, loop variable)` of all that a loop writes into TensorArrays, resolved."""
    found = []
    for variable in variables:
        node = view.graph.node(view.graph.origin(variable.after)) if variable.after else None
        if node is not None and node.op.startswith("TensorArrayWrite"):
            found.append((view.resolve(node.inputs[2]), variable))
    return found


def _kept(view, variables, steps):
    """The loop variables that hold the states, in the order of the cells' states."""
    by_merge = {variable.merge: variable for variable in variables}
    found = []
    for step in steps:
        for state in step.states:
            variable = by_merge.get(base_of(view, state))
            if variable is not None and variable not in found:
                found.append(variable)
    return found


def _sequence(view, variables, step):
    """What the loop reads its inputs from, directly or into a variable of its own."""
    found = read_by(view, step.inputs[0])
    if found:
        return found
    by_merge = {variable.merge: variable for variable in variables}
    todo, seen = [step.inputs[0]], set()
    while todo and len(seen) < 60:
        tensor = todo.pop(0)
        if tensor in seen:
            continue
        seen.add(tensor)
        variable = by_merge.get(tensor)
        if variable is not None and variable.after and tensor not in step.states:
            todo.append(view.resolve(variable.after))
        node = view.producer(tensor)
        if node is None:
            continue
        if read_by(view, tensor):
            return read_by(view, tensor)
        todo += [name for name in view.inputs(node) if not name.startswith("=")]
    return None


def _outputs(view, written, output, source):
    for value, variable in written:
        if value == output and variable.end:
            return after_loop(view.graph, variable.end, source)
    for value, variable in written:
        if variable.end and view.is_before(output, value, 60):
            return after_loop(view.graph, variable.end, source)
    return None


def _lengths(view, kept):
    """The lengths by which a state is held, from the condition that compares them with time."""
    for variable in kept:
        for passed in view.passed(variable.after):
            if getattr(passed, "op", "") in SELECTS:
                condition = view.graph.node(view.graph.origin(passed.inputs[0]))
                if condition is not None and condition.op in COMPARED:
                    return condition.inputs[COMPARED[condition.op]]
    return None


def _steps(graph, inputs, is_batch_first):
    node = graph.node(inputs) if inputs else None
    shape = node.attributes.get("shape") if node is not None else None
    shape = shape if node is not None and node.op.startswith("Placeholder") else None
    axis = 1 if is_batch_first else 0
    return shape[axis] if shape and len(shape) > axis else None
