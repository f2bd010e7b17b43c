"""The steps of unrolled networks in runs, each step after the one whose states it takes."""

from dataclasses import replace
from itertools import pairwise

from tf_contrib_rnn.checkpoint.graph.nodes import CONCATENATIONS


def chains(view, steps) -> list[list]:
    """The steps of one cell in runs: each starts with the states that the one before ends with."""
    ends = {}
    for step in steps:
        for state in step.new_states:
            ends.setdefault(state, step)
    found, heads = [], {}
    for step in steps:
        pieces = [piece for state in step.states for piece in _pieces(view, state)]
        before = next((ends[state] for state in pieces if state in ends), None)
        run = heads.pop(id(before), None) if before is not None else None
        if run is None:
            run = []
            found.append(run)
        run.append(step)
        heads[id(step)] = run
    return found


def in_order(view, runs: list[list]) -> list[list]:
    """The runs of one cell, those that lead into each other as one of an unknown network."""
    runs = [_of_one_kind(run) for run in runs]
    if len(runs) < 2 or not any(_leads(view, low, high) for low, high in pairwise(runs)):
        return runs
    why = f"a state of {runs[0][0].held.scope_in_graph} is changed before the next step"
    return [[replace(step, candidate=None, why=why) for run in runs for step in run]]


def _of_one_kind(run):
    """A run, as one of an unknown network where its steps are not those of one cell."""
    kinds = [(one.kind, one.arguments) for one in (step.candidate for step in run) if one]
    if all(kind == kinds[0] for kind in kinds):
        return run
    why = f"the steps of {run[0].held.scope_in_graph} are not all the same"
    return [replace(step, candidate=None, why=why) for step in run]


def _leads(view, low, high):
    """Whether the states of a run follow from another's, but are not those it ends with."""
    ends = {*low[-1].new_states, low[-1].output}
    starts = [state for state in high[0].states if state not in ends]
    return any(view.is_before(end, start, 40) for end in ends for start in starts)


def _pieces(view, state):
    """What a state may be: itself, or a piece cut out of states side by side."""
    whole = whole_of(view, state)
    node = view.producer(whole) if whole else None
    return view.inputs(node) if node is not None and node.op in CONCATENATIONS else [state]


def whole_of(view, state):
    """The tensor that a state is cut out of, or None."""
    node = view.producer(state)
    if node is None or node.op not in ("Split", "SplitV", "Slice", "StridedSlice"):
        return None
    return view.inputs(node)[1 if node.op == "Split" else 0]
