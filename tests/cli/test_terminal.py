"""At a terminal of 80 columns: what is being done, colours, and the lines of the plain text."""

import os
import pty
import re
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tf_contrib_rnn import checkpoint, demo

ROOT = Path(__file__).resolve().parents[2]


def at_a_terminal(*arguments):
    """What a terminal gets to see of a command."""
    outer, inner = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "tf_contrib_rnn", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "40"},
        stdin=inner,
        stdout=inner,
        stderr=inner,
    )
    os.close(inner)
    shown = b""
    while True:
        ready, _, _ = select.select([outer], [], [], 240)
        try:
            piece = os.read(outer, 65536) if ready else b""
        except OSError:  # Linux says so that nobody writes any more
            piece = b""
        if not piece:
            break
        shown += piece
    os.close(outer)
    assert process.wait(timeout=60) == 0, shown.decode()
    return shown.decode()


@pytest.mark.slow
def test_what_is_being_done_and_what_was_found():
    source = demo.checkpoint_of("reader")
    shown = at_a_terminal("inspect", source)
    assert "loading TensorFlow …" in shown and "reading the checkpoint …" in shown
    assert "\x1b[1m" in shown  # bold
    plain = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", shown).replace("\r", "")
    found = str(checkpoint.inspect(source, values=True)).splitlines()
    assert [line.rstrip() for line in plain.splitlines()][-len(found) :] == found
