"""Reading both TF1 formats through TensorFlow's checkpoint reader."""

from functools import partial

import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError, first_line
from tf_contrib_rnn.checkpoint.sources._stored import Source, Stored
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf
from tf_contrib_rnn.checkpoint.sources.foreign import refuse_foreign
from tf_contrib_rnn.checkpoint.sources.graphs import beside

OBJECT_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH"


def open_with(prefix: str, form: str, read, path: str, check=lambda: None) -> Source:
    """Opens `prefix` and lists its arrays.

    Args:
        prefix: the path of the checkpoint without its suffixes.
        form: what kind of file it is, in words.
        read: `read(reader, path, name, dtype)`, which returns one array.
        path: what TensorFlow opens: the prefix, or a pattern of files.
        check: what is to be looked at before TensorFlow opens it.

    Raises:
        CheckpointError: if the file is damaged, or holds an object-based checkpoint.
    """
    try:
        check()
        reader = tf.train.load_checkpoint(path)
        shapes = reader.get_variable_to_shape_map()
        dtypes = reader.get_variable_to_dtype_map()
    except Exception as error:
        for file in (path + ".index", path):
            if tf.io.gfile.exists(file):
                refuse_foreign(file)
        raise CheckpointError(
            f"{prefix!r} cannot be read as a {form}, so it is damaged, cut short or another kind "
            f"of file ({_first_line(error)}); copy it again, or pass a TF1 checkpoint's prefix."
        ) from error
    if OBJECT_GRAPH in shapes:
        raise CheckpointError(
            f"{prefix!r} is an object-based checkpoint of tf.train.Checkpoint or Keras, which has "
            "object paths where a TF1 name-based one has variable names; save the variables with "
            "tf.compat.v1.train.Saver and pass that checkpoint."
        )
    entries = {}
    for name in sorted(shapes):
        dtype = tf.as_dtype(dtypes[name])
        fetch = partial(_read, reader, path, name, dtype, partial(_array, read))
        tensor = partial(_read, None, path, name, dtype, _tensor)
        entries[name] = Stored(name, tuple(shapes[name]), dtype.name, fetch, tensor)
    return Source(prefix, form, entries, beside(prefix))


def _array(read, *arguments):
    return np.asarray(read(*arguments))


def _tensor(reader, path, name, dtype):
    return tf.raw_ops.RestoreV2(
        prefix=path, tensor_names=[name], shape_and_slices=[""], dtypes=[dtype]
    )[0]


def _read(reader, path, name, dtype, read):
    try:
        return read(reader, path, name, dtype)
    except Exception as error:
        raise CheckpointError(
            f"{name!r} cannot be read from {path!r}, so its data file is damaged, cut short or "
            f"missing ({_first_line(error)}); copy the checkpoint again with all its files."
        ) from error


def _first_line(error) -> str:
    return first_line(error).partition(": perhaps")[0].rstrip(".")
