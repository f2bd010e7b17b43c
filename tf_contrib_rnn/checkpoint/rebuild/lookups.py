"""Lookups in tensors: gathering, the last relevant step, sequences turned round."""

from tf_contrib_rnn.checkpoint.rebuild import cells, sizes
from tf_contrib_rnn.checkpoint.rebuild.values import Call, Constant, Part
from tf_contrib_rnn.checkpoint.rebuild.view_values import Flat
from tf_contrib_rnn.checkpoint.rebuild.views import root, step


def gathered(value, ids, axis, spec):
    """Elements of an axis."""
    if isinstance(ids, Constant) and ids.array.ndim == 0 and ids.array >= 0:
        return step(value, axis, int(ids.array), spec)
    if isinstance(value, Flat) and axis == 0:
        steps = _steps_of_rows(value.base, ids)
        if steps is not None:
            return last_of(value.base, steps, spec)
    template = f"ops.take({{0}}, {{1}}, axis={axis})"
    return Call(**spec, template=template, args=[value, ids], op="Gather")


def sizes_at(translator, node, table, ids, spec):
    """Some sizes of a shape."""
    if not isinstance(ids, Constant):
        raise translator.refuse(node, "takes sizes that are computed from the data")
    items = [table.items[int(place)] for place in ids.array.ravel()]
    return sizes.sizes(spec, items, ids.array.ndim == 0)


def last_of(sequence, steps, spec):
    """The step of each sequence that `steps` says."""
    lengths = _less_one(steps)
    is_own = isinstance(sequence, Part) and lengths is not None and lengths is sequence.run.lengths
    if is_own and cells.gives_state(sequence.run.cell):
        return Part(**spec, run=sequence.run, what="last")
    template = "ops.take_along_axis({0}, ops.expand_dims({1}, (1, 2)), axis=1)[:, 0]"
    return Call(**spec, template=template, args=[sequence, steps], op="Gather")


def _steps_of_rows(sequence, index):
    """`steps` of an index `range(batch) * time + steps` into a flat sequence, or None."""
    if not (_is(index, "Add", "AddV2") and len(sequence.shape) == 3):
        return None
    for rows, steps in (index.args, index.args[::-1]):
        if not _is(rows, "Mul"):
            continue
        counted = [arg for arg in rows.args if _is_range(arg)]
        times = [arg for arg in rows.args if arg not in counted]
        if counted and _is_size(times[0], sequence, 1):
            if root(sequence, 0) == _counted(counted[0]):
                return steps
    return None


def _is_size(value, sequence, axis):
    """Whether a value is the size of an axis of a sequence."""
    if isinstance(value, Constant):
        return value.array.ndim == 0 and int(value.array) == sequence.shape[axis]
    of, place = root(sequence, axis)
    return _is(value, f"Size{place}") and value.args[0] is of


def _is_range(value):
    return _is(value, "Range") or (isinstance(value, Constant) and value.array.ndim == 1)


def _counted(value):
    return (value.args[0], 0) if isinstance(value, Call) else None


def _less_one(steps):
    """The lengths of `lengths - 1`, or None."""
    if _is(steps, "Sub") and isinstance(steps.args[1], Constant) and steps.args[1].array == 1:
        return steps.args[0]
    return None


def _is(value, *ops):
    return isinstance(value, Call) and value.op in ops


def _gather_nd(translator, node):
    value, index = (translator.value(name) for name in node.inputs)
    spec = translator.spec(node.name)
    if _is(index, "Pack") and len(index.args) == 2 and len(value.shape) == 3:
        rows, steps = index.args
        if _is_range(rows) and root(value, 0) == _counted(rows):
            return last_of(value, steps, spec)
    raise translator.refuse(node)


def _reverse_sequence(translator, node):
    value, lengths = (translator.value(name) for name in node.inputs)
    attributes = node.attributes
    axes = (attributes.get("batch_dim", 0), attributes["seq_dim"])
    is_undone = _is(value, "ReverseSequence") and value.args[1] is lengths
    if is_undone and value.template == _REVERSED:
        return value.args[0]
    if axes != (0, 1) or len(value.shape) != 3:
        raise translator.refuse(node, "turns sequences round along other axes than 1 of 3")
    spec = translator.spec(node.name)
    return Call(**spec, template=_REVERSED, args=[value, lengths], op="ReverseSequence", keeps=True)


_REVERSED = "reverse_sequence({0}, {1})"
HANDLERS = {"GatherNd": _gather_nd, "ReverseSequence": _reverse_sequence}
