"""What is being done, for people at a terminal."""

import contextlib
import os
import sys


@contextlib.contextmanager
def step(title: str):
    """Shows on standard error what is being done, where that is a terminal, as long as it lasts.

    Args:
        title: what is being done.
    """
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    # A terminal of its own: standard error may point elsewhere meanwhile.
    with os.fdopen(os.dup(sys.stderr.fileno()), "w") as stderr:
        with Console(file=stderr).status(f"{title} …"):
            yield
