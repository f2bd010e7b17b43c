"""What is being done, for people at a terminal."""

import contextlib
import os
import sys

_SHOWN = []  # the steps that are shown now, the innermost last


@contextlib.contextmanager
def step(title: str):
    """Shows on standard error what is being done, where that is a terminal, as long as it lasts.

    A step inside a step stands in its place meanwhile.

    Args:
        title: what is being done.
    """
    if not sys.stderr.isatty():
        yield
        return
    if _SHOWN:
        _SHOWN[-1].stop()
    try:
        with _spinner(title) as spinner:
            _SHOWN.append(spinner)
            try:
                yield
            finally:
                _SHOWN.pop()
    finally:
        if _SHOWN:
            _SHOWN[-1].start()


@contextlib.contextmanager
def _spinner(title):
    from rich.console import Console

    # A terminal of its own: standard error may point elsewhere meanwhile.
    with os.fdopen(os.dup(sys.stderr.fileno()), "w") as stderr:
        with Console(file=stderr).status(f"{title} …") as spinner:
            yield spinner
