"""The arrays of a checkpoint on their way into variables: read once, checked, and let go."""

from collections import Counter

import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.kept import blocks
from tf_contrib_rnn.checkpoint.report import Record


class Arrays:
    """Holds an array from its first use to its last.

    Args:
        uses: (record, stored) once for each time an array will be asked for.
    """

    def __init__(self, uses):
        self._left = Counter(id(stored) for _, stored in uses)
        self._read = {}

    def take(self, record: Record, stored, dtype) -> np.ndarray:
        """The array, checked and in the type of the variable.

        Args:
            record: where it goes; what was seen is noted in it.
            stored: the array.
            dtype: the variable's type.

        Raises:
            CheckpointError: if it cannot be read, is of another shape or type than the checkpoint
                lists, or holds numbers too large for the type.
        """
        key = id(stored)
        array = self._read[key] if key in self._read else _read(stored)
        self._left[key] -= 1
        if self._left[key]:
            self._read[key] = array
        else:
            self._read.pop(key, None)
        return _cast(record, array, dtype)


def _read(stored):
    array = stored.read()
    if array.shape != stored.shape or array.dtype.name != stored.dtype:
        raise CheckpointError(
            f"{stored.name!r} is listed as {stored.dtype} {list(stored.shape)} and was read as "
            f"{array.dtype.name} {list(array.shape)}; copy the checkpoint again with all its files."
        )
    return array


def _cast(record, array, dtype):
    cast = array
    if array.dtype != dtype:
        with np.errstate(over="ignore"):
            cast = array.astype(dtype)
    if record.max_abs is None:
        _measure(record, array, cast)
    return cast


def _measure(record, array, cast):
    """Notes the largest value and what is no number."""
    record.max_abs, floating = 0.0, cast.dtype.kind not in "biuSU"
    for before, after in zip(blocks(array), blocks(cast), strict=True):
        finite = np.isfinite(before) if floating else np.ones(before.shape, bool)
        if floating and not np.isfinite(after[finite]).all():
            raise CheckpointError(
                f"{record.checkpoint!r} holds values too large for the {record.variable_dtype} of "
                f"{record.model!r} of {record.part!r}; build the model with {record.dtype} "
                "variables."
            )
        record.not_finite += int(before.size - np.count_nonzero(finite))
        largest = np.max(np.abs(before[finite].astype(np.float64)), initial=0)
        record.max_abs = max(record.max_abs, float(largest))
