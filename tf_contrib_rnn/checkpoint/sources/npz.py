"""NumPy's archives: a `.npz` file, each of whose members is one array."""

import zipfile
import zlib
from functools import partial

import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.sources._stored import Source, Stored
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf

_HEADERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, tf.errors.OpError)


def open_npz(path: str) -> Source:
    """Opens an archive that `np.savez` wrote; of each array only the header is read.

    Args:
        path: the path of the file.

    Raises:
        CheckpointError: if it is damaged, or holds pickled objects.
    """
    entries = {}
    try:
        with tf.io.gfile.GFile(path, "rb") as file, zipfile.ZipFile(file) as archive:
            for member in archive.namelist():
                name = member.removesuffix(".npy")
                if name in entries:
                    raise _damaged(path, f"it holds {name!r} twice")
                entries[name] = _stored(path, archive, member, name)
    except _DAMAGE as error:
        if isinstance(error, CheckpointError):
            raise
        raise _damaged(path, error) from error
    return Source(path, "NumPy archive", dict(sorted(entries.items())))


def _stored(path, archive, member, name):
    with archive.open(member) as stream:
        version = np.lib.format.read_magic(stream)
        if version not in _HEADERS:
            raise _damaged(path, f"{name!r} is of version {version} of the format")
        shape, _, dtype = _HEADERS[version](stream)
    if dtype.hasobject:
        raise CheckpointError(
            f"{name!r} in {path!r} is a pickled object, which is not read because that can run "
            "code; save the arrays in it one by one under their names with np.savez."
        )
    kind = "string" if dtype.kind in "SU" else dtype.name
    return Stored(name, shape, kind, partial(_read, path, member, name))


def _read(path, member, name):
    try:
        with tf.io.gfile.GFile(path, "rb") as file, zipfile.ZipFile(file) as archive:
            with archive.open(member) as stream:
                return np.lib.format.read_array(stream, allow_pickle=False)
    except (*_DAMAGE, KeyError) as error:
        raise _damaged(path, f"{name!r}: {error}") from error


def _damaged(path, why):
    return CheckpointError(
        f"{path!r} cannot be read as a NumPy archive, so it is damaged, cut short or has changed "
        f"({str(why).strip().rstrip('.')}); copy it again."
    )
