"""The old values of variables, kept until all new ones are in place."""

import tempfile

import keras
import numpy as np

_IN_MEMORY = 16 * 2**20  # bytes; beyond it they lie on disk


class OldValues:
    """Keeps values in numpy's format in a temporary file that nobody else sees.

    A context; nothing is left of it on disk, however it ends.
    """

    def __init__(self):
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)
        self._kept = []

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._file.close()

    def keep(self, variable, values: np.ndarray) -> None:
        """Keeps the values that a variable is about to lose.

        Raises:
            OSError: where there is no room for them.
        """
        self._file.seek(0, 2)
        place = self._file.tell()
        # As bytes, because numpy's format does not know bfloat16.
        whole = np.ascontiguousarray(values).reshape(-1).view(np.uint8)
        np.lib.format.write_array(self._file, whole, allow_pickle=False)
        self._kept.append((variable, place, values.dtype, values.shape))

    def put_back(self) -> list:
        """Gives every variable its old values; returns those that did not take them."""
        failed = []
        while self._kept:
            variable, place, dtype, shape = self._kept.pop()
            self._file.seek(place)
            values = np.lib.format.read_array(self._file, allow_pickle=False)
            try:
                variable.assign(values.view(dtype).reshape(shape))
            except Exception:
                failed.append(variable)
        return failed


def values_of(variable) -> np.ndarray:
    """The values of a variable; not to be written to."""
    return np.asarray(keras.ops.convert_to_numpy(variable))


def are_equal(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two arrays agree in every bit, without another copy of either."""
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    pairs = zip(blocks(one), blocks(other), strict=True)
    return all(a.tobytes() == b.tobytes() for a, b in pairs)


def blocks(array: np.ndarray, size: int = 2**18):
    """Flat pieces of an array, in order, of at most `size` numbers."""
    flat = np.ascontiguousarray(array).reshape(-1)
    return (flat[start : start + size] for start in range(0, flat.size, size))
