"""Functions that fail or are interrupted at a call of one's choice."""

import errno
import os

import pytest

FULL = OSError(errno.ENOSPC, "No space left on device")
FAILURES = [FULL, KeyboardInterrupt()]
BOTH = pytest.mark.parametrize("failure", FAILURES, ids=["full", "interrupted"])


def contents(folder):
    """{path: bytes} of all files below a folder, and None for folders."""
    return {
        str(path.relative_to(folder)): None if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
    }


def failing(monkeypatch, owner, name, failure, call=1, after=False):
    """Lets one call of a function fail, before or after it has done its work."""
    work, calls = getattr(owner, name), []

    def fail(*given, **options):
        calls.append(given)
        if len(calls) == call and not after:
            raise failure
        result = work(*given, **options)
        if len(calls) == call:
            raise failure
        return result

    monkeypatch.setattr(owner, name, fail)
    return calls


def half_written(monkeypatch, owner, name, failure):
    """Lets a function that writes to the path it is given write a part, and fail."""

    def fail(self, path, *given, **options):
        if os.path.splitext(path)[1]:
            with open(path, "wb") as file:
                file.write(b"half")
        else:
            os.makedirs(os.path.join(path, "variables"))
        raise failure

    monkeypatch.setattr(owner, name, fail)
