"""Ops that take tensors apart and put them together."""

from tf_contrib_rnn.checkpoint.rebuild import layers, sizes, slicing
from tf_contrib_rnn.checkpoint.rebuild.pieces import together
from tf_contrib_rnn.checkpoint.rebuild.slicing import whole
from tf_contrib_rnn.checkpoint.rebuild.values import Call, Constant, Item
from tf_contrib_rnn.checkpoint.rebuild.view_values import Size, Sizes, Slab
from tf_contrib_rnn.checkpoint.rebuild.views import sizes_of, step


def _axis(translator, node, value, rank):
    (axis,) = whole(translator, node, value, "an axis")
    return axis % rank if rank else axis


def _concat(translator, node):
    values = [translator.value(name) for name in node.inputs]
    values = [values[-1], *values[:-1]] if node.op == "ConcatV2" else values
    axis, *values = values
    found = sizes.joined(translator, node, values)
    if found is not None:
        return found
    spec = translator.spec(node.name)
    axis = _axis(translator, node, axis, len(spec["shape"] or ()))
    values = [layers.tensor(translator, value) for value in values]
    return together(values, axis, spec)


def _pack(translator, node):
    found = sizes.pack(translator, node)
    if found is not None:
        return found
    values = [layers.tensor(translator, translator.value(name)) for name in node.inputs]
    spec = translator.spec(node.name)
    axis = node.attributes.get("axis", 0)
    axis = axis % len(spec["shape"]) if spec["shape"] else axis
    return together(values, axis, spec, is_new=True)


def _split(translator, node):
    value, parts = (translator.value(name) for name in node.inputs[::-1])
    if node.op == "SplitV":
        value, parts, axis = (translator.value(name) for name in node.inputs)
        return _split_unequally(translator, node, value, parts, axis)
    count, axis = node.attributes["num_split"], _axis(translator, node, parts, len(value.shape))
    return [
        Slab(**translator.spec(f"{node.name}:{place}"), base=value, axis=axis, place=place,
             count=count)
        for place in range(count)
    ]  # fmt: skip


def _split_unequally(translator, node, value, parts, axis):
    lengths = whole(translator, node, parts, "lengths")
    axis, ends = _axis(translator, node, axis, len(value.shape)), []
    for length in lengths[:-1]:
        ends.append((ends[-1] if ends else 0) + length)
    spec = {"shape": None, "dtype": value.dtype, "tensor": ""}
    pieces = Call(**spec, template=f"ops.split({{0}}, {ends}, axis={axis})", args=[value])
    return [
        Item(**translator.spec(f"{node.name}:{place}"), of=pieces, index=place)
        for place in range(len(lengths))
    ]


def _unpack(translator, node):
    value = translator.value(node.inputs[0])
    axis = node.attributes.get("axis", 0)
    count = node.attributes["num"]
    if isinstance(value, Sizes):
        return [sizes.selected(translator, node, value, place) for place in range(count)]
    axis %= len(value.shape)
    return [
        step(value, axis, place, translator.spec(f"{node.name}:{place}")) for place in range(count)
    ]


def _squeeze(translator, node):
    value, spec = translator.value(node.inputs[0]), translator.spec(node.name)
    axes = node.attributes.get("squeeze_dims") or [
        axis for axis, size in enumerate(value.shape) if size == 1
    ]
    axes = [axis % len(value.shape) for axis in axes]
    if isinstance(value, Slab) and axes == [value.axis]:
        return step(value.base, value.axis, value.place, spec)
    if (
        isinstance(value, Call)
        and value.op == "ExpandDims"
        and value.template.endswith(f" {axes[0]})")
    ):
        return value.args[0]
    axis = axes[0] if len(axes) == 1 else tuple(axes)
    return Call(**spec, template=f"ops.squeeze({{0}}, {axis})", args=[value], op="Squeeze")


def _expand(translator, node):
    value, place = (translator.value(name) for name in node.inputs)
    spec = translator.spec(node.name)
    if isinstance(value, Sizes):
        return Sizes(**spec, items=value.items)
    axis = _axis(translator, node, place, len(value.shape) + 1)
    template = f"ops.expand_dims({{0}}, {axis})"
    return Call(**spec, template=template, args=[layers.tensor(translator, value)], op="ExpandDims")


def _tile(translator, node):
    value, repeats = (translator.value(name) for name in node.inputs)
    counts = sizes_of(repeats)
    spec = translator.spec(node.name)
    if (
        isinstance(value, Constant)
        and counts
        and value.array.size == 1
        and (value.array.shape == (1,) * len(counts))
    ):
        return sizes.filled(translator, node, counts, value.array.item(), spec)
    value = layers.tensor(translator, value)
    if counts and isinstance(counts[0], Size) and value.shape and value.shape[0] == 1 and (
        all(item == 1 for item in counts[1:])
    ):  # fmt: skip
        of, axis = counts[0].of, counts[0].axis
        places = ", ".join([":", *["None"] * (len(counts) - 1)])
        zeros = f'ops.zeros_like({sizes.line(of, axis, "{1}")}, dtype="{value.dtype}")[{places}]'
        return Call(**spec, template=f"{{0}} + {zeros}", args=[value, of], is_infix=True)
    if counts is None or not all(isinstance(item, int) for item in counts):
        raise translator.refuse(node, "repeats a tensor as often as is known only at run time")
    template = f"ops.tile({{0}}, {tuple(counts)})"
    return Call(**spec, template=template, args=[value])


def _pad(translator, node):
    value, pads, *rest = (translator.value(name) for name in node.inputs)
    if not isinstance(pads, Constant):
        raise translator.refuse(node, "pads by widths that are known only at run time")
    widths = pads.array.tolist()
    filler = rest[0].array.item() if rest else 0
    options = f", constant_values={filler!r}" if filler else ""
    template = f"ops.pad({{0}}, {widths}{options})"
    return Call(**translator.spec(node.name), template=template, args=[value])


def _reverse(translator, node):
    value, axes = (translator.value(name) for name in node.inputs)
    axes = whole(translator, node, axes, "an axis")
    axis = axes[0] if len(axes) == 1 else tuple(axes)
    base = {"args": [value], "op": "ReverseV2"}
    template = f"ops.flip({{0}}, axis={axis})"
    if isinstance(value, Call) and value.template == template:
        return value.args[0]
    return Call(**translator.spec(node.name), template=template, **base, keeps=True)


def _one_hot(translator, node):
    ids, depth, on, off = (translator.value(name) for name in node.inputs)
    (depth,) = whole(translator, node, depth, "a depth")
    spec = translator.spec(node.name)
    code = f'ops.one_hot({{0}}, {depth}, dtype="{spec["dtype"]}")'
    if (on.array.item(), off.array.item()) != (1, 0):
        raise translator.refuse(node, "has other values than 1 and 0")
    return Call(**spec, template=code, args=[ids], op="OneHot")


HANDLERS = {
    "Concat": _concat,
    "ConcatV2": _concat,
    "ExpandDims": _expand,
    "OneHot": _one_hot,
    "Pack": _pack,
    "Pad": _pad,
    "PadV2": _pad,
    "ReverseV2": _reverse,
    "Split": _split,
    "SplitV": _split,
    "Squeeze": _squeeze,
    "Tile": _tile,
    "Unpack": _unpack,
    **slicing.HANDLERS,
}
