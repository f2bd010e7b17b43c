"""Finding, reading and replacing files."""

import os
import shutil
import tempfile
from pathlib import Path

NOTEBOOK = ".ipynb"
SUFFIXES = (".py", NOTEBOOK)
PASSED_OVER = ("__pycache__", "node_modules", "site-packages")


class ChangedMeanwhileError(ValueError):
    """The file is no longer what was read."""


def find(paths):
    """The files to look at, each once, in order: Python files and notebooks below folders.

    Hidden folders, virtual environments and installed packages are passed over. A file that is
    named itself is taken whatever its suffix.
    """
    found = {}
    for path in paths:
        for file in _below(path) if path.is_dir() else [path]:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _below(folder):
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if _is_looked_into(Path(parent, name)))
        yield from (Path(parent, name) for name in sorted(names) if name.endswith(SUFFIXES))


def _is_looked_into(folder):
    hidden = folder.name.startswith(".") or folder.name in PASSED_OVER
    return not hidden and not (folder / "pyvenv.cfg").exists()


def replace(path, expected, new):
    """Puts new bytes in the place of a file's, at once or not at all.

    They are written beside it and moved over it. Mode bits stay, and a link stays a link.

    Args:
        path: the file.
        expected: the bytes it had when it was read.
        new: the bytes it shall have.

    Raises:
        ChangedMeanwhileError: when it has other bytes by now.
        OSError: when it cannot be written; the file is as it was.
    """
    real = path.resolve()
    if real.read_bytes() != expected:
        raise ChangedMeanwhileError(f"{path} has changed since it was read: run this again")
    if not os.access(real, os.W_OK):
        raise PermissionError(13, "Permission denied", str(path))
    handle, name = tempfile.mkstemp(prefix=f".{real.name}.", dir=real.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(real, name)
        os.replace(name, real)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
