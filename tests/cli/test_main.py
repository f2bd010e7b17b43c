import os
import subprocess
import sys
import types
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import tf_contrib_rnn
from tf_contrib_rnn import cli

HEAVY = ("h5py", "jax", "keras", "libcst", "matplotlib", "numpy", "rich", "tensorflow")
EXIT_CODES = "Exit codes: 0 success; 1 the command failed; 2 wrong usage; 3 the model differs"


@pytest.fixture
def invoke(monkeypatch):
    """A function that runs the command line in this process, with one command more: ``try``.

    Args:
        *arguments: the command line.
        body: what the command ``try`` does.
    """
    monkeypatch.setitem(os.environ, "KERAS_BACKEND", os.environ["KERAS_BACKEND"])

    def run(*arguments, body=lambda size: None):
        module = types.ModuleType("tf_contrib_rnn.cli.try")
        module.command = click.command("try")(click.option("--size", type=int)(body))
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr(cli.main, "_modules", (*cli.COMMANDS, "try"))
        return CliRunner().invoke(cli.main, arguments, prog_name="tf-contrib-rnn")

    return run


def raising(error):
    def body(size):
        raise error

    return body


def test_every_module_of_the_room_is_a_command():
    modules = {path.stem for path in Path(cli.__file__).parent.glob("[!_]*.py")}
    assert modules == set(cli.COMMANDS)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_a_command_is_named_as_its_module_and_says_what_it_does(invoke, name):
    result = invoke(name, "--help")
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: tf-contrib-rnn {name} ")
    assert EXIT_CODES in " ".join(result.output.split())
    assert f"\n    tf-contrib-rnn {name} " in result.output  # an example


def test_lines_of_a_raw_docstring_stay_lines(invoke):
    def body(size):
        r"""Does it.

        \b
        First line
        second line
        """

    assert "\n  First line\n  second line\n" in invoke("try", "--help", body=body).output


@pytest.mark.parametrize("arguments", [["--help"], []])
def test_help_lists_the_commands_and_the_exit_codes(arguments):
    result = CliRunner().invoke(cli.main, arguments)
    assert result.exit_code == 0
    assert [name for name in cli.COMMANDS if f"\n  {name} " not in result.stdout] == []
    assert EXIT_CODES in " ".join(result.stdout.split())


def test_help_imports_nothing_heavy(run_python):
    code = f"""
import sys
sys.argv[0] = "tf-contrib-rnn"
from click.testing import CliRunner
from tf_contrib_rnn.cli import main
assert CliRunner().invoke(main, ["--help"]).exit_code == 0
print(sorted(set(sys.modules) & set({HEAVY})))
"""
    done = run_python("-c", code)
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_help_of_a_command_imports_nothing_heavy(run_python, name):
    code = f"""
import sys
sys.argv[0] = "tf-contrib-rnn"
from click.testing import CliRunner
from tf_contrib_rnn.cli import main
assert CliRunner().invoke(main, [{name!r}, "--help"]).exit_code == 0
print(sorted(set(sys.modules) & set({HEAVY})))
"""
    done = run_python("-c", code)
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(run_python, shell):
    asked = {"_TF_CONTRIB_RNN_COMPLETE": f"{shell}_complete"}
    asked |= {"COMP_WORDS": "tf-contrib-rnn convert train --dry", "COMP_CWORD": "3"}
    if shell == "fish":
        asked["COMP_CWORD"] = "--dry"
    code = """
import sys
sys.argv[0] = "tf-contrib-rnn"
from tf_contrib_rnn.cli import main
main(prog_name="tf-contrib-rnn")
"""
    done = run_python("-c", code, **asked)
    assert "--dry-run" in done.stdout, done.stderr


def test_the_package_is_the_command_too(run_python):
    done = run_python("-m", "tf_contrib_rnn", "--version")
    assert done.stdout == f"python -m tf_contrib_rnn, version {tf_contrib_rnn.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "path", "reason"),
    [
        (["nonsense"], "tf-contrib-rnn", "No such command 'nonsense'"),
        (["--nonsense"], "tf-contrib-rnn", "No such option"),
        (["try", "more"], "tf-contrib-rnn try", "Got unexpected extra argument (more)"),
        (["try", "--size", "x"], "tf-contrib-rnn try", "'x' is not a valid integer"),
    ],
)
def test_wrong_usage_is_one_line_on_stderr_and_exit_code_2(invoke, arguments, path, reason):
    result = invoke(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{path}: ") and reason in result.stderr
    assert result.stderr.endswith(f" (see '{path} --help')\n")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ValueError("Expected a cell, received 3."), "Expected a cell, received 3."),
        (ValueError(), "ValueError"),
        (FileNotFoundError(2, "No such file", "x.ckpt"), "x.ckpt: No such file"),
        (OSError("The disk is full."), "The disk is full."),
    ],
)
def test_a_failure_is_one_line_on_stderr_and_exit_code_1(invoke, error, reason):
    result = invoke("try", body=raising(error))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"tf-contrib-rnn try: {reason}\n"


def test_traceback_shows_where_a_failure_comes_from(invoke):
    error = ValueError("Expected a cell, received 3.")
    assert invoke("--traceback", "try", body=raising(error)).exception is error


def test_a_bug_keeps_its_traceback(invoke):
    error = KeyError("weights")
    assert invoke("try", body=raising(error)).exception is error


def test_commands_run_keras_on_tensorflow_unless_told_otherwise(invoke, monkeypatch):
    def body(size):
        click.echo(os.environ["KERAS_BACKEND"])

    monkeypatch.delitem(os.environ, "KERAS_BACKEND")
    assert invoke("try", body=body).stdout == "tensorflow\n"
    monkeypatch.setitem(os.environ, "KERAS_BACKEND", "jax")
    assert invoke("try", body=body).stdout == "jax\n"


def test_a_reader_that_has_gone_is_no_error():
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "tf_contrib_rnn", "--help"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, timeout=60)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, b"")
