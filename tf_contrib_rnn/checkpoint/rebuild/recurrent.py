"""Recurrent networks: a cell that is run over a sequence."""

from dataclasses import replace

from tf_contrib_rnn.checkpoint.graph.nodes import tensor_name
from tf_contrib_rnn.checkpoint.rebuild import cells, decoders, layers, pieces, sizes
from tf_contrib_rnn.checkpoint.rebuild.values import Call, Part, Run
from tf_contrib_rnn.checkpoint.rebuild.view_values import Flat, Slab, Turned
from tf_contrib_rnn.checkpoint.rebuild.views import step, turned


def ends(graph, runs) -> dict:
    """`{tensor: (recurrence, "output", "steps" or "state", number)}` of what recurrences return."""
    found = {}
    for run in runs:
        last = graph.node(run.outputs[0]) if len(run.outputs) == 1 and run.outputs[0] else None
        if last is not None and last.op == "Transpose" and run.kind == "dynamic":
            stacked = graph.origin(last.inputs[0])  # time first, as layers of tf.keras take it
            if graph.node(stacked).op == "TensorArrayGatherV3":
                found[stacked] = (run, "steps", 0)
        states = () if run.kind == "fused" else run.final_state  # that gives c of all steps
        for what, names in (("state", states), ("output", run.outputs)):
            for place, name in enumerate(names):
                if name:
                    found[tensor_name(name)] = (run, what, place)
    return found


def needs(run) -> list[str]:
    """The tensors a recurrence is computed from."""
    lengths = [run.sequence_length] if run.sequence_length else []
    return [*run.inputs, *lengths, *(name for name in run.initial_state if name)]


def part(translator, run, what, place, tensor):
    """What a recurrence returns."""
    made, spec = _run(translator, run), translator.spec(tensor)
    if what == "state":
        spec["shape"] = spec["shape"] or cells.state_shape(made.cell, place)
        return Part(**spec, run=made, what="state", index=place)
    if spec["shape"] is None and not run.between:  # of a decoder, whose loop hides it
        spec["shape"] = (None, None, cells.output_size(made.cell))
    if what == "steps" or run.kind == "fused":
        return _stacked(translator, run, made, spec)
    return _outputs(translator, run, made, place, spec)


def _stacked(translator, run, made, spec):
    """The outputs time first, as a loop gives them."""
    order = (1, 0, *range(2, len(spec["shape"])))
    shape = tuple(spec["shape"][axis] for axis in order)
    whole = {"shape": shape, "dtype": spec["dtype"], "tensor": ""}
    sequence = _memo(translator, run, "sequence", lambda: _sequence_part(made, run, whole))
    return turned(sequence, order, spec)


def _outputs(translator, run, made, place, spec):
    depth = spec["shape"][-1] if spec["shape"] else None
    shape = (made.sequence.shape or (None, None))[:2]
    are_steps = _are_steps(run, spec["shape"], made.sequence.shape)
    inner = {"shape": (*shape, depth), "dtype": spec["dtype"], "tensor": ""}
    if run.between:
        return decoders.projected(translator, run, made, spec)
    whole = inner if are_steps or run.time_major else spec
    sequence = _memo(translator, run, "sequence", lambda: _sequence_part(made, run, whole))
    if are_steps:
        return step(sequence, 1, place, spec)
    if not run.time_major:
        return sequence
    return Turned(**spec, base=sequence, order=(1, 0, *range(2, len(spec["shape"]))))


def _are_steps(run, shape, sequence):
    """Whether the outputs are the steps of an unrolled network."""
    if len(run.outputs) > 1 or run.time_major is None:
        return True
    return None not in (shape, sequence) and len(shape) < len(sequence)


def _sequence_part(made, run, spec):
    outputs = Part(**spec, run=made, what="sequence")
    if not run.is_turned_back:
        return outputs
    return Call(**spec, template="ops.flip({0}, axis=1)", args=[outputs], keeps=True)


def _memo(translator, run, what, make):
    key = (id(run), what)
    if key not in translator.cells:
        translator.cells[key] = make()
    return translator.cells[key]


def _run(translator, run):
    return _memo(translator, run, "run", lambda: _made(translator, run))


def _made(translator, run):
    cells.check(run.cell, run.scope)
    cell = cells.unfused(run.cell)
    node = translator.node(next(filter(None, (*run.outputs, *run.final_state))))
    if not run.inputs:
        raise translator.refuse(node, "is made by a decoder that feeds its own outputs back")
    sequence = _sequence(translator, run)
    lengths = run.sequence_length or decoders.lengths(translator, run)
    lengths = sizes.as_tensor(translator, node, translator.value(lengths)) if lengths else None
    if lengths is not None and not lengths.dtype.startswith(("int", "uint")):
        spec = {"shape": lengths.shape, "dtype": "int32", "tensor": ""}
        lengths = Call(**spec, template='ops.cast({0}, "int32")', args=[lengths], op="Cast")
    given = [translator.value(name) if name else None for name in run.initial_state]
    initial = [layers.tensor(translator, value) for value in given]
    return Run(
        shape=None, dtype="", tensor="", cell=_of_maps(cell, sequence),
        sequence=sequence, lengths=lengths,
        initial=initial if any(value is not None for value in initial) else [],
        is_reversed=run.is_reversed, place=run.name or run.scope,
        scope=translator.spelled.scope(run.scope), weights=cells.variables(cell),
    )  # fmt: skip


def _of_maps(fact, sequence):
    """A cell with the size of its maps, which no variable shows."""
    if "input_shape" not in fact.options or sequence.shape is None:
        return fact
    return replace(fact, options=fact.options | {"input_shape": list(sequence.shape[2:])})


def _sequence(translator, run):
    """The inputs, batch first."""
    values = [translator.value(name) for name in run.inputs]
    if run.time_major is None or len(values) > 1:
        return _of_steps(values)
    (value,) = values
    if len(value.shape or ()) == 2 and run.steps and run.time_major:
        return _of_rows(value, run.steps)
    return _batch_first(value) if run.time_major else value


def _batch_first(value):
    shape = value.shape
    order = (1, 0, *range(2, len(shape)))
    spec = {"shape": tuple(shape[axis] for axis in order), "dtype": value.dtype, "tensor": ""}
    return turned(value, order, spec)


def _of_steps(values):
    """Steps `[batch, depth]` as a sequence: what they were taken from, where that is one."""
    first = values[0]
    shape = None if first.shape is None else (first.shape[0], len(values), *first.shape[1:])
    spec = {"shape": shape, "dtype": first.dtype, "tensor": ""}
    whole = _of_slabs(values)
    return pieces.together(values, 1, spec, is_new=True) if whole is None else whole


def _of_slabs(values):
    """The sequence behind the pieces of a matrix `[time * batch, depth]`."""
    if not all(isinstance(value, Slab) and value.axis == 0 for value in values):
        return None
    base, steps = values[0].base, len(values)
    if [v.place for v in values if v.base is base] != list(range(values[0].count)):
        return None
    return _of_rows(base, steps)


def _of_rows(rows, steps):
    """A matrix `[time * batch, depth]` as a sequence."""
    if isinstance(rows, Flat) and rows.base.shape[0] == steps and len(rows.base.shape) == 3:
        return _batch_first(rows.base)
    shape = (steps, None, rows.shape[-1])
    spec = {"shape": shape, "dtype": rows.dtype, "tensor": ""}
    template = f"ops.reshape({{0}}, ({steps}, -1, {rows.shape[-1]}))"
    return _batch_first(Call(**spec, template=template, args=[rows], op="Reshape"))
