"""A plain process is warned of nothing that is ours."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT, WARNINGS_ARE_ERRORS
from tests.documentation.recipes import recipes

README = recipes((ROOT / "README.md").read_text(encoding="utf-8"))
# Python's development mode shows every warning, and files that nobody closed.
DEVELOPMENT = ("-X", "dev", "-W", "default")
# What TensorFlow writes while it starts, before it looks at TF_CPP_MIN_LOG_LEVEL.
TENSORFLOW_LOG = re.compile(r"WARNING: All log messages before absl|[IWE]\d{4} .*\.cc:\d+\]")
EVERY_MODULE = """
import importlib
import pkgutil

import tf_contrib_rnn

for module in pkgutil.walk_packages(tf_contrib_rnn.__path__, "tf_contrib_rnn."):
    if not module.name.endswith("__main__") and "demo.training" not in module.name:
        importlib.import_module(module.name)
print(len(tf_contrib_rnn.__all__))
"""
PROGRAMS = {"every module": EVERY_MODULE, **README}


def of_ours(stderr):
    """The lines that show a warning from a file of this package, or from the program itself."""
    return re.findall(r"^.*(?:tf_contrib_rnn/|program\.py:).*Warning.*$", stderr, re.MULTILINE)


def finished(run_python, folder, options, program):
    script = Path(folder, "program.py")
    script.write_text(f"import os\n\nos.chdir({str(folder)!r})\n{program}")
    done = run_python(*options, script)
    assert done.returncode == 0, done.stderr
    return done


@pytest.mark.slow
@pytest.mark.parametrize("name", PROGRAMS)
def test_warnings_are_errors(name, tmp_path, run_python):
    printed = finished(run_python, tmp_path, WARNINGS_ARE_ERRORS, PROGRAMS[name]).stderr
    assert [line for line in printed.splitlines() if not TENSORFLOW_LOG.match(line)] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", PROGRAMS)
def test_in_development_mode(name, tmp_path, run_python):
    assert of_ours(finished(run_python, tmp_path, DEVELOPMENT, PROGRAMS[name]).stderr) == []


@pytest.mark.slow
@pytest.mark.parametrize("options", [WARNINGS_ARE_ERRORS, DEVELOPMENT])
def test_the_demo(options, tmp_path, run_python):
    done = run_python(*options, "-m", "tf_contrib_rnn", "demo", "--output", tmp_path)
    assert done.returncode == 0, done.stderr
    assert of_ours(done.stderr) == []


def test_a_line_of_ours_is_seen():
    line = "/home/me/tf_contrib_rnn/cells/lstm.py:3: DeprecationWarning: old"
    theirs = "/venv/lib/site-packages/keras/src/a.py:3: DeprecationWarning: old"
    assert of_ours(f"{theirs}\n{line}\n") == [line]
