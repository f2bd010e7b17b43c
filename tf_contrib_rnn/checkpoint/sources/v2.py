"""The V2 format: `<prefix>.index` beside `<prefix>.data-00000-of-00001`."""

import math
import os

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.sources._reader import open_with
from tf_contrib_rnn.checkpoint.sources._stored import Source
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf
from tf_contrib_rnn.checkpoint.sources.foreign import refuse_foreign
from tf_contrib_rnn.checkpoint.sources.tables import check_v2


def open_v2(prefix: str) -> Source:
    """Opens a V2 checkpoint.

    Args:
        prefix: the path without `.index`.

    Raises:
        CheckpointError: if it is damaged, cut short or object-based.
    """
    source = open_with(prefix, "V2 checkpoint", _read, prefix, lambda: check_v2(prefix + ".index"))
    listed = sum(_least_bytes(stored) for stored in source.entries.values())
    shards = _shards(prefix)
    present = sum(tf.io.gfile.stat(shard).length for shard in shards)
    if present < listed:
        for shard in shards:
            refuse_foreign(shard)
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


def _shards(prefix):
    folder, base = os.path.split(prefix)
    names = tf.io.gfile.listdir(folder or ".")
    return [os.path.join(folder, name) for name in names if name.startswith(base + ".data-")]
