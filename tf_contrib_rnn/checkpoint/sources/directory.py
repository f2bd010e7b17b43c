"""What lies in a directory: the prefixes of checkpoints, and the state file of a Saver."""

import re

from tf_contrib_rnn.checkpoint.sources._tensorflow import tf

_STATE_FILE_START = b"model_checkpoint_path"


def listing(folder: str) -> list[str]:
    """The names in a directory, none where there is no such directory.

    Args:
        folder: its path; the empty one is the working directory.
    """
    folder = folder or "."
    return [n.rstrip("/") for n in tf.io.gfile.listdir(folder)] if tf.io.gfile.isdir(folder) else []


def prefixes(folder: str) -> list[str]:
    """The checkpoints in a directory, in the order of their steps.

    Args:
        folder: its path.
    """
    names = set(listing(folder))
    found = {name[: -len(".index")] for name in names if name.endswith(".index")}
    found |= {
        name[: -len(".meta")]
        for name in names
        if name.endswith(".meta") and name[: -len(".meta")] in names
    }
    shards = (re.fullmatch(r"(.+)-\d{5}-of-\d{5}", name) for name in names if ".data-" not in name)
    return sorted(found | {match[1] for match in shards if match}, key=by_number)


def by_number(name: str) -> list:
    """A key of sorting that puts `model.ckpt-7` before `model.ckpt-10`."""
    return [int(piece) if piece.isdigit() else piece for piece in re.split(r"(\d+)", name)]


def is_state_file(path: str) -> bool:
    """Whether a file is what a Saver calls `checkpoint`.

    Args:
        path: the path of anything.
    """
    if not tf.io.gfile.exists(path) or tf.io.gfile.isdir(path):
        return False
    with tf.io.gfile.GFile(path, "rb") as file:
        return file.read(len(_STATE_FILE_START)) == _STATE_FILE_START
