"""The V2 format: `<prefix>.index` beside `<prefix>.data-00000-of-00001`."""

import math
import os

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.sources._reader import open_with
from tf_contrib_rnn.checkpoint.sources._stored import Source
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf


def open_v2(prefix: str) -> Source:
    """Opens a V2 checkpoint.

    Args:
        prefix: the path without `.index`.

    Raises:
        CheckpointError: if it is damaged, cut short or object-based.
    """
    source = open_with(prefix, "V2 checkpoint", _read, prefix)
    listed = sum(_least_bytes(stored) for stored in source.entries.values())
    present = _bytes_of_data(prefix)
    if present < listed:
        raise CheckpointError(
            f"{prefix!r} is cut short or lacks a data file: its index lists {listed} bytes of data "
            f"and there are {present}; copy the checkpoint again with all its files."
        )
    return source


def _read(reader, path, name, dtype):
    return reader.get_tensor(name)


def _least_bytes(stored):
    """The size of an array on disk, where a string takes a byte or more."""
    return tf.as_dtype(stored.dtype).size * math.prod(stored.shape)


def _bytes_of_data(prefix):
    folder, base = os.path.split(prefix)
    names = tf.io.gfile.listdir(folder or ".")
    shards = [name for name in names if name.startswith(base + ".data-")]
    return sum(tf.io.gfile.stat(os.path.join(folder, name)).length for name in shards)
