"""The README's Python blocks run as they stand."""

import re
from pathlib import Path

import pytest

README = Path(__file__).resolve().parents[1] / "README.md"
BLOCKS = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
# Keras hands its variables to NumPy 2 without the "copy" argument when it saves a model.
KERAS_OWN_WARNING = ("-W", "ignore:__array__ implementation:DeprecationWarning")


def test_there_are_blocks():
    assert len(BLOCKS) == 4


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[-1][:30])
def test_block_runs(block, tmp_path, run_python):
    script = tmp_path / "block.py"
    script.write_text(f"import os\n\nos.chdir({str(tmp_path)!r})\n{block}")
    done = run_python("-W", "error", *KERAS_OWN_WARNING, script)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_what_the_lstm_example_says_it_prints(tmp_path, run_python):
    script = tmp_path / "block.py"
    script.write_text(BLOCKS[0])
    printed = run_python(script).stdout
    assert "(4, 10, 6)" in printed and "(4, 16) (4, 8)" in printed
