"""What every format gives: named arrays that are read when asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Stored:
    """One array of a checkpoint.

    Attributes:
        name: the name it is stored under.
        shape: its full shape; a partitioned variable counts as one.
        dtype: the name of its type, such as `"float32"`.
        read: reads the array from the file, anew at each call.
        tensor: the same as a tensor of TensorFlow, which a variable takes over without a copy; None
            where there is no such way.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    read: Callable[[], np.ndarray]
    tensor: Callable[[], object] | None = None


def axis_of_parts(shapes: list[tuple]) -> int | None:
    """The axis along which arrays can be the parts of one; the first where all are of one shape.

    Args:
        shapes: the shapes of the arrays.

    Returns:
        The axis; None where they cannot be: scalars, several ranks, or several axes that differ.
    """
    if len({len(shape) for shape in shapes}) > 1 or not shapes[0]:
        return None
    differ = [axis for axis, sizes in enumerate(zip(*shapes, strict=True)) if len(set(sizes)) > 1]
    return None if len(differ) > 1 else (differ or [0])[0]


@dataclass(frozen=True)
class Source:
    """An opened checkpoint.

    Attributes:
        prefix: the path it is known by: what a Saver was given, a file, or a SavedModel's folder.
        format: what kind of file it is, in words.
        entries: every array in it, by stored name, in alphabetical order.
        graph_path: the file with the graph that lies with it, or None where there is none.
    """

    prefix: str
    format: str
    entries: dict[str, Stored]
    graph_path: str | None = None

    @property
    def title(self) -> str:
        """The last part of the path, for messages."""
        return self.prefix.rstrip("/").rsplit("/", 1)[-1]

    @cached_property
    def graph_def(self):
        """The `GraphDef` in `graph_path`, or None where there is none.

        Raises:
            CheckpointError: if the file is damaged or holds no graph of TF1.
        """
        if self.graph_path is None:
            return None
        from tf_contrib_rnn.checkpoint.sources.graphs import read_graph_def

        return read_graph_def(self.graph_path)
