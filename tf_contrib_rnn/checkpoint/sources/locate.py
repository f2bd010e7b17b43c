"""From what a user passes as a checkpoint to the prefix TensorFlow wants."""

import os
import re

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf

_SUFFIX = re.compile(r"(\.index|\.meta|\.data-\d{5}-of-\d{5}|-[\d?]{5}-of-[\d?]{5})$")
_STATE_FILE_START = b"model_checkpoint_path"


def locate(source) -> tuple[str, str]:
    """Finds the checkpoint that `source` stands for.

    Args:
        source: a prefix, one of a checkpoint's own files (`.index`, `.meta`, `.data-…`), a
            directory, or the `checkpoint` state file in one; a string or a path object.

    Returns:
        The prefix and its format, `"V2"` or `"V1"`.

    Raises:
        CheckpointError: if there is none, or several and no state file to choose.
    """
    try:
        path = os.fspath(source)
    except TypeError:
        path = None
    if not isinstance(path, str):
        raise CheckpointError(
            f"a checkpoint is given as a path (a prefix, a file of it or its directory), received "
            f"{source!r}; pass a string or a pathlib.Path."
        )
    path = os.path.expanduser(path)
    if tf.io.gfile.isdir(path) and not _format(path):
        path = _in_directory(path.rstrip("/"))
    elif not tf.io.gfile.exists(path + ".index") and _is_state_file(path):
        path = _from_state(os.path.dirname(path), os.path.basename(path))
    for prefix in (path, _SUFFIX.sub("", path)):
        if _format(prefix):
            return prefix, _format(prefix)
    raise _missing(path)


def _format(prefix):
    """V2, V1 or nothing; a V2 checkpoint must have both its parts."""
    folder, base = os.path.split(prefix)
    names = _listing(folder)
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
        return "V1"
    pattern = re.escape(base) + r"-\d{5}-of-\d{5}"
    return "V1" if base and any(re.fullmatch(pattern, name) for name in names) else None


def _listing(folder):
    folder = folder or "."
    return [n.rstrip("/") for n in tf.io.gfile.listdir(folder)] if tf.io.gfile.isdir(folder) else []


def _prefixes(folder):
    names = set(_listing(folder))
    found = {name[: -len(".index")] for name in names if name.endswith(".index")}
    found |= {
        name[: -len(".meta")]
        for name in names
        if name.endswith(".meta") and name[: -len(".meta")] in names
    }
    shards = (re.fullmatch(r"(.+)-\d{5}-of-\d{5}", name) for name in names if ".data-" not in name)
    return sorted(found | {match[1] for match in shards if match}, key=_by_number)


def _by_number(name):
    return [int(piece) if piece.isdigit() else piece for piece in re.split(r"(\d+)", name)]


def _is_state_file(path):
    if not tf.io.gfile.exists(path) or tf.io.gfile.isdir(path):
        return False
    with tf.io.gfile.GFile(path, "rb") as file:
        return file.read(len(_STATE_FILE_START)) == _STATE_FILE_START


def _in_directory(folder):
    if _is_state_file(os.path.join(folder, "checkpoint")):
        return _from_state(folder, "checkpoint")
    found = _prefixes(folder)
    if len(found) == 1:
        return os.path.join(folder, found[0])
    if found:
        raise CheckpointError(
            f"the directory {folder!r} holds {len(found)} checkpoints and no state file to say "
            f"which is the latest: {_names(found)}; pass the prefix of one of them."
        )
    raise CheckpointError(
        f"the directory {folder!r} holds no TF1 checkpoint: expected a file ending in .index, or "
        "a state file called 'checkpoint'; pass the directory the Saver wrote to."
    )


def _from_state(folder, name):
    state = tf.train.get_checkpoint_state(folder or ".", name)
    recorded = state.model_checkpoint_path if state else ""
    for prefix in (recorded, os.path.join(folder, os.path.basename(recorded))):
        if recorded and _format(prefix):
            return prefix
    raise CheckpointError(
        f"the state file {os.path.join(folder, name)!r} names {recorded!r} as the latest "
        f"checkpoint, which is not there; beside it lie {_names(_prefixes(folder))}: pass the "
        "prefix of one."
    )


def _missing(path):
    folder, base = os.path.split(_SUFFIX.sub("", path))
    near = _names(_prefixes(folder))
    return CheckpointError(
        f"there is no checkpoint at {path!r}: expected the files {base}.index and "
        f"{base}.data-00000-of-00001 (V2), or one file {base} (V1); in {folder or '.'!r} lie "
        f"{near}."
    )


def _names(found):
    shown = ", ".join(repr(name) for name in found[:8]) or "no checkpoints"
    return shown + (f" and {len(found) - 8} more" if len(found) > 8 else "")
