"""How far a long restore is, for people at a terminal."""

import contextlib
import sys
import time

_AFTER = 1.0  # seconds; what is over sooner shows nothing


@contextlib.contextmanager
def shown(title: str, total: int):
    """Gives a function that is told how many bytes are done.

    Beyond a second a bar appears on standard error where that is a terminal, and vanishes at the
    end.

    Args:
        title: what stands beside the bar.
        total: the number of bytes that there are.
    """
    bar, started, done = None, time.monotonic(), 0

    def advance(count: int) -> None:
        nonlocal bar, done
        done += count
        if bar is None and sys.stderr.isatty() and time.monotonic() - started > _AFTER:
            bar = _bar(title, total)
        if bar is not None:
            bar.update(bar.task_ids[0], completed=done)

    try:
        yield advance
    finally:
        if bar is not None:
            bar.stop()


def _bar(title, total):
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = [TextColumn("{task.description}"), BarColumn(), DownloadColumn()]
    bar = Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True)
    bar.add_task(title, total=total)
    bar.start()
    return bar
