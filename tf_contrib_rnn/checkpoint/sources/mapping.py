"""Any mapping of names to arrays, such as a dict, an open `.npz` or an open HDF5 file."""

from collections.abc import Mapping
from functools import partial

import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.sources._stored import Source, Stored


def open_mapping(mapping: Mapping) -> Source:
    """Makes a source of a mapping; a mapping inside of it is a scope.

    An array is asked for anew whenever it is read, so that a mapping which reads from a file
    stays lazy.

    Args:
        mapping: names, and arrays or what NumPy makes an array of.

    Raises:
        CheckpointError: if a name is no string, or a value no array.
    """
    entries = {}
    for name, read in _leaves(mapping, ""):
        if name in entries:
            raise CheckpointError(
                f"the mapping holds {name!r} twice, as a name and as names in names; give each "
                "array a name of its own."
            )
        entries[name] = _stored(name, read)
    return Source("mapping", "mapping", dict(sorted(entries.items())))


def _leaves(mapping, scope):
    for key in mapping:
        if not isinstance(key, str):
            raise CheckpointError(
                f"a mapping gives arrays by name, received the key {key!r}; use the names of TF1's "
                "variables, as in {'rnn/lstm_cell/kernel': array}."
            )
        name = f"{scope}/{key}" if scope else key
        if isinstance(mapping[key], Mapping):
            yield from _leaves(mapping[key], name)
        else:
            yield name, partial(mapping.__getitem__, key)


def _stored(name, read):
    value = read()
    if isinstance(value, Stored):
        return value
    if not hasattr(value, "shape") or not hasattr(value, "dtype"):
        value = _array(name, read)
    try:
        dtype = np.dtype(getattr(value.dtype, "as_numpy_dtype", value.dtype))
    except TypeError:
        dtype = _array(name, read).dtype
    if dtype.hasobject and not isinstance(np.ravel(_array(name, read))[:1].tolist()[0], bytes):
        raise _not_an_array(name, value)
    kind = "string" if dtype.kind in "SUO" else dtype.name
    return Stored(name, tuple(int(size) for size in value.shape), kind, partial(_array, name, read))


def _array(name, read):
    value = read()
    try:
        return np.asarray(value)
    except Exception as error:
        raise _not_an_array(name, value) from error


def _not_an_array(name, value):
    return CheckpointError(
        f"the mapping's {name!r} is expected to be an array of numbers, received "
        f"{type(value).__name__}; pass {{name: array}}."
    )
