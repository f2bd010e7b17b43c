"""All recurrent networks of a graph."""

from dataclasses import replace

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.graph.applications import applications
from tf_contrib_rnn.checkpoint.graph.cells import held_cells
from tf_contrib_rnn.checkpoint.graph.dynamic import dynamic
from tf_contrib_rnn.checkpoint.graph.facts import Recurrence
from tf_contrib_rnn.checkpoint.graph.loops import frame_finder, loops
from tf_contrib_rnn.checkpoint.graph.nodes import Graph
from tf_contrib_rnn.checkpoint.graph.static import chains, static
from tf_contrib_rnn.checkpoint.graph.view import View


def recurrences(graph: Graph) -> list[Recurrence]:
    """The recurrent networks of a graph, in the order of the graph.

    Each cell is proven by numbers: the step that the graph computes is run by itself on random
    values, and so is the cell of ours with the options that stand in the graph. What equals no
    cell of ours has the kind `"unknown"`.

    Args:
        graph: the graph; nothing of it is run but single steps of cells.
    """
    view = View(graph)
    frame_of, frames = frame_finder(view), loops(view)
    by_frame, runs = {}, []
    for held in held_cells(graph):
        outside = []
        for step in applications(view, held):
            frame = frame_of(step.product)
            if frame in frames:
                by_frame.setdefault(frame, []).append(step)
            else:
                outside.append(step)
        runs += chains(outside)
    found = [dynamic(view, frame, frames[frame], steps) for frame, steps in by_frame.items()]
    return _paired(found + static(view, runs))


def _paired(found):
    """Tells of both directions of a bidirectional network what they share."""
    made = list(found)
    for number, one in enumerate(found):
        for other_number, other in enumerate(found):
            if one.is_reversed and not other.is_reversed and _are_two(one, other):
                pair = _pair_scope(one, other)
                made[number] = replace(made[number], pair=pair)
                made[other_number] = replace(made[other_number], pair=pair)
    return made


def _are_two(one, other):
    return one.kind == other.kind and one.inputs == other.inputs


def _pair_scope(one, other):
    above = names.parent(one.scope)
    if above == names.parent(other.scope) and one.scope != other.scope:
        return above
    return names.parent(other.scope) or other.scope
