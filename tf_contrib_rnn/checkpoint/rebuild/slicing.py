"""Slices of tensors and of shapes."""

from tf_contrib_rnn.checkpoint.rebuild import layers, sizes
from tf_contrib_rnn.checkpoint.rebuild.values import Call
from tf_contrib_rnn.checkpoint.rebuild.view_values import Sizes
from tf_contrib_rnn.checkpoint.rebuild.views import sizes_of, step


def whole(translator, node, value, what):
    """Whole numbers that a tensor holds; refuses where they are known only at run time."""
    found = sizes_of(value)
    if found is None or not all(isinstance(item, int) for item in found):
        raise translator.refuse(node, f"has {what} that is known only at run time")
    return found


def _slice(translator, node):
    value, begin, size = (translator.value(name) for name in node.inputs)
    begin = whole(translator, node, begin, "a start")
    lengths = whole(translator, node, size, "a length")
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
    index += ["..."] if len(index) == 1 and ":" in index[0] else []  # Keras takes no bare slice
    return Call(**spec, template=f"{{0}}[{', '.join(index)}]", args=[value], op="StridedSlice")


def _strided(translator, node):
    value, *limits = (translator.value(name) for name in node.inputs)
    masks = {
        name: node.attributes.get(f"{name}_mask", 0)
        for name in ("begin", "end", "ellipsis", "new_axis", "shrink_axis")
    }
    begin = whole(translator, node, limits[0], "a start")
    steps = whole(translator, node, limits[2], "a step")
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


HANDLERS = {"Slice": _slice, "StridedSlice": _strided}
