"""Ops on shapes, and ops that take a shape."""

import math

import numpy as np

from tf_contrib_rnn.checkpoint.rebuild import layers
from tf_contrib_rnn.checkpoint.rebuild.values import Call, Constant
from tf_contrib_rnn.checkpoint.rebuild.view_values import Size, Sizes
from tf_contrib_rnn.checkpoint.rebuild.views import size, sizes_of


def sizes(spec, items, is_scalar=False):
    """Sizes as a value; a constant where all are known."""
    if all(isinstance(item, int) for item in items):
        array = np.array(items[0] if is_scalar else items, spec["dtype"])
        return Constant(**spec, array=array)
    return Sizes(**spec, items=tuple(items), is_scalar=is_scalar)


def _ranked(translator, node):
    value = translator.value(node.inputs[0])
    if value.shape is None:
        raise translator.refuse(node, "asks for the shape of a tensor of unknown rank")
    return value


def _shape(translator, node):
    value = _ranked(translator, node)
    items = [size(value, axis) for axis in range(len(value.shape))]
    return sizes(translator.spec(node.name), items)


def _rank(translator, node):
    value = _ranked(translator, node)
    return sizes(translator.spec(node.name), [len(value.shape)], True)


def _size(translator, node):
    value = _ranked(translator, node)
    items = [size(value, axis) for axis in range(len(value.shape))]
    return _product(translator, node, items)


def _product(translator, node, items):
    spec, open_ones = translator.spec(node.name), [i for i in items if not isinstance(i, int)]
    known = math.prod(item for item in items if isinstance(item, int))
    if not open_ones:
        return sizes(spec, [known], True)
    if len(open_ones) == 1 and known == 1:
        return Sizes(**spec, items=tuple(open_ones), is_scalar=True)
    return Sizes(**spec, items=(-1,), is_scalar=True)


def pack(translator, node):
    """Scalars as a list of sizes, or None where they are no sizes."""
    values = [translator.value(name) for name in node.inputs]
    lists = [sizes_of(value) for value in values]
    if any(found is None or len(value.shape or ()) for found, value in zip(lists, values)):  # noqa: B905
        return None
    return sizes(translator.spec(node.name), [found[0] for found in lists])


def joined(translator, node, values):
    """Lists of sizes as one, or None where they are no sizes."""
    lists = [sizes_of(value) for value in values]
    if any(found is None for found in lists) or not any(isinstance(v, Sizes) for v in values):
        return None
    return sizes(translator.spec(node.name), [item for found in lists for item in found])


def selected(translator, node, value, place):
    """The sizes at a Python index or slice."""
    chosen = value.items[place]
    is_scalar = not isinstance(chosen, tuple)
    return sizes(translator.spec(node.name), [chosen] if is_scalar else chosen, is_scalar)


def reduced(translator, node, value):
    """The product of sizes."""
    if node.op != "Prod":
        raise translator.refuse(node, "reduces a shape that is known only at run time")
    return _product(translator, node, value.items)


def as_tuple(items) -> str:
    """A tuple as code."""
    return f"({', '.join(map(str, items))}{',' if len(items) == 1 else ''})"


def line(of, axis, code="{0}"):
    """The code of a vector with one element for each place of an axis."""
    if len(of.shape) == 1:
        return code
    places = [":" if place == axis else "0" for place in range(len(of.shape))]
    return f"{code}[{', '.join(places)}]"


def as_tensor(translator, node, value):
    """A value that ops can take: an open size becomes a count."""
    if not isinstance(value, Sizes):
        return layers.tensor(translator, value)
    if len(value.items) != 1 or not isinstance(value.items[0], Size):
        raise translator.refuse(node, "computes with a size that is known only at run time")
    of, axis = value.items[0].of, value.items[0].axis
    template = f'ops.sum(ops.ones_like({line(of, axis)}, dtype="{value.dtype}"))'
    if value.is_scalar:
        return Call((), value.dtype, value.tensor, template, [of], f"Size{axis}")
    return Call((1,), value.dtype, value.tensor, f"ops.reshape({template}, (1,))", [of], "Pack")


def _range(translator, node):
    start, limit, delta = (translator.value(name) for name in node.inputs)
    found, spec = sizes_of(limit), translator.spec(node.name)
    simple = _is(start, 0) and _is(delta, 1)
    if not (simple and found and isinstance(found[0], Size)):
        if found and isinstance(limit, Constant):
            return Constant(**spec, array=np.arange(start.array, limit.array, delta.array))
        raise translator.refuse(node, "counts to a number that is computed from the data")
    of, axis = found[0].of, found[0].axis
    code = f'ops.cumsum(ops.ones_like({line(of, axis)}, dtype="{spec["dtype"]}")) - 1'
    return Call(**spec, template=code, args=[of], op="Range", is_infix=True)


def _is(value, number):
    return isinstance(value, Constant) and value.array.ndim == 0 and value.array == number


def _fill(translator, node):
    dims, filler = (translator.value(name) for name in node.inputs)
    items, spec = sizes_of(dims), translator.spec(node.name)
    if items is None or not isinstance(filler, Constant):
        raise translator.refuse(node, "makes a tensor of a size that is computed from the data")
    return filled(translator, node, items, filler.array.item(), spec)


def filled(translator, node, items, number, spec):
    """A tensor of one number; one of its axes may be open."""
    open_ones = [place for place, item in enumerate(items) if isinstance(item, Size)]
    if not open_ones:
        return Constant(**spec, array=np.full(items, number, spec["dtype"]))
    if len(open_ones) > 1 or -1 in items:
        raise translator.refuse(node, "makes a tensor of several sizes known only at run time")
    (place,) = open_ones
    of, axis = items[place].of, items[place].axis
    code = f'ops.full_like({line(of, axis)}, {number!r}, dtype="{spec["dtype"]}")'
    others = [item for other, item in enumerate(items) if other != place]
    if others:
        index = [":" if other == place else "None" for other in range(len(items))]
        code = f"{code}[{', '.join(index)}]"
    if math.prod(others) != 1:
        repeats = [1 if other == place else item for other, item in enumerate(items)]
        code = f"ops.tile({code}, {as_tuple(repeats)})"
    return Call(**spec, template=code, args=[of], op="Fill")


def _like(translator, node):
    value = translator.value(node.inputs[0])
    if isinstance(value, Sizes):
        raise translator.refuse(node, "is a shape of zeros or ones")
    name = {"ZerosLike": "zeros_like", "OnesLike": "ones_like"}[node.op]
    return Call(
        **translator.spec(node.name), template=f"ops.{name}({{0}})", args=[value], keeps=True
    )


def broadcast(translator, node):
    """`BroadcastTo` where the sizes are known."""
    value, target = (translator.value(name) for name in node.inputs)
    items = sizes_of(target)
    if items is None or not all(isinstance(item, int) for item in items):
        raise translator.refuse(node, "takes a shape that is known only at run time")
    template = f"ops.broadcast_to({{0}}, {as_tuple(items)})"
    return Call(**translator.spec(node.name), template=template, args=[value])


HANDLERS = {
    "Shape": _shape,
    "Rank": _rank,
    "Size": _size,
    "Range": _range,
    "Fill": _fill,
    "ZerosLike": _like,
    "OnesLike": _like,
    "BroadcastTo": broadcast,
}
