"""All recurrent networks of a graph."""

from dataclasses import replace

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.graph.applications import applications, products
from tf_contrib_rnn.checkpoint.graph.blocks import cudnn_layers, fused
from tf_contrib_rnn.checkpoint.graph.cells import held_cells
from tf_contrib_rnn.checkpoint.graph.chains import chains, in_order
from tf_contrib_rnn.checkpoint.graph.dynamic import dynamic
from tf_contrib_rnn.checkpoint.graph.facts import Recurrence
from tf_contrib_rnn.checkpoint.graph.loops import frame_finder, loops
from tf_contrib_rnn.checkpoint.graph.nodes import Graph
from tf_contrib_rnn.checkpoint.graph.projections import with_projection
from tf_contrib_rnn.checkpoint.graph.stack import as_unknown
from tf_contrib_rnn.checkpoint.graph.static import static
from tf_contrib_rnn.checkpoint.graph.unknown import unknown_loop, unknown_runs
from tf_contrib_rnn.checkpoint.graph.view import View
from tf_contrib_rnn.checkpoint.graph.whole import prove_whole
from tf_contrib_rnn.checkpoint.inventory.units import is_usual


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
    frames = {frame: found for frame, found in frames.items() if not _is_backward(frame)}
    by_frame, runs, found, cells = {}, [], [], held_cells(graph)
    outer = [held for held in cells if held.is_around_stack]
    for held in [held for held in cells if not held.is_around_stack]:
        outside = []
        for frame, step in _steps(view, held, frame_of, frames):
            if frame in frames:
                by_frame.setdefault(frame, []).append(step)
            else:
                outside.append(step)
        runs += [
            run
            for run in in_order(view, chains(view, outside))
            if len(run) > 1 or is_usual(names.leaf(held.scope))
        ]
        found += fused(view, held)
    found += cudnn_layers(view)
    for frame in frames:
        step = None if frame in by_frame else unknown_loop(view, frames[frame], cells)
        by_frame |= {frame: [step]} if step else {}
    for frame, steps in by_frame.items():
        made = dynamic(view, frame, frames[frame], steps, outer)
        why = _not_all(steps, cells)
        found.append(replace(made, cell=as_unknown(made.cell, why)) if why else made)
    found += static(view, runs, outer)
    return _paired(found + static(view, _unknown(view, frame_of, frames, found, runs)))


def _not_all(steps, cells):
    """Why cells in a loop are not all of their stack, or nothing."""
    known = {step.held.scope for step in steps}
    stacks = {stack for scope in known if (stack := _stack_of(scope))}
    for held in cells:
        if _stack_of(held.scope) in stacks and not any(
            names.under(scope, held.scope) or names.under(held.scope, scope) for scope in known
        ):
            return f"the step of {held.scope_in_graph} in its stack is that of none of our cells"
    return ""


def _stack_of(scope):
    """The scope of the MultiRNNCell that a cell lies in, None where there is none."""
    above, found, _ = scope.rpartition("/multi_rnn_cell/")
    return above if found else None


def _unknown(view, frame_of, frames, found, runs):
    known = {name for one in found for name in one.cell.all_variables}
    outputs = {step.output for run in runs for step in (*run[:2], *run[-2:])}
    return unknown_runs(view, frame_of, frames, known, outputs)


def _is_backward(frame):
    return any(part.startswith("gradients") for part in frame.split("/"))


def _steps(view, held, frame_of, frames):
    """`(frame, step)` of all steps of a cell, as a part of a step or as all that a loop does."""
    core, wrappers = held, []
    while core.inside is not None:
        wrappers.insert(0, core)
        core = core.inside
    parts = (
        []
        if core is not held
        else [(frame_of(one.product), one) for one in applications(view, held)]
    )
    known = {frame for frame, _ in parts}
    inside = dict.fromkeys(frame_of(node) for node in products(view, held))
    for frame in [frame for frame in inside if frame in frames and frame not in known]:
        step = prove_whole(view, held, frames[frame])
        parts += [(frame, step)] if step else []
    known = {frame for frame, _ in parts}
    for step in applications(view, core) if wrappers else []:
        frame = frame_of(step.product)
        for wrapper in wrappers:
            step = with_projection(view, wrapper, step)
        parts += [] if frame in known else [(frame, step)]
    return parts


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
