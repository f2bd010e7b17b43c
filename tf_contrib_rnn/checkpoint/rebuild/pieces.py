"""Pieces of a sequence that are put together again."""

from tf_contrib_rnn.checkpoint.rebuild.values import Call, Part
from tf_contrib_rnn.checkpoint.rebuild.view_values import Slab, Step
from tf_contrib_rnn.checkpoint.rebuild.views import turned


def together(values, axis, spec, is_new=False):
    """A concatenation, or with `is_new` a stack; the whole itself where the pieces make it up."""
    if is_new:
        whole = stacked(values, axis, spec)
        if whole is not None:
            return whole
    else:
        whole = _slabs(values, axis) or _unrolled(values, axis, spec)
        if whole is not None:
            return whole
    name = "ops.stack" if is_new else "ops.concatenate"
    items = ", ".join(f"{{{place}}}" for place in range(len(values)))
    template = f"{name}([{items}], axis={axis})"
    return Call(**spec, template=template, args=values, op="Pack" if is_new else "Concat")


def stacked(steps, axis, spec):
    """Steps of one value, all of them and in order, as that value; None if they are not."""
    base = next((step.base for step in steps if isinstance(step, Step)), None)
    if base is None or base.shape is None:
        return None
    at = next(step.axis for step in steps if isinstance(step, Step))
    places = [_place(step, base, at) for step in steps]
    if places != list(range(base.shape[at] or 0)):
        return None
    order = [place for place in range(len(base.shape)) if place != at]
    order.insert(axis, at)
    return turned(base, order, spec)


def _place(step, base, axis):
    """Which place of an axis of `base` a value is, None if it is none."""
    if isinstance(step, Step):
        return step.place if step.base is base and step.axis == axis else None
    is_last = isinstance(step, Part) and step.what == "last" and isinstance(base, Part)
    return base.shape[axis] - 1 if is_last and step.run is base.run and axis == 1 else None


def _slabs(values, axis):
    if not all(isinstance(value, Slab) and value.axis == axis for value in values):
        return None
    base = values[0].base
    places = [value.place for value in values if value.base is base]
    return base if places == list(range(values[0].count)) else None


def _unrolled(values, axis, spec):
    """`concat(steps, 1)` of `[batch, depth]` each: the sequence with time and depth in one."""
    if axis != 1 or not all(len(v.shape or ()) == 2 for v in values):
        return None
    base = getattr(values[0], "base", values[0])
    shape = (base.shape[0], len(values), base.shape[-1]) if base.shape else None
    whole = stacked(values, 1, {"shape": shape, "dtype": spec["dtype"], "tensor": ""})
    if whole is None or whole.shape[-1] is None:
        return None
    size = len(values) * whole.shape[-1]
    return Call(**spec, template=f"ops.reshape({{0}}, (-1, {size}))", args=[whole], op="Unrolled")
