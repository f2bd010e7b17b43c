"""docs/command_line.md: its commands print what it says, one after the other in one folder."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tf_contrib_rnn import cli, demo

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "command_line.md").read_text()
BLOCKS = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
SCRIPTS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
(MODEL,) = [script for script in SCRIPTS if "def build" in script]
# The command itself, whatever is installed beside this Python.
COMMAND = f"""#!{sys.executable}
import sys
from tf_contrib_rnn.cli import main
sys.exit(main())
"""


def commands():
    """`(command, what it prints)` of the page."""
    for block in BLOCKS:
        for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = piece.partition("\n")
            yield command, printed.strip("\n")


def errors_aside(text):
    """Printed errors are rounding, which another processor does otherwise."""
    return re.sub(r"\d\.\de[-+]\d\d +", "0 ", re.sub(r"\d\.\de[-+]\d\d,", "0,", text))


@pytest.fixture
def folder(tmp_path):
    """A folder with what the page says is there, and the command."""
    for name in ("reader", "frames"):
        shutil.copytree(demo.checkpoint_of(name), tmp_path / name)
    (tmp_path / "my_model.py").write_text(MODEL)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "tf-contrib-rnn").write_text(COMMAND)
    (tmp_path / "bin" / "tf-contrib-rnn").chmod(0o755)
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    return tmp_path


def test_the_page_has_an_example_of_every_command():
    told = {command.split()[1] for command, _ in commands()}
    assert told == set(cli.COMMANDS) - {"demo", "upgrade"}  # in the README, on a page of its own


@pytest.mark.slow
def test_the_commands_print_what_the_page_says(folder):
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    for command, printed in commands():
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env={**os.environ, "PATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=240,
        )
        assert errors_aside(done.stdout.strip("\n")) == errors_aside(printed), command
