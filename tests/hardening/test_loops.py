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
    # `predict` of Keras itself grows, of a model of one Dense layer too.
    "predicted": (10000, 3000),
    "trained": (10000, 100),
    # TensorFlow keeps an empty list for every thread that ran an operation: one a restore.
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


def assert_flat(lines, allowed, objects=200):
    """Counts are those after the warming up; the memory of the second half does not grow."""
    first, last = lines[1], lines[-1]
    for kind in (*KINDS, "threads", "temporary", "files"):
        assert last[kind] <= first[kind], (kind, lines)
    assert last["objects"] - first["objects"] < objects, lines
    middle = min(line["kilobytes"] for line in lines[len(lines) // 2 - 1 : len(lines) // 2 + 2])
    assert last["kilobytes"] - middle <= allowed, (last["kilobytes"] - middle, lines)


@pytest.mark.parametrize("kind", [*KINDS, "threads", "temporary", "files", "objects", "kilobytes"])
def test_what_grows_is_seen(kind):
    still = dict.fromkeys((*KINDS, "threads", "temporary", "files", "objects", "kilobytes"), 7)
    assert_flat([still] * 11, 2000)
    with pytest.raises(AssertionError):
        assert_flat([{**still, kind: 1000 * number} for number in range(11)], 2000)


@pytest.mark.slow
@pytest.mark.parametrize("name", TIMES)
def test_a_long_loop(name, tmp_path):
    times, bytes_a_time = TIMES[name]
    lines = measured(name, times, tmp_path / "temporary")
    objects = times + 200 if name == "restored" else 200
    assert_flat(lines, 2000 + times // 2 * bytes_a_time // 1000, objects)
