"""The outputs of the model, of the copies of it that a graph holds."""

import contextlib

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.graph.nodes import node_name
from tf_contrib_rnn.checkpoint.rebuild import cells
from tf_contrib_rnn.checkpoint.rebuild.choose import Ends
from tf_contrib_rnn.checkpoint.rebuild.open_shapes import shapes_of
from tf_contrib_rnn.checkpoint.rebuild.shapes import Shapes
from tf_contrib_rnn.checkpoint.rebuild.translate import SOURCES, Translator
from tf_contrib_rnn.checkpoint.rebuild.values import Applied, Given, Part, Run
from tf_contrib_rnn.checkpoint.rebuild.view_values import Slab, Step
from tf_contrib_rnn.checkpoint.rebuild.writer import ordered


def translated(graph, runs, spelled, outputs):
    """The values of tensors by name, and the translator that made them."""
    translator = Translator(graph, shapes_of(graph, runs, outputs), runs, spelled)
    return {name: translator.value(name) for name in outputs}, translator


def chosen_outputs(graph, runs, spelled):
    """The values of the model's outputs by name, and the translator that made them.

    Of copies that share their variables (to train, to sample, on several devices) the one with
    the most open axes is taken, then the one with the most places.

    Raises:
        CheckpointError: if what computes with some variable cannot be expressed.
    """
    ends = _ends(graph, runs)
    shapes, found, failed = _readable(graph, runs, ends.outputs())
    translator, values = Translator(graph, shapes, runs, spelled), {}
    waiting = list(reversed(found))
    while waiting:
        name = waiting.pop()
        try:
            values[name] = translator.value(name)
            waiting += [] if name in found else ends.heads_above(name, "ArgMax")
        except CheckpointError as error:
            failed[name] = error
            waiting += ends.heads_above(name)
    found += [name for name in values if name not in found]
    groups = sorted(_groups(values), key=lambda group: _freedom(values, group), reverse=True)
    taken, covered = {}, set()
    for group in groups:
        variables = {name for output in group for name in _variables(values[output])}
        if variables - covered:
            taken |= {output: values[output] for output in found if output in group}
            covered |= variables
        else:
            translator.notes[group[0]] = _copy_note(group)
    for name, failure in failed.items():
        above = _variables_above(graph, name, ends.weights)
        if above - covered:
            _check_cells(runs, above)
            raise failure
        why = str(failure).partition(", so the graph above")[0]
        translator.notes[name] = f"Left out: {name.removesuffix(':0')}, because {why}."
    return _without_asides(taken), translator


def _readable(graph, runs, outputs):
    """The shapes above the outputs, those that TensorFlow can read, the errors of the others."""
    try:
        return shapes_of(graph, runs, outputs), outputs, {}
    except CheckpointError:
        failed = {}
        for name in outputs:
            try:
                Shapes(graph.graph_def, [name])
            except CheckpointError as error:
                failed[name] = error
        found = [name for name in outputs if name not in failed]
        if not found:
            raise
    return shapes_of(graph, runs, found), found, failed


def _check_cells(runs, variables):
    """Raises a CheckpointError for a cell that is none of ours and has some of the variables."""
    for run in runs:
        if variables & set(cells.variables(run.cell).values()):
            cells.check(run.cell, run.scope)


def _without_asides(taken):
    """The outputs without those that others go beyond, with all their variables and more."""
    held = {name: _variables(value) for name, value in taken.items()}
    return {
        name: value
        for name, value in taken.items()
        if _is_fed_back(value) or not any(held[name] < other for other in held.values())
    }


def _is_fed_back(value):
    """Whether it is the last state of a network whose first state is an input."""
    if not (isinstance(value, Part) and value.what in ("state", "last")):
        return False
    return any(state is not None and _is_given(state) for state in value.run.initial)


def _is_given(value):
    """Whether it is an input, or a part cut from one."""
    while isinstance(value, Slab | Step):
        value = value.base
    return isinstance(value, Given)


def _ends(graph, runs):
    sources = [f"{node.name}:0" for node in graph.nodes.values() if node.op in SOURCES]
    weights = {node for variable in graph.variables.values() for node in variable.nodes}
    ends = Ends(graph, sources, weights, runs)
    with contextlib.suppress(CheckpointError):
        ends.shapes = Shapes(graph.graph_def, ends.hidden or sources)
    return ends


def _groups(values):
    """Outputs that share inputs, as lists."""
    groups = []
    for name, value in values.items():
        inputs = {id(one) for one in ordered([value]) if isinstance(one, Given)}
        near = [group for group in groups if group[1] & inputs]
        merged = ([n for group in near for n in group[0]] + [name], set(inputs))
        for group in near:
            merged[1].update(group[1])
        groups = [group for group in groups if group not in near] + [merged]
    return [names for names, _ in groups]


def _freedom(values, group):
    variables = {name for output in group for name in _variables(values[output])}
    inputs = {id(one): one for output in group for one in ordered([values[output]])
              if isinstance(one, Given)}.values()  # fmt: skip
    shapes = [one.shape or (None, None) for one in inputs]
    size = sum(axis or 0 for shape in shapes for axis in shape)
    return len(variables), sum(shape.count(None) for shape in shapes), size


def _variables(value):
    found = set()
    for one in ordered([value]):
        if isinstance(one, Applied):
            found.update(one.layer.weights.values())
        elif isinstance(one, Run):
            found.update(one.weights.values())
    return found


def _variables_above(graph, tensor, weights):
    waiting, seen = [node_name(tensor)], set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in graph.nodes:
            continue
        seen.add(name)
        waiting += [node_name(above) for above in graph.nodes[name].inputs]
    held = {node: name for name, v in graph.variables.items() for node in v.nodes}
    return {held[name] for name in seen & set(held) if name in weights}


def _copy_note(group):
    names = ", ".join(name.removesuffix(":0") for name in group[:3])
    return f"Left out: a copy with the same variables, which gives {names}."
