"""Checkpoints in both formats, with any names, types, shapes and slices."""

from dataclasses import dataclass

import numpy as np
import tensorflow as tf


@dataclass
class Slices:
    """A variable in parts.

    Attributes:
        shape: the shape it claims to have as a whole.
        parts: `(start, array)` of each part along the first axis.
    """

    shape: tuple[int, ...]
    parts: list


def write(prefix, contents, form="V2"):
    """Writes `{name: array or Slices}` with right checksums."""
    names, specifications, arrays = [], [], []
    for name, value in contents.items():
        parts = value.parts if isinstance(value, Slices) else [(None, value)]
        for start, array in parts:
            names.append(name)
            specifications.append("" if start is None else _specification(value, start, array))
            arrays.append(tf.constant(array))
    if form == "V2":
        tf.raw_ops.SaveV2(
            prefix=str(prefix), tensor_names=names, shape_and_slices=specifications, tensors=arrays
        )
    else:
        tf.raw_ops.SaveSlices(
            filename=str(prefix), tensor_names=names, shapes_and_slices=specifications, data=arrays
        )


def _specification(value, start, array):
    rest = ":".join(["-"] * (np.ndim(array) - 1))
    place = f"{start},{len(array)}" + (f":{rest}" if rest else "")
    return f"{' '.join(map(str, value.shape))} {place}"
