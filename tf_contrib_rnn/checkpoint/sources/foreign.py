"""What a file is by its first bytes, and one sentence for each kind that is no TF1 checkpoint."""

import os
import re
import zipfile

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf

_TABLE_END = bytes.fromhex("57fb808b247547db")
_TORCH = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."
_ENDINGS_OF_GRAPHS = (".pb", ".pbtxt", ".pb.txt", ".prototxt")
_KERAS = "a file of Keras; load it with keras.models.load_model or model.load_weights"
_TORCH_FILE = (
    "a file of PyTorch, whose names and layouts are not TF1's; load it there and pass {name: array}"
)
_KINDS = (
    (rb"\x93NUMPY", "one NumPy array without a name; save it with np.savez(path, **{name: array})"),
    (re.escape(_TORCH), _TORCH_FILE),
    (rb"(?s).{12}.{0,16}brain\.Event:", "an events file of TensorBoard, which holds summaries; "
     "pass the checkpoint's prefix"),
    (rb"(?s)....TFL3", "a model of TensorFlow Lite; pass the checkpoint it was converted from"),
    (rb"\x1f\x8b|BZh|\xfd7zXZ|(?s:.{257}ustar)", "a compressed file or an archive; unpack it and "
     "pass the checkpoint's prefix"),
    (rb"(?s).{8}\{\s*\"", "a file of safetensors; load it and pass {name: array}"),
    (rb"version https://git-lfs", "the pointer that Git LFS leaves in place of a file; fetch the "
     "file itself"),
    (rb"(?i)\s*<(!doctype|html|\?xml)", "a web page; download the file itself"),
    (rb"\x80[\x02-\x05]", "a pickle, which is not read because that can run code; load it where "
     "you trust it and pass {name: array}"),
)  # fmt: skip


def kind_of(path: str) -> str | None:
    """What an existing file is: `"table"`, `"graph"`, `"HDF5"`, `"npz"` or None for none of them.

    Args:
        path: the path of a file.

    Raises:
        CheckpointError: if the file is of a known kind that is no TF1 checkpoint.
    """
    start, end = _ends(path)
    if end == _TABLE_END:
        return "table"
    if start.startswith(b"\x89HDF\r\n\x1a\n"):
        return "HDF5"
    if start.startswith(b"PK"):
        return _kind_of_zip(path)
    refuse_foreign(path)
    if start[:1] == b"\n" or path.endswith(_ENDINGS_OF_GRAPHS) or start[:2] == b"\x08\x01":
        return "graph"
    return None


def refuse_foreign(path: str) -> None:
    """Raises the error for a file of a known kind that is no TF1 checkpoint.

    Args:
        path: the path of a file.

    Raises:
        CheckpointError: if it is one.
    """
    start, _ = _ends(path)
    for pattern, what in _KINDS:
        if re.match(pattern, start):
            raise CheckpointError(f"{path!r} is no TF1 checkpoint but {what}.")


def _kind_of_zip(path):
    try:
        with tf.io.gfile.GFile(path, "rb") as file, zipfile.ZipFile(file) as archive:
            members = archive.namelist()
    except (zipfile.BadZipFile, OSError, tf.errors.OpError):
        members = []
    names = {os.path.basename(member) for member in members}
    if members and all(member.endswith(".npy") for member in members):
        return "npz"
    if "model.weights.h5" in names:
        what = _KERAS
    elif "data.pkl" in names:
        what = _TORCH_FILE
    elif not members:
        what = "an archive that is empty, damaged or cut short; copy it again"
    else:
        what = "a zip archive; unpack it and pass the checkpoint's prefix"
    raise CheckpointError(f"{path!r} is no TF1 checkpoint but {what}.")


def _ends(path):
    try:
        size = tf.io.gfile.stat(path).length
        with tf.io.gfile.GFile(path, "rb") as file:
            start = file.read(512)
            file.seek(max(0, size - len(_TABLE_END)))
            return start, file.read(len(_TABLE_END))
    except tf.errors.OpError as error:
        raise CheckpointError(
            f"{path!r} cannot be read ({str(error).partition('; ')[0].rstrip('.')}); make it "
            "readable, or pass another checkpoint."
        ) from error
