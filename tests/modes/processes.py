"""Runs a module of this folder in a process of its own, over all families at once.

The module is run as `python -m tests.modes.<module> <arguments>`, prints a line of JSON for each
family, `{"family": name, "error": 1e-8}` or `{"family": name, "raised": type, "words": message}`,
and whatever else it likes.
"""

import json
import os
import subprocess
import sys
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 900  # seconds


class Elsewhere(Exception):
    """What another process raised: the name of its type, and its message."""

    def __init__(self, raised, words):
        super().__init__(f"{raised}: {words}")
        self.raised = raised


def command(module, *arguments):
    """What runs a module of this folder."""
    return [sys.executable, "-m", f"tests.modes.{module}", *map(str, arguments)]


def environment(**more):
    """The environment of such a process."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, **more}


def run(module, *arguments, **more):
    """{family: error or exception} of one process; keyword arguments are its environment."""
    done = subprocess.run(
        command(module, *arguments),
        cwd=ROOT,
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return outcomes(done.stdout)


def outcomes(text):
    """{family: error or exception} of what a process printed."""
    lines = [json.loads(line) for line in text.splitlines() if line.startswith('{"family"')]
    return {
        line["family"]: line["error"]
        if "error" in line
        else Elsewhere(line["raised"], line["words"])
        for line in lines
    }


def told(family, function, *arguments):
    """Prints the line of a family: the number that a function returns, or what it raises."""
    try:
        line = {"family": family, "error": float(function(*arguments))}
    except Exception as raised:
        traceback.print_exc()
        line = {"family": family, "raised": type(raised).__name__, "words": str(raised)}
    print(json.dumps(line), flush=True)
