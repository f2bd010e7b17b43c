"""The arrays of a checkpoint on their way into variables: read once, checked, and let go."""

from collections import Counter
from functools import partial

import keras
import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.kept import blocks, in_tensorflow, within_reach
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
        array = self._read[key] if key in self._read else _checked(stored, _read(stored))
        self._left[key] -= 1
        if self._left[key]:
            self._read[key] = array
        else:
            self._read.pop(key, None)
        return _cast(record, array, dtype)

    def take_whole(self, record: Record, stored, dtype, meanwhile):
        """The same for a variable that is the array: a tensor where that saves a copy.

        Args:
            record: where it goes; what is seen is noted in it, some of it meanwhile.
            stored: the array.
            dtype: the variable's type.
            meanwhile: has a function run beside the caller, where a tensor is looked at: one of
                the variable's own type holds nothing that the variable must not get.
        """
        alone = self._left[id(stored)] == 1 and id(stored) not in self._read
        if not (alone and stored.tensor and stored.dtype == dtype.name and in_tensorflow()):
            return self.take(record, stored, dtype)
        tensor = _checked(stored, stored.tensor())
        meanwhile(partial(_measure, record, tensor, tensor))
        return tensor


def _read(stored):
    """An array; of a tensor where there is one, because that is read into memory used before."""
    return within_reach(stored.tensor()) if stored.tensor and in_tensorflow() else stored.read()


def _checked(stored, array):
    shape, dtype = tuple(array.shape), keras.backend.standardize_dtype(array.dtype)
    if shape != stored.shape or dtype != stored.dtype:
        raise CheckpointError(
            f"{stored.name!r} is listed as {stored.dtype} {list(stored.shape)} and was read as "
            f"{dtype} {list(shape)}; copy the checkpoint again with all its files."
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
    record.max_abs = 0.0
    for before, after in zip(blocks(array), blocks(cast), strict=True):
        if after.dtype.kind in "biu":
            record.max_abs = max(record.max_abs, float(np.max(np.abs(before.astype(np.float64)))))
            continue
        either = (before,) if cast is array else (before, after)
        ends = [float(end) for one in either for end in (np.min(one), np.max(one))]
        if np.isfinite(ends).all():
            record.max_abs = max(record.max_abs, *map(abs, ends[:2]))
            continue
        finite = np.isfinite(before)
        if not np.isfinite(after[finite]).all():
            raise CheckpointError(
                f"{record.checkpoint!r} holds values too large for the {record.variable_dtype} of "
                f"{record.model!r} of {record.part!r}; build the model with {record.dtype} "
                "variables."
            )
        record.not_finite += int(before.size - np.count_nonzero(finite))
        largest = np.max(np.abs(before[finite]).astype(np.float64), initial=0)
        record.max_abs = max(record.max_abs, float(largest))
