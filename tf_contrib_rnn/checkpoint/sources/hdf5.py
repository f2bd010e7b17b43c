"""HDF5 files whose groups are scopes: the dataset `/RNN_0/RNN/LSTMCell/B` is one variable."""

import re
from functools import partial

import h5py
import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError, first_line
from tf_contrib_rnn.checkpoint.sources._stored import Source, Stored

_KERAS_2 = ("layer_names", "keras_version", "model_config")
_KERAS_3 = re.compile(r"(.+/)?vars/\d+")
_DEEPEST = 64


def open_hdf5(path: str) -> Source:
    """Opens an HDF5 file; no data is read.

    Args:
        path: the path of the file.

    Raises:
        CheckpointError: if it is damaged, or a file that Keras wrote.
    """
    try:
        with h5py.File(path, "r") as file:
            attributes = set(file.attrs) | set(file["model_weights"].attrs
                                               if "model_weights" in file else ())  # fmt: skip
            entries = {name: _stored(path, name, node) for name, node in _datasets(file, "", 0)}
    except (OSError, RuntimeError, KeyError, ValueError) as error:
        if isinstance(error, CheckpointError):
            raise
        raise _damaged(path, error) from error
    of_keras_3 = entries and all(_KERAS_3.fullmatch(name) for name in entries)
    if attributes.intersection(_KERAS_2) or of_keras_3:
        raise CheckpointError(
            f"{path!r} is a file of Keras, which keeps weights by layer and not under the names "
            "of TF1's variables; load it with keras.models.load_model or model.load_weights."
        )
    return Source(path, "HDF5 file", dict(sorted(entries.items())))


def _datasets(group, scope, depth):
    """The datasets below a group with their paths; soft and external links are not followed."""
    if depth > _DEEPEST:
        raise ValueError(f"the groups are nested more than {_DEEPEST} deep, at {scope!r}")
    for key in group:
        if not isinstance(group.get(key, getlink=True), h5py.HardLink):
            continue
        name = f"{scope}/{key}" if scope else key
        if isinstance(group[key], h5py.Group):
            yield from _datasets(group[key], name, depth + 1)
        elif group[key].shape is not None:
            yield name, group[key]


def _stored(path, name, dataset):
    is_text = h5py.check_string_dtype(dataset.dtype) or dataset.dtype.kind in "SU"
    kind = "string" if is_text else dataset.dtype.name
    return Stored(name, tuple(dataset.shape), kind, partial(_read, path, name))


def _read(path, name):
    try:
        with h5py.File(path, "r") as file:
            return np.asarray(file[name][()])
    except (OSError, RuntimeError, KeyError, ValueError) as error:
        raise _damaged(path, f"{name!r}: {error}") from error


def _damaged(path, why):
    return CheckpointError(
        f"{path!r} cannot be read as an HDF5 file, so it is damaged, cut short or has changed "
        f"({first_line(why)}); copy it again."
    )
