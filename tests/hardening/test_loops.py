"""Nothing grows while one model is called, trained, restored or saved many times."""

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.hardening.loops import KINDS

# How often, and how many bytes a time the process may grow after the first half.
TIMES = {
    "called": (10000, 100),
    "traced": (10000, 100),
    "predicted": (10000, 200),
    "trained": (10000, 100),
    "restored": (1000, 1000),
    "saved": (1000, 1000),
}


def measured(name, times, folder):
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.hardening.loops", name, str(times)],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=3600,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def assert_flat(lines, allowed):
    """Counts are those after the warming up; the memory of the second half does not grow."""
    first, last = lines[1], lines[-1]
    for kind in (*KINDS, "threads", "temporary", "files"):
        assert last[kind] <= first[kind], (kind, lines)
    assert last["objects"] - first["objects"] < 200, lines
    middle = min(line["kilobytes"] for line in lines[len(lines) // 2 - 1 : len(lines) // 2 + 2])
    assert last["kilobytes"] - middle <= allowed, (last["kilobytes"] - middle, lines)


@pytest.mark.parametrize("name", ["traced", "restored"])
def test_a_short_loop(name, tmp_path):
    assert_flat(measured(name, 50, tmp_path / "temporary"), 20000)


@pytest.mark.slow
@pytest.mark.parametrize("name", TIMES)
def test_a_long_loop(name, tmp_path):
    times, bytes_a_time = TIMES[name]
    lines = measured(name, times, tmp_path / "temporary")
    assert_flat(lines, 2000 + times // 2 * bytes_a_time // 1000)
