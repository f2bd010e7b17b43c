"""The values of small operations on constants."""

import numpy as np

_PLAIN = {
    "Add": np.add, "AddV2": np.add, "Sub": np.subtract, "Mul": np.multiply,
    "RealDiv": np.true_divide, "Neg": np.negative, "Maximum": np.maximum, "Minimum": np.minimum,
    "ExpandDims": lambda value, axis: np.expand_dims(value, int(axis)),
    "Fill": lambda shape, value: np.full(shape, value),
    "Range": np.arange,
    "Reshape": lambda value, shape: np.reshape(value, shape),
    "Concat": lambda axis, *values: np.concatenate(values, int(axis)),
    "ConcatV2": lambda *values: np.concatenate(values[:-1], int(values[-1])),
    "Rank": np.ndim,
    "Shape": np.shape,
    "Size": np.size,
    "Sqrt": np.sqrt, "Reciprocal": np.reciprocal, "Inv": np.reciprocal,
}  # fmt: skip
FOLDED = {*_PLAIN, "Div", "Cast", "Pack", "ZerosLike", "OnesLike"}


def fold(node, values):
    """What a node of `FOLDED` makes of constant inputs, or None where they do not fit."""
    if node.op == "Cast":
        return np.asarray(values[0]).astype(node.attributes["DstT"])
    if node.op == "Pack":
        return np.stack(values, node.attributes.get("axis", 0))
    if node.op == "Div":
        whole = np.issubdtype(np.asarray(values[0]).dtype, np.integer)
        return np.floor_divide(*values) if whole else np.true_divide(*values)
    if node.op in ("ZerosLike", "OnesLike"):
        return np.full(np.shape(values[0]), node.op == "OnesLike", np.asarray(values[0]).dtype)
    return np.asarray(_PLAIN[node.op](*values))
