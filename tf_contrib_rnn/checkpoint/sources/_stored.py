"""What every format gives: named arrays that are read when asked for."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Stored:
    """One array of a checkpoint.

    Attributes:
        name: the name it is stored under.
        shape: its full shape; a partitioned variable counts as one.
        dtype: the name of its type, such as `"float32"`.
        read: reads the array from the file, anew at each call.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    read: Callable[[], np.ndarray]


@dataclass(frozen=True)
class Source:
    """An opened checkpoint.

    Attributes:
        prefix: the path TensorFlow knows it by.
        format: what kind of file it is, in words.
        entries: every array in it, by stored name, in alphabetical order.
    """

    prefix: str
    format: str
    entries: dict[str, Stored]

    @property
    def title(self) -> str:
        """The last part of the path, for messages."""
        return self.prefix.rstrip("/").rsplit("/", 1)[-1]
