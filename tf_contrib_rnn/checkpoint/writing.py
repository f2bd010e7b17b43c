"""Arrays into the files of a V2 checkpoint: all of them, or no file."""

import math
import os
import re
import shutil
import tempfile

import keras

from tf_contrib_rnn.checkpoint.errors import CheckpointError, first_line
from tf_contrib_rnn.checkpoint.kept import in_tensorflow
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf

_STATE = "checkpoint"
_CHUNK = 64 * 2**20  # bytes of arrays that are written at a time


def write_v2(prefix: str, arrays: dict, overwrite: bool, write_state: bool) -> None:
    """Writes a checkpoint beside its place, and moves it there when it is whole.

    Args:
        prefix: its path without suffixes.
        arrays: functions that give the arrays, by name.
        overwrite: whether a checkpoint that is there may be replaced.
        write_state: whether the file `checkpoint` shall name it as the latest.

    Raises:
        CheckpointError: if there is one already, or it cannot be written.
    """
    folder, base = os.path.split(prefix)
    if base in ("", _STATE) or "://" in prefix:
        raise CheckpointError(
            f"prefix is a path in a local folder such as 'folder/model.ckpt-100', received "
            f"{prefix!r}; pass one that ends in a name, other than {_STATE!r}."
        )
    there = _files(folder, base)
    if there and not overwrite:
        raise CheckpointError(
            f"{prefix!r} exists already ({there[0]}); pass another prefix, or overwrite=True."
        )
    beside = None
    try:
        beside = tempfile.mkdtemp(prefix=f".{base}.", dir=folder or ".")
        _write(os.path.join(beside, base), arrays)
        if write_state:
            _write_state(folder, base, os.path.join(beside, _STATE))
        _move(beside, folder or ".", there)
    except (OSError, tf.errors.OpError) as error:
        raise CheckpointError(
            f"the checkpoint {prefix!r} cannot be written ({first_line(error)}); pass a prefix in "
            "a folder that exists, can be written to and has room."
        ) from error
    finally:
        if beside:
            shutil.rmtree(beside, ignore_errors=True)


def _files(folder, base):
    """The files of a checkpoint of this prefix, the graph left out."""
    own = re.compile(re.escape(base) + r"(\.index|\.data-\d{5}-of-\d{5}|-\d{5}-of-\d{5})?")
    there = os.listdir(folder or ".") if os.path.isdir(folder or ".") else []
    return sorted(name for name in there if own.fullmatch(name))


def _write(prefix, arrays):
    pieces = []
    for number, chunk in enumerate(_chunks(arrays)):
        pieces.append(f"{prefix}_part_{number}")
        _save(pieces[-1], chunk)
    tf.raw_ops.MergeV2Checkpoints(
        checkpoint_prefixes=pieces, destination_prefix=prefix, delete_old_dirs=False
    )


def _chunks(arrays):
    chunk, size = {}, 0
    for name, make in sorted(arrays.items()):
        with tf.device("CPU:0"):
            tensor = tf.convert_to_tensor(make())
        bytes_of_tensor = tensor.dtype.size * math.prod(tensor.shape)
        if chunk and size + bytes_of_tensor > _CHUNK:
            yield chunk
            chunk, size = {}, 0
        chunk[name] = tensor
        size += bytes_of_tensor
    yield chunk


def whole(variable):
    """The values of a variable, without a copy where TensorFlow has them."""
    if in_tensorflow():
        return variable.value
    return keras.ops.convert_to_numpy(variable)


def _save(prefix, tensors):
    with tf.device("CPU:0"):
        tf.raw_ops.SaveV2(
            prefix=prefix,
            tensor_names=list(tensors),
            shape_and_slices=[""] * len(tensors),
            tensors=list(tensors.values()),
        )


def _write_state(folder, base, path):
    """The state file that names the new checkpoint, and those that it named before."""
    state = tf.train.get_checkpoint_state(folder or ".")
    before = [os.path.basename(path) for path in state.all_model_checkpoint_paths] if state else []
    known = [name for name in before if name != base and _files(folder, name)]
    made = tf.compat.v1.train.generate_checkpoint_state_proto(".", base, [*known, base])
    with open(path, "w", encoding="utf-8") as file:
        file.write(str(made))


def _move(beside, folder, replaced):
    """Moves all files into place, the index and the state last; undoes it where one fails."""
    new = sorted(os.listdir(beside), key=lambda name: (name == _STATE, name.endswith(".index")))
    kept = os.path.join(beside, "before")
    os.mkdir(kept)
    done = []
    try:
        for name in [*replaced, *(n for n in new if n == _STATE)]:
            if os.path.exists(os.path.join(folder, name)):
                _rename(name, folder, kept, done)
        for name in new:
            _rename(name, beside, folder, done)
    except BaseException:
        for name, start, end in reversed(done):
            if os.path.exists(os.path.join(end, name)):  # the last one may not have been moved
                os.replace(os.path.join(end, name), os.path.join(start, name))
        raise


def _rename(name, start, end, done):
    done.append((name, start, end))  # before: an interrupt may come as soon as it is moved
    os.replace(os.path.join(start, name), os.path.join(end, name))
