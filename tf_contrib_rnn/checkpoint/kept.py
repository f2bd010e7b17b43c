"""The old values of variables, kept until all new ones are in place; all of it block by block."""

import math
import tempfile
from concurrent.futures import ThreadPoolExecutor, wait

import keras
import numpy as np

from tf_contrib_rnn.checkpoint.sources._tensorflow import tf

BLOCK = 2**20  # numbers that are looked at or moved at once
_IN_MEMORY = 2**20  # bytes of old values; beyond it they lie on disk
_LOOK = 2**10  # bytes that show most often that not all are zero


class OldValues:
    """Keeps values in a temporary file that nobody else sees.

    A context; nothing is left of it on disk, however it ends. The file is written, and in the end
    given back, while the caller goes on, so a variable may be changed only after `wait` has
    returned for it.
    """

    def __init__(self):
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)
        self._beside = ThreadPoolExecutor(1)
        self._begun = {}
        self._tasks = []
        self._kept = []

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._stop()
        self._beside.submit(self._file.close)  # a file of a gigabyte takes its time
        self._beside.shutdown(wait=False)

    def keep(self, variable) -> np.dtype:
        """Begins to keep the values that a variable is about to lose; returns their type."""
        if id(variable) not in self._begun:
            values = within_reach(variable)
            done = self._beside.submit(self._write, values)
            self._begun[id(variable)] = done, _type_of(values)
        return self._begun[id(variable)][1]

    def wait(self, variable) -> None:
        """Waits until the values of a variable are kept.

        Raises:
            OSError: where there is no room for them.
        """
        done, dtype = self._begun.pop(id(variable))
        self._kept.append((variable, *done.result(), dtype))

    def meanwhile(self, task) -> None:
        """Has a function run after what is being kept, while the caller goes on."""
        self._tasks.append(self._beside.submit(task))

    def finish(self) -> None:
        """Waits for what runs meanwhile, and raises what it raised."""
        while self._tasks:
            self._tasks.pop(0).result()

    def put_back(self) -> list:
        """Gives every variable its old values; returns those that did not take them."""
        self._stop()
        failed = []
        while self._kept:
            variable, place, size, dtype = self._kept.pop()
            self._file.seek(place)
            content = self._file.read(size).ljust(size, b"\0")  # the last hole has no end
            values = np.frombuffer(content, dtype).reshape(variable.shape)
            try:
                variable.assign(values)
            except Exception:
                failed.append(variable)
        return failed

    def _write(self, values):
        place = self._file.tell()
        for block in blocks(values):
            block = block.view(np.uint8)
            if self._file.tell() + block.size > _IN_MEMORY:
                self._file.rollover()  # before a hole: in memory it would take room
            if block[:_LOOK].any() or block.any():
                self._file.write(block)
            else:
                self._file.seek(block.size, 1)  # a hole, which takes no room
        return place, self._file.tell() - place

    def _stop(self):
        tasks = [*(done for done, _ in self._begun.values()), *self._tasks]
        for task in tasks:
            task.cancel()
        wait(tasks)
        self._begun.clear()


def in_tensorflow() -> bool:
    """Whether Keras works with TensorFlow."""
    return keras.backend.backend() == "tensorflow"


def within_reach(values):
    """An array, a tensor or a variable as an array where that needs no copy, else as a tensor."""
    if isinstance(values, np.ndarray):
        return values
    values = getattr(values, "value", values)
    if not in_tensorflow():
        return keras.ops.convert_to_tensor(values)
    return np.asarray(tf.convert_to_tensor(values))


def _type_of(values):
    if isinstance(values, np.ndarray):
        return values.dtype
    return keras.ops.convert_to_numpy(keras.ops.zeros((), values.dtype)).dtype


def blocks(values):
    """The numbers of an array, a tensor or a variable in flat blocks of numpy.

    None of them is a copy of more than itself.
    """
    flat = within_reach(values)
    flat = flat.reshape(-1) if isinstance(flat, np.ndarray) else keras.ops.reshape(flat, (-1,))
    for start in range(0, math.prod(flat.shape), BLOCK):
        block = flat[start : start + BLOCK]
        yield block if isinstance(block, np.ndarray) else keras.ops.convert_to_numpy(block)


def holds(variable, values) -> bool:
    """Whether a variable has these values, to the bit."""
    if tuple(variable.shape) != tuple(values.shape):
        return False
    pairs = zip(blocks(variable), blocks(values), strict=True)
    return all(a.dtype == b.dtype and same(a, b) for a, b in pairs)


def same(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two arrays of one shape and type agree, to the bit."""
    one, other = np.ascontiguousarray(one), np.ascontiguousarray(other)
    if one.ctypes.data == other.ctypes.data:
        return True  # a variable has taken the values over without a copy
    return np.array_equal(one.view(np.uint8), other.view(np.uint8))
