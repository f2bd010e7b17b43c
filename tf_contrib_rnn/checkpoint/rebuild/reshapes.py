"""Reshapes: none where nothing changes, views where the next op undoes them, or calls."""

from tf_contrib_rnn.checkpoint.rebuild import layers
from tf_contrib_rnn.checkpoint.rebuild.sizes import as_tuple
from tf_contrib_rnn.checkpoint.rebuild.values import Call, Weight
from tf_contrib_rnn.checkpoint.rebuild.view_values import Flat, Size
from tf_contrib_rnn.checkpoint.rebuild.views import same, size, sizes_of


def _reshape(translator, node):
    value, target = (translator.value(name) for name in node.inputs)
    spec, items = translator.spec(node.name), sizes_of(target)
    if items is None:
        raise translator.refuse(node, "takes a shape that is computed from the data")
    if spec["shape"] is not None and len(spec["shape"]) == len(items):
        pairs = zip(items, spec["shape"], strict=True)
        shape = tuple(i if isinstance(i, int) and i >= 0 else known for i, known in pairs)
        spec["shape"] = shape
    if isinstance(value, Weight) and items == list(value.shape):
        return value
    value = layers.tensor(translator, value)
    if isinstance(value, Flat) and _unfolds(value.base, items, spec["shape"]):
        return value.base
    while isinstance(value, Call) and value.op in ("Reshape", "Unrolled"):
        value = value.args[0]
    if value.shape is None:
        return Call(**spec, template=f"ops.reshape({{0}}, {tuple(items)})", args=[value])
    return reshaped(translator, node, value, items, spec)


def reshaped(translator, node, value, items, spec):
    """A reshape; none where the shape stays, a view where all but the last axis become one."""
    shape = spec["shape"]
    if len(items) == len(value.shape) and _unfolds(value, items, shape):
        return value
    if len(items) == 2 and len(value.shape) > 2 and value.shape[-1] == shape[-1]:
        return Flat(**spec, base=value)
    code = [_axis(item, known) for item, known in zip(items, shape, strict=True)]
    if code.count(-1) <= 1:
        template = f"ops.reshape({{0}}, {as_tuple(code)})"
        return Call(**spec, template=template, args=[value], op="Reshape")
    if same(items[0], size(value, 0)) and code[1:].count(-1) == 1:
        template = f"layers.Reshape({as_tuple(code[1:])})({{0}})"
        return Call(**spec, template=template, args=[value])
    return _reshaped_at_run_time(translator, node, value, items, code, spec)


def _reshaped_at_run_time(translator, node, value, items, code, spec):
    """A reshape into several open axes, whose sizes are looked up when it runs."""
    free = [place for place, size_ in enumerate(code) if size_ == -1]
    kept = next((place for place in free if not isinstance(items[place], Size)), free[0])
    args, looked_up = [value], list(code)
    for place in free:
        if place == kept:
            continue
        if not isinstance(items[place], Size):
            raise translator.refuse(node, "makes several axes of sizes known only at run time")
        of, axis = _nearest(value, items[place])
        if of not in args:
            args.append(of)
        looked_up[place] = f"({args.index(of)}, {axis})"
    given = ", ".join(f"{{{place}}}" for place in range(len(args)))
    return Call(**spec, template=f"Reshaped({as_tuple(looked_up)})({given})", args=args)


def _nearest(value, wanted):
    """Where a size is read: at the value itself, if it has an axis of it."""
    for axis in range(len(value.shape)):
        if same(wanted, size(value, axis)):
            return value, axis
    return wanted.of, wanted.axis


def _axis(item, known):
    if isinstance(item, int) and item >= 0:
        return item
    return known if known is not None and not (isinstance(item, int) and item == -1) else -1


def _unfolds(base, items, shape):
    """Whether sizes are those of a value: all axes but at most one, which then follows."""
    if base.shape is None or len(base.shape) != len(items) or base.shape[-1] != shape[-1]:
        return False
    alike = [same(item, size(base, axis)) for axis, item in enumerate(items[:-1])]
    return alike.count(False) <= 1


HANDLERS = {"Reshape": _reshape}
