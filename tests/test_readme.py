"""The README's Python blocks run as they stand."""

import re

import pytest

from tests.conftest import ROOT, WARNINGS_ARE_ERRORS

BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)


def test_there_are_blocks():
    assert len(BLOCKS) == 4


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[-1][:30])
def test_block_runs(block, tmp_path, run_python):
    script = tmp_path / "block.py"
    script.write_text(f"import os\n\nos.chdir({str(tmp_path)!r})\n{block}")
    done = run_python(*WARNINGS_ARE_ERRORS, script)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_what_the_lstm_example_says_it_prints(tmp_path, run_python):
    script = tmp_path / "block.py"
    script.write_text(BLOCKS[0])
    printed = run_python(script).stdout
    assert "(4, 10, 6)" in printed and "(4, 16) (4, 8)" in printed
