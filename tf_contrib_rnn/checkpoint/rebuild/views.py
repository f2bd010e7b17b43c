"""Reshapes and transpositions that the ops after them can look through.

TF1 code flattens batch and time before a dense layer and unfolds them after it, and turns batch
and time round for its loops. Kept as views, such pairs cancel, and a layer is called on the
sequence itself.
"""

from tf_contrib_rnn.checkpoint.rebuild.values import Applied, Call, Constant, Part
from tf_contrib_rnn.checkpoint.rebuild.view_values import Flat, Size, Sizes, Step, Turned


def through(value, spec, make):
    """Applies what works along the last axis, or element by element, below a view.

    Args:
        value: what it is applied to.
        spec: shape, type and tensor of the result.
        make: `make(value, spec)`, which makes the result.
    """
    if isinstance(value, Flat):
        return Flat(**spec, base=through(value.base, _below(value.base, spec), make))
    if isinstance(value, Turned) and value.order[-1] == len(value.order) - 1:
        inner = through(value.base, _below(value.base, spec), make)
        return Turned(**spec, base=inner, order=value.order)
    return make(value, spec)


def _below(base, spec):
    return spec | {"shape": (*base.shape[:-1], spec["shape"][-1]), "tensor": ""}


def turned(value, order, spec):
    """A transposition; two that cancel are none."""
    order = tuple(order)
    if isinstance(value, Turned):
        order = tuple(value.order[axis] for axis in order)
        value = value.base
    if order == tuple(range(len(order))):
        return value
    return Turned(**spec, base=value, order=order)


def step(value, axis, place, spec):
    """A value at one place of an axis."""
    while isinstance(value, Turned):
        order = [other for other in value.order if other != value.order[axis]]
        if order != sorted(order):
            break
        value, axis = value.base, value.order[axis]
    count = value.shape[axis] if value.shape is not None else None
    place = place + count if place < 0 and count is not None else place
    if isinstance(value, Call) and value.template == f"ops.flip({{0}}, axis={axis})" and count:
        value, place = value.args[0], count - 1 - place
    is_last = count is not None and place == count - 1 and axis == 1
    if is_last and isinstance(value, Part) and value.what == "sequence" and not value.run.lengths:
        return Part(**spec, run=value.run, what="last")
    return Step(**spec, base=value, axis=axis, place=place)


def root(value, axis):
    """The value, and the axis of it, from which a value has the size of one of its axes."""
    while True:
        above = _above(value, axis)
        if above is None:
            return value, axis
        value, axis = above


def _above(value, axis):
    if isinstance(value, Turned):
        return value.base, value.order[axis]
    if isinstance(value, Part) and (axis == 0 or (value.what == "sequence" and axis == 1)):
        return value.run.sequence, axis
    if isinstance(value, Applied) and value.args and value.layer.kind in _LEADING:
        inner = value.args[0]
        if inner.shape is not None and axis < len(inner.shape) - (
            value.layer.kind == "layers.Dense"
        ):
            return inner, axis
    if isinstance(value, Call) and value.keeps:
        return next(((arg, axis) for arg in value.args if _ranks_alike(arg, value)), None)
    if isinstance(value, Call) and value.op == "Concat" and axis == 0 and value.args:
        return value.args[0], 0
    return None


_LEADING = ("layers.Dense", "layers.Embedding", "layers.BatchNormalization")


def _ranks_alike(arg, value):
    known = arg.shape is not None and value.shape is not None
    return known and len(arg.shape) == len(value.shape) and not isinstance(arg, Constant)


def size(value, axis):
    """The size of an axis: a number, or a `Size` of the value it comes from."""
    if value.shape is not None and value.shape[axis] is not None:
        return value.shape[axis]
    return Size(*root(value, axis))


def same(first, second) -> bool:
    """Whether two sizes are surely the same."""
    return first.same(second) if isinstance(first, Size) else first == second


def sizes_of(value) -> list | None:
    """A value as a list of sizes, if it is one."""
    if isinstance(value, Sizes):
        return list(value.items)
    if isinstance(value, Constant) and value.array.ndim <= 1 and value.array.dtype.kind in "iu":
        return [int(item) for item in value.array.ravel()]
    return None
