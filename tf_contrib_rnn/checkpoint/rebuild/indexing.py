"""Ops that take tensors apart and put them together."""

from tf_contrib_rnn.checkpoint.rebuild import layers, sizes
from tf_contrib_rnn.checkpoint.rebuild.pieces import together
from tf_contrib_rnn.checkpoint.rebuild.values import Call, Constant, Item, Sizes, Slab
from tf_contrib_rnn.checkpoint.rebuild.views import sizes_of, step


def _whole(translator, node, value, what):
    found = sizes_of(value)
    if found is None or not all(isinstance(item, int) for item in found):
        raise translator.refuse(node, f"has {what} that is known only at run time")
    return found


def _axis(translator, node, value, rank):
    (axis,) = _whole(translator, node, value, "an axis")
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
    lengths = _whole(translator, node, parts, "lengths")
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
        step(value, axis, place, translator.spec(f"{node.name}:{place}"))
        for place in range(count)
    ]


def _squeeze(translator, node):
    value, spec = translator.value(node.inputs[0]), translator.spec(node.name)
    axes = node.attributes.get("squeeze_dims") or [
        axis for axis, size in enumerate(value.shape) if size == 1
    ]
    axes = [axis % len(value.shape) for axis in axes]
    if isinstance(value, Slab) and axes == [value.axis]:
        return step(value.base, value.axis, value.place, spec)
    if isinstance(value, Call) and value.op == "ExpandDims" and value.template.endswith(f" {axes[0]})"):
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


def _slice(translator, node):
    value, begin, size = (translator.value(name) for name in node.inputs)
    begin = _whole(translator, node, begin, "a start")
    lengths = _whole(translator, node, size, "a length")
    ends = [None if n == -1 else b + n for b, n in zip(begin, lengths, strict=True)]
    if isinstance(value, Sizes):
        return sizes.selected(translator, node, value, slice(begin[0], ends[0]))
    index = [
        _slice_code(start or None, None if end == known else end, None)
        for start, end, known in zip(begin, ends, value.shape, strict=True)
    ]
    return _indexed(value, index, translator.spec(node.name))


def _slice_code(start, end, step):
    code = f"{'' if start is None else start}:{'' if end is None else end}"
    return code if step in (None, 1) else f"{code}:{step}"


def _indexed(value, index, spec):
    if not isinstance(index, list):
        return value
    while len(index) > 1 and index[-1] == ":":
        index = index[:-1]
    if index == [":"]:
        return value
    return Call(**spec, template=f"{{0}}[{', '.join(index)}]", args=[value], op="StridedSlice")


def _strided(translator, node):
    value, *limits = (translator.value(name) for name in node.inputs)
    masks = {
        name: node.attributes.get(f"{name}_mask", 0)
        for name in ("begin", "end", "ellipsis", "new_axis", "shrink_axis")
    }
    begin = _whole(translator, node, limits[0], "a start")
    steps = _whole(translator, node, limits[2], "a step")
    ends = sizes_of(limits[1])
    if ends is None:
        raise translator.refuse(node, "has an end that is computed from the data")
    if isinstance(value, Sizes):
        return _of_sizes(translator, node, value, masks, (begin, ends, steps))
    return _strided_code(translator, node, value, masks, (begin, ends, steps))


def _of_sizes(translator, node, value, masks, limits):
    (begin, *_), (end, *_), (step, *_) = limits
    if masks["shrink_axis"] & 1:
        return sizes.selected(translator, node, value, begin)
    start = None if masks["begin"] & 1 else begin
    end = None if masks["end"] & 1 else end
    return sizes.selected(translator, node, value, slice(start, end, step))


def _strided_code(translator, node, value, masks, limits):
    spec, index, axis = translator.spec(node.name), [], 0
    for place, (start, end, stride) in enumerate(zip(*limits, strict=True)):
        bit = 1 << place
        if masks["ellipsis"] & bit:
            index.append("...")
            axis = None
        elif masks["new_axis"] & bit:
            index.append("None")
        elif masks["shrink_axis"] & bit:
            index.append(str(start))
        else:
            start = None if masks["begin"] & bit or (start == 0 and stride > 0) else start
            known = value.shape[axis] if axis is not None and value.shape else None
            is_end = masks["end"] & bit or (known is not None and end == known)
            if not (isinstance(end, int) or is_end):
                raise translator.refuse(node, "has an end that is known only at run time")
            index.append(_slice_code(start, None if is_end else end, stride))
        axis = axis + 1 if axis is not None and index[-1] != "None" else axis
    plain = [code for code in index if code != ":"]
    value = layers.tensor(translator, value)
    if len(plain) == 1 and plain[0].lstrip("-").isdigit() and value.shape:
        place, axis = int(plain[0]), index.index(plain[0])
        place = place if place >= 0 or value.shape[axis] is None else place + value.shape[axis]
        if place >= 0 or axis == 0:
            return step(value, axis, place, spec)
    return _indexed(value, index, spec)


def _tile(translator, node):
    value, repeats = (translator.value(name) for name in node.inputs)
    counts = sizes_of(repeats)
    spec = translator.spec(node.name)
    if isinstance(value, Constant) and counts and value.array.size == 1 and (
        value.array.shape == (1,) * len(counts)
    ):
        return sizes.filled(translator, node, counts, value.array.item(), spec)
    if counts is None or not all(isinstance(item, int) for item in counts):
        raise translator.refuse(node, "repeats a tensor as often as is known only at run time")
    template = f"ops.tile({{0}}, {tuple(counts)})"
    return Call(**spec, template=template, args=[layers.tensor(translator, value)])


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
    axes = _whole(translator, node, axes, "an axis")
    axis = axes[0] if len(axes) == 1 else tuple(axes)
    base = {"args": [value], "op": "ReverseV2"}
    template = f"ops.flip({{0}}, axis={axis})"
    if isinstance(value, Call) and value.template == template:
        return value.args[0]
    return Call(**translator.spec(node.name), template=template, **base, keeps=True)


def _one_hot(translator, node):
    ids, depth, on, off = (translator.value(name) for name in node.inputs)
    (depth,) = _whole(translator, node, depth, "a depth")
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
    "Slice": _slice,
    "Split": _split,
    "SplitV": _split,
    "Squeeze": _squeeze,
    "StridedSlice": _strided,
    "Tile": _tile,
    "Unpack": _unpack,
}
