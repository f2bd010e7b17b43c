import sys
import types
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from tf_contrib_rnn.cli import main


@pytest.fixture
def calls(monkeypatch):
    """What the command hands to the demo, which does not run."""
    received = []
    demo = types.ModuleType("tf_contrib_rnn.demo")
    demo.run = lambda *arguments: received.append(arguments)
    monkeypatch.setitem(sys.modules, "tf_contrib_rnn.demo", demo)
    monkeypatch.setattr("tf_contrib_rnn.cli._tensorflow.import_tensorflow", lambda: None)
    return received


@pytest.mark.parametrize(
    ("arguments", "directory"),
    [([], "tf_contrib_rnn_demo"), (["--output", "some/where"], "some/where")],
)
def test_demo_writes_where_it_is_told(calls, arguments, directory):
    result = CliRunner().invoke(main, ["demo", *arguments])
    assert (result.exit_code, result.output) == (0, "")
    ((received, console),) = calls
    assert received == Path(directory)
    assert isinstance(console, Console)


def test_demo_refuses_a_file_as_directory(calls, tmp_path):
    path = tmp_path / "file"
    path.touch()
    result = CliRunner().invoke(main, ["demo", "--output", str(path)])
    assert (result.exit_code, calls) == (2, [])
    assert f"'{path}' is a file" in result.stderr
