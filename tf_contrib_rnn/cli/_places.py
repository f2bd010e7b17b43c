"""Where a conversion is written: what kind of file, and whether it may."""

import os

import click

KINDS = ("keras", "weights", "saved-model", "checkpoint", "npz")
_ENDINGS = {"keras": ".keras", "weights": ".weights.h5", "npz": ".npz"}
_OF_KERAS = ("keras", "weights")  # which loads them under their endings only


def kind_of(out: str, told: str | None = None) -> str:
    """The kind of file that a path stands for.

    Args:
        out: the path as the user gave it.
        told: the kind that the user named, or None.

    Raises:
        click.UsageError: if it leaves a choice, or Keras loads no file of that name.
    """
    if told is not None:
        if told in _OF_KERAS and not out.endswith(_ENDINGS[told]):
            raise click.UsageError(
                f"--format {told} expects a name that ends in {_ENDINGS[told]}, without which "
                f"Keras loads no such file, received {out!r}: pass one."
            )
        return told
    for kind, ending in _ENDINGS.items():
        if out.endswith(ending) and os.path.basename(out) != ending:
            return kind
    if out.endswith("/"):
        return "saved-model"
    base = os.path.basename(out)
    if ".ckpt" in base and not base.endswith((".index", ".meta")) and ".data-" not in base:
        return "checkpoint"
    raise click.UsageError(
        f"--output expects a name that ends in .keras, .weights.h5, .npz or / (a SavedModel), or "
        f"a prefix with .ckpt (a TF1 checkpoint), received {out!r}: pass one of these, or --format."
    )


def check(out: str, kind: str, overwrite: bool, source: str) -> None:
    """Refuses a place that cannot be written to, before anything is done.

    Args:
        out: the path, without a slash at its end.
        kind: the kind of file.
        overwrite: whether what is there may be replaced.
        source: the checkpoint that is read.

    Raises:
        ValueError: if it is taken, is no place for this kind, or is the checkpoint itself.
    """
    folder = os.path.dirname(out) or "."
    if not os.path.isdir(folder):
        raise ValueError(f"--output expects a folder that exists, {folder!r} does not: make it.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ValueError(f"--output expects a folder that can be written to, {folder!r} cannot.")
    there = out + ".index" if kind == "checkpoint" else out
    if not os.path.lexists(there):
        return
    if _is_same(there, source):
        raise ValueError(f"--output {out!r} is the checkpoint that is read: pass another path.")
    if not overwrite:
        raise ValueError(f"{there!r} exists already: pass another path, or --overwrite.")
    if os.path.isdir(out) and not (kind == "saved-model" and _is_saved_model(out)):
        raise ValueError(f"{out!r} is a folder and no SavedModel, which --overwrite leaves alone.")
    if kind == "saved-model" and not os.path.isdir(out):
        raise ValueError(f"{out!r} is a file, which no SavedModel replaces: pass another path.")


def _is_same(there, source):
    known = [source, f"{source}.index", os.path.join(source, os.path.basename(there))]
    return any(os.path.exists(one) and os.path.samefile(one, there) for one in known)


def _is_saved_model(folder):
    return not os.listdir(folder) or os.path.exists(os.path.join(folder, "saved_model.pb"))


def size_of(path: str) -> int:
    """The bytes of a file, of all files in a folder, or of those of a checkpoint.

    Args:
        path: the file, the folder, or the prefix of the checkpoint.
    """
    if os.path.isdir(path):
        inside = [os.path.join(at, name) for at, _, names in os.walk(path) for name in names]
        return sum(map(os.path.getsize, inside))
    if os.path.exists(path):
        return os.path.getsize(path)
    folder, base = os.path.split(path)
    names = [name for name in os.listdir(folder or ".") if name.startswith(f"{base}.")]
    return sum(os.path.getsize(os.path.join(folder, name)) for name in names)
