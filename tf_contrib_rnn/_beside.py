"""Files that are whole or not there: written beside their place, then moved to it."""

import contextlib
import os
import shutil
import tempfile


@contextlib.contextmanager
def beside(out):
    """Gives a path beside a place; what is written there is moved there when the block is over.

    If the block fails, nothing is left, and what was there before is still there.

    Args:
        out: the place, of a file or of a folder.
    """
    folder, base = os.path.split(os.fspath(out))
    temporary = tempfile.mkdtemp(prefix=f".{base}.", dir=folder or ".")
    try:
        new, before = os.path.join(temporary, base), os.path.join(temporary, "before")
        yield new
        try:
            if os.path.isdir(out):
                os.replace(out, before)
            os.replace(new, out)
        except BaseException:
            if os.path.isdir(before):
                if os.path.isdir(out):  # the new one
                    os.replace(out, new)
                os.replace(before, out)
            raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
