"""The corpus is rewritten, and what comes out runs."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.upgrade.corpus_files import (
    NOTEBOOKS,
    PROGRAMS,
    SNIPPETS,
    copy_corpus,
    finish_by_hand,
    run_program,
)
from tf_contrib_rnn.upgrade import upgrade
from tf_contrib_rnn.upgrade.engine import parse, rewrite
from tf_contrib_rnn.upgrade.project import Project

OLD = re.compile(
    r"contrib\.(rnn|cudnn_rnn|grid_rnn)|contrib import .*rnn|nn\.rnn_cell|models\.rnn"
    r"|python\.ops\.rnn|tf\.nn\.\w*rnn\b|python\.ops import .*rnn"
)
# These say tf.compat.v1 themselves, so they run without tf_upgrade_v2.
ALONE = ["compat_v1.py", "compat_v1_dotted.py"]


def upgraded(folder):
    copy_corpus(folder)
    return upgrade([folder], write=True)


@pytest.fixture(scope="module")
def rewritten(tmp_path_factory):
    """``(folder, report)`` of the corpus, rewritten."""
    folder = tmp_path_factory.mktemp("rewritten")
    return folder, upgraded(folder)


def test_the_corpus_is_large():
    assert len(SNIPPETS) >= 45 and len(NOTEBOOKS) == 2


def test_every_program_is_rewritten_and_parses(rewritten):
    folder, report = rewritten
    assert [file.path for file in report.files if file.failure] == []
    unchanged = [Path(file.path).name for file in report.files if not file.changed]
    assert unchanged == []
    for path in folder.rglob("*.py"):
        compile(path.read_bytes(), str(path), "exec")


def test_a_second_run_changes_nothing(rewritten):
    folder, report = rewritten
    again = upgrade([folder])
    assert [file.path for file in again.files if file.changed or file.rewritten] == []
    assert again.summary()["left"] <= report.summary()["left"]


def test_at_least_nine_of_ten_calls_are_rewritten(tmp_path):
    copy_corpus(tmp_path)
    calls = left = 0
    for path in sorted(tmp_path.rglob("*.py")):
        project = Project([tmp_path], lambda path: None)
        _, module = rewrite(parse(path.read_bytes()), path, project)
        calls += len(module.calls)
        left += sum(entry.kind == "left" and "(" in entry.code for entry in module.left)
    assert calls > 120 and left <= 0.1 * calls, (calls, left)


def test_nothing_old_is_left_that_the_report_does_not_list(rewritten):
    folder, report = rewritten
    for file in report.files:
        listed = [entry.code.removesuffix(" ...") for entry in file.left]
        for line in Path(file.path).read_text(encoding="utf-8").splitlines():
            if OLD.search(line):
                assert any(code in line or line.strip() in code for code in listed), line


@pytest.mark.parametrize("program", ALONE)
def test_a_rewritten_program_runs_a_step(program, rewritten, monkeypatch):
    result = run_program(rewritten[0] / program, monkeypatch)
    assert np.isfinite(result).all()


def tf_upgrade_v2(source, destination):
    """Runs TensorFlow's tool on a folder, and on each notebook by itself: it takes no more."""
    tool = Path(sys.executable).with_name("tf_upgrade_v2")
    run = [tool, "--reportfile", destination.with_suffix(".txt")]
    pairs = [("--intree", source, "--outtree", destination)]
    for notebook in source.rglob("*.ipynb"):
        pairs.append(
            ("--infile", notebook, "--outfile", destination / notebook.relative_to(source))
        )
    for pair in pairs:
        subprocess.run([*run, *pair], check=True, capture_output=True, timeout=300)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """``{order: folder}`` of the corpus after both tools, in either order."""
    base = tmp_path_factory.mktemp("orders")
    upgraded(base / "ours")
    tf_upgrade_v2(base / "ours", base / "ours_first")
    copy_corpus(base / "old")
    tf_upgrade_v2(base / "old", base / "theirs_first")
    upgrade([base / "theirs_first"], write=True)
    for order in ("ours_first", "theirs_first"):
        finish_by_hand(base / order)
    return base


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_runs_a_step_after_both_tools(program, finished, monkeypatch):
    result = run_program(finished / "ours_first" / program, monkeypatch)
    assert np.isfinite(result).all()
    assert np.abs(result).max() > 0


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS)
def test_the_other_order_comes_to_the_same(program, finished):
    ours_first, theirs_first = (
        (finished / order / program).read_text(encoding="utf-8")
        for order in ("ours_first", "theirs_first")
    )
    assert ours_first == theirs_first
