"""Other processes of a benchmark, with what a user's process has around it."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def environment():
    """That of a user: modules are compiled once and kept, and TensorFlow is quiet."""
    found = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return found | {"TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONPATH": str(ROOT)}


def output(*command) -> str:
    """What a command prints.

    Raises:
        RuntimeError: if it fails; it ends with the last lines of what it complained of.
    """
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        told = "\n".join(done.stderr.splitlines()[-5:])
        raise RuntimeError(f"{' '.join(map(str, command))} failed:\n{told}")
    return done.stdout


def last_line(module, *arguments):
    """The JSON that a module prints last when it is run."""
    return json.loads(output(sys.executable, "-m", module, *arguments).splitlines()[-1])


def seconds(*command) -> float:
    """The seconds from a command's start to its end."""
    start = time.perf_counter()
    output(*command)
    return time.perf_counter() - start
