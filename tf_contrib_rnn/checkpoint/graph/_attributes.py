"""The attributes of a NodeDef as plain values."""

from tf_contrib_rnn.checkpoint.sources._tensorflow import tf


def attribute_values(attributes) -> dict:
    """`{name: plain value}` of a NodeDef's `attr`."""
    return {name: _plain(value) for name, value in attributes.items() if name != "_output_shapes"}


def dtype_of(node) -> str:
    """The type of a node's values, `""` where it does not say."""
    for name in ("dtype", "T"):
        if name in node.definition.attr:
            return tf.as_dtype(node.definition.attr[name].type).base_dtype.name
    return ""


def _plain(value):
    kind = value.WhichOneof("value")
    if kind == "list":
        return [item for name in ("s", "i", "f", "b", "type", "shape", "tensor")
                for item in map(_readers[name], getattr(value.list, name))]  # fmt: skip
    return _readers[kind](getattr(value, kind)) if kind in _readers else None


def _shape(proto):
    if proto.unknown_rank:
        return None
    return tuple(None if axis.size < 0 else axis.size for axis in proto.dim)


def _type(number):
    return tf.as_dtype(number).base_dtype.name if number else None


_readers = {
    "s": lambda text: text.decode("utf-8", "replace"),
    "i": int,
    "f": float,
    "b": bool,
    "type": _type,
    "shape": _shape,
    "tensor": lambda tensor: tf.make_ndarray(tensor),
    "func": lambda function: function.name,
}
