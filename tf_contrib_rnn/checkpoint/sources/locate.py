"""From what a user passes as a checkpoint to the path and the format of what it stands for."""

import os
import re

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf
from tf_contrib_rnn.checkpoint.sources.directory import by_number, is_state_file, listing, prefixes
from tf_contrib_rnn.checkpoint.sources.foreign import kind_of
from tf_contrib_rnn.checkpoint.sources.graphs import SAVED_MODEL_FILES
from tf_contrib_rnn.checkpoint.sources.saved_model import is_saved_model

_SUFFIX = re.compile(r"(\.index|\.meta|\.data-\d{5}-of-\d{5}|-[\d?]{5}-of-[\d?]{5})$")
_ENDINGS = (".pb", ".npz", ".h5", ".hdf5")


def locate(source) -> tuple[str, str]:
    """Finds the checkpoint that `source` stands for.

    Args:
        source: a prefix, one of a checkpoint's own files (`.index`, `.meta`, `.data-…`), a
            directory, the `checkpoint` state file in one, a SavedModel's folder or its
            `saved_model.pb`, a folder of numbered SavedModels, or a `.pb`, `.npz` or HDF5 file; a
            string or a path object.

    Returns:
        The path and its format: `"V2"`, `"V1"`, `"SavedModel"`, `"graph"`, `"npz"` or `"HDF5"`.

    Raises:
        CheckpointError: if there is none, or several and nothing to choose by.
    """
    try:
        path = os.fspath(source)
    except TypeError:
        path = None
    if not isinstance(path, str):
        raise CheckpointError(
            f"a checkpoint is given as a path (a prefix, a file of it or its directory) or as a "
            f"mapping of names to arrays, received {source!r}; pass a string or a pathlib.Path."
        )
    path = os.path.expanduser(path)
    if tf.io.gfile.isdir(path) and not _format(path):
        return _in_directory(path.rstrip("/") or "/")
    if not tf.io.gfile.exists(path + ".index") and is_state_file(path):
        return _from_state(os.path.dirname(path), os.path.basename(path))
    if os.path.basename(path) in SAVED_MODEL_FILES and tf.io.gfile.exists(path):
        return os.path.dirname(path) or ".", "SavedModel"
    for prefix in (path, _SUFFIX.sub("", path)):
        if form := _format(prefix):
            return prefix, form
    raise _missing(path)


def _format(prefix):
    """The format of what lies at exactly this path, or None; V2 must have both its parts."""
    folder, base = os.path.split(prefix)
    names = listing(folder)
    shards = [name for name in names if re.fullmatch(re.escape(base) + r"\.data-\d+-of-\d+", name)]
    if base + ".index" in names and not shards:
        raise CheckpointError(
            f"{prefix!r} has an index but no data file: expected {base}.data-00000-of-00001 beside "
            f"{base}.index; copy all files of the checkpoint."
        )
    if base + ".index" in names:
        return "V2"
    if shards:
        raise CheckpointError(
            f"{prefix!r} has a data file but no index: expected {base}.index beside {shards[0]}; "
            "copy all files of the checkpoint."
        )
    if tf.io.gfile.exists(prefix) and not tf.io.gfile.isdir(prefix) and not _SUFFIX.search(base):
        kind = kind_of(prefix)
        return "V1" if kind in ("table", None) else kind
    pattern = re.escape(base) + r"-\d{5}-of-\d{5}"
    return "V1" if base and any(re.fullmatch(pattern, name) for name in names) else None


def _in_directory(folder):
    has_state = is_state_file(os.path.join(folder, "checkpoint"))
    if has_state and is_saved_model(folder):
        raise CheckpointError(
            f"the directory {folder!r} holds both a SavedModel and a state file of a Saver; pass "
            f"{os.path.join(folder, SAVED_MODEL_FILES[0])!r} or the checkpoint's prefix."
        )
    if has_state:
        return _from_state(folder, "checkpoint")
    if is_saved_model(folder):
        return folder, "SavedModel"
    versions = [name for name in listing(folder) if name.isdigit()]
    versions = [name for name in versions if is_saved_model(os.path.join(folder, name))]
    if versions:
        return os.path.join(folder, max(versions, key=int)), "SavedModel"
    found = prefixes(folder)
    if not found:
        found = [name for name in listing(folder) if name.endswith(_ENDINGS)]
    if not found:
        found = [name for name in listing(folder) if _is_table(os.path.join(folder, name))]
    return _only(folder, sorted(found, key=by_number))


def _only(folder, found):
    if len(found) == 1:
        path = os.path.join(folder, found[0])
        return path, _format(path)
    if found:
        raise CheckpointError(
            f"the directory {folder!r} holds {len(found)} checkpoints and no state file to say "
            f"which is the latest: {_names(found)}; pass the prefix of one of them."
        )
    raise CheckpointError(
        f"the directory {folder!r} holds no TF1 checkpoint: expected a file ending in .index, or "
        "a state file called 'checkpoint'; pass the directory the Saver wrote to."
    )


def _is_table(path):
    """Whether a file is a V1 checkpoint without a `.meta` beside it."""
    try:
        return not tf.io.gfile.isdir(path) and kind_of(path) == "table"
    except CheckpointError:
        return False


def _from_state(folder, name):
    state = tf.train.get_checkpoint_state(folder or ".", name)
    recorded = state.model_checkpoint_path if state else ""
    moved = os.path.join(folder, re.split(r"[/\\]", recorded)[-1])
    for prefix in (recorded, moved):
        if recorded and _format(prefix):
            return prefix, _format(prefix)
    raise CheckpointError(
        f"the state file {os.path.join(folder, name)!r} names {recorded!r} as the latest "
        f"checkpoint, which is not there; beside it lie {_names(prefixes(folder))}: pass the "
        "prefix of one."
    )


def _missing(path):
    folder, base = os.path.split(_SUFFIX.sub("", path))
    near = _names(prefixes(folder))
    return CheckpointError(
        f"there is no checkpoint at {path!r}: expected the files {base}.index and "
        f"{base}.data-00000-of-00001 (V2), or one file {base} (V1); in {folder or '.'!r} lie "
        f"{near}."
    )


def _names(found):
    shown = ", ".join(repr(name) for name in found[:8]) or "no checkpoints"
    return shown + (f" and {len(found) - 8} more" if len(found) > 8 else "")
