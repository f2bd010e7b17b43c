"""The old values of variables, kept until all new ones are in place; all of it block by block."""

import tempfile

import keras
import numpy as np

BLOCK = 2**20  # numbers that are looked at or moved at once
_IN_MEMORY = 16 * 2**20  # bytes of old values; beyond it they lie on disk


class OldValues:
    """Keeps values in a temporary file that nobody else sees.

    A context; nothing is left of it on disk, however it ends.
    """

    def __init__(self):
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)
        self._kept = []

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._file.close()

    def keep(self, variable) -> np.dtype:
        """Keeps the values that a variable is about to lose; returns their type.

        Raises:
            OSError: where there is no room for them.
        """
        self._file.seek(0, 2)
        place, size = self._file.tell(), 0
        dtype = np.dtype("float32")
        for block in blocks(variable):
            self._file.write(block.tobytes())
            size, dtype = size + block.nbytes, block.dtype
        self._kept.append((variable, place, size, dtype))
        return dtype

    def put_back(self) -> list:
        """Gives every variable its old values; returns those that did not take them."""
        failed = []
        while self._kept:
            variable, place, size, dtype = self._kept.pop()
            self._file.seek(place)
            values = np.frombuffer(self._file.read(size), dtype).reshape(variable.shape)
            try:
                variable.assign(values)
            except Exception:
                failed.append(variable)
        return failed


def blocks(values):
    """The numbers of an array, a tensor or a variable in flat blocks of numpy.

    None of them is a copy of more than itself.
    """
    values = getattr(values, "value", values)
    if isinstance(values, np.ndarray):
        flat = values.reshape(-1)
    else:
        flat = keras.ops.reshape(values, (-1,))
    for start in range(0, int(np.prod(values.shape)), BLOCK):
        yield np.asarray(keras.ops.convert_to_numpy(flat[start : start + BLOCK]))


def holds(variable, values) -> bool:
    """Whether a variable has these values, to the bit."""
    if tuple(variable.shape) != tuple(values.shape):
        return False
    pairs = zip(blocks(variable), blocks(values), strict=True)
    return all(a.dtype == b.dtype and a.tobytes() == b.tobytes() for a, b in pairs)
