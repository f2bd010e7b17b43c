"""Pieces of a sequence that are put together again."""

from tf_contrib_rnn.checkpoint.rebuild.values import Call, Slab, Step
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
    if not all(isinstance(step, Step) for step in steps):
        return None
    base, at = steps[0].base, steps[0].axis
    alike = all(step.base is base and step.axis == at for step in steps)
    if not alike or base.shape is None or base.shape[at] != len(steps):
        return None
    if [step.place for step in steps] != list(range(len(steps))):
        return None
    order = [place for place in range(len(base.shape)) if place != at]
    order.insert(axis, at)
    return turned(base, order, spec)


def _slabs(values, axis):
    if not all(isinstance(value, Slab) and value.axis == axis for value in values):
        return None
    base = values[0].base
    places = [value.place for value in values if value.base is base]
    return base if places == list(range(values[0].count)) else None


def _unrolled(values, axis, spec):
    """`concat(steps, 1)` of `[batch, depth]` each: the sequence with time and depth in one."""
    if axis != 1 or not all(isinstance(v, Step) and len(v.shape or ()) == 2 for v in values):
        return None
    base = values[0].base
    shape = (base.shape[0], len(values), base.shape[-1]) if base.shape else None
    whole = stacked(values, 1, {"shape": shape, "dtype": spec["dtype"], "tensor": ""})
    if whole is None or whole.shape[-1] is None:
        return None
    size = len(values) * whole.shape[-1]
    return Call(**spec, template=f"ops.reshape({{0}}, (-1, {size}))", args=[whole], op="Unrolled")
