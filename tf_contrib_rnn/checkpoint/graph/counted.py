"""Whether a loop over a sequence takes all of its steps, each once and in order."""

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.graph.states import base_of
from tf_contrib_rnn.checkpoint.graph.view import MERGES, SELECTS

_LESS = ("Less", "LessEqual", "Greater", "GreaterEqual")
_CONDITIONS = ("LogicalAnd", "LoopCond")


def miscounted(view, variables, step) -> str:
    """Why a loop does not take the steps of what it reads one by one, or nothing.

    Args:
        view: the `View`.
        variables: the `LoopVariable`s of the loop.
        step: a step of the cell in it, whose inputs it reads.
    """
    read = view.producer(step.inputs[0])
    if read is None or not read.op.startswith("TensorArrayRead"):
        return ""
    place = base_of(view, view.resolve(read.inputs[1]))
    counters = {one.merge: one for one in variables if _is_counted(view, one.merge)}
    by_merge = {one.merge: one for one in variables}
    if place not in by_merge:
        return "its loop reads its inputs in an order of its own"
    counters[place] = by_merge[place]
    if not all(_counts(view, one) for one in counters.values()):
        return "its loop does not count its steps one by one from the first"
    limits = [limit for merge in counters for limit in _limits(view, merge)]
    steps = _size(view, read)
    if steps is not None and any(limit < steps for limit in limits):
        return "its loop ends before its inputs do"
    return ""


def held_otherwise(view, variables, steps) -> str:
    """Why steps do not always change the states of their cells, or nothing.

    Beyond the length of a sequence they are held: where the time reaches it. Other conditions
    would be lost.

    Args:
        view: the `View`.
        variables: the `LoopVariable`s of the loop.
        steps: the steps of the cells in it, of which the first reads its inputs.
    """
    read = view.producer(steps[0].inputs[0])
    if read is None or not read.op.startswith("TensorArrayRead"):
        return ""
    by_merge = {one.merge: one for one in variables}
    for step in steps:
        states = [by_merge.get(base_of(view, state)) for state in step.states]
        ends = [name for one in states if one and one.after for name in view.passed(one.after)]
        conditions = [found for node in ends if (found := _condition(view, node))]
        if not all(_is_of_time(view, by_merge, one) for one in conditions):
            return f"a state of {step.held.scope_in_graph} is held by more than lengths"
    return ""


def _condition(view, node):
    """The tensor on which a value hangs that was passed, None where there is none."""
    if getattr(node, "op", "") in SELECTS:
        return node.inputs[0]
    if getattr(node, "op", "") in MERGES:
        chosen = view.graph.nodes.get(f"{names.parent(node.name)}/pred_id")
        return chosen.inputs[0] if chosen is not None and chosen.inputs else None
    return None


def _is_of_time(view, by_merge, condition):
    """Whether a condition compares what the loop counts."""
    node = view.producer(view.resolve(condition))
    if node is None or node.op not in _LESS:
        return False
    counted = [by_merge[name] for name in view.inputs(node) if name in by_merge]
    return any(_counts(view, one) for one in counted)


def _is_counted(view, merge):
    """Whether the loop goes on by how a value compares with another."""
    return any(_goes_on_by(view, node) for node, _ in view.consumers(merge) if node.op in _LESS)


def _goes_on_by(view, node):
    takers = [taker for taker, _ in view.consumers(f"{node.name}:0")]
    return any(
        taker.op == "LoopCond" or (taker.op in _CONDITIONS and _goes_on_by(view, taker))
        for taker in takers
    )


def _counts(view, variable):
    """Whether a value starts at 0 and grows by 1, as far as constants tell."""
    start = view.graph.constant(variable.start)
    if start is not None and (start.size != 1 or start.item() != 0):
        return False
    node = view.producer(view.resolve(variable.after)) if variable.after else None
    if node is None or node.op not in ("Add", "AddV2"):
        return False
    ones = [view.graph.constant(name) for name in node.inputs]
    is_one = any(one is not None and one.size == 1 and one.item() == 1 for one in ones)
    return is_one and variable.merge in view.inputs(node)


def _limits(view, merge):
    """The constants below which a value keeps the loop going."""
    found = []
    for node, place in view.consumers(merge):
        if node.op == "Less" and place == 0 and _goes_on_by(view, node):
            limit = view.graph.constant(node.inputs[1])
            found += [int(limit.item())] if limit is not None and limit.size == 1 else []
    return found


def _size(view, read):
    """The number of places of what a loop reads, None where the graph leaves it open."""
    made = view.producer(view.resolve(read.inputs[0]))
    size = view.graph.constant(made.inputs[0]) if made is not None and made.inputs else None
    return int(size.item()) if size is not None and size.size == 1 else None
