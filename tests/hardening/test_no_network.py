"""Everything works where no program may speak to a network."""

import pytest

from tf_contrib_rnn import demo

# In a process of its own: an audit hook cannot be taken away again.
BLOCKED = """
import socket
import sys

FORBIDDEN = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")


def refuse(event, arguments):
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"the network is blocked: {event}")


class NoSocket(socket.socket):
    def __init__(self, *arguments, **options):
        raise PermissionError("the network is blocked")


socket.socket = NoSocket
sys.addaudithook(refuse)
try:
    socket.create_connection(("localhost", 9))
except PermissionError:
    print("blocked")
"""
RESTORED = """
import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint, demo

model = demo.reader_model()
print(checkpoint.restore(model, demo.checkpoint_of("reader")).scopes)
print(checkpoint.inspect(demo.checkpoint_of("frames")))
checkpoint.save(model, "back.ckpt")
"""
COMMANDED = """
import tf_contrib_rnn.cli
tf_contrib_rnn.cli.main({arguments!r})
"""
OLD = "import tensorflow as tf\ncell = tf.contrib.rnn.GRUCell(3)\n"


def run_blocked(run_python, folder, program):
    script = folder / "blocked.py"
    script.write_text(f"import os\n\nos.chdir({str(folder)!r})\n{BLOCKED}{program}")
    done = run_python(script)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("blocked\n")
    return done.stdout


@pytest.mark.slow
def test_import_restore_inspect_and_save_without_a_network(tmp_path, run_python):
    printed = run_blocked(run_python, tmp_path, RESTORED)
    assert "reader/rnn" in printed
    assert (tmp_path / "back.ckpt.index").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["upgrade", "old.py", "--write"], marks=pytest.mark.slow),
        pytest.param(["demo", "--output", "made"], marks=pytest.mark.slow),
        pytest.param(["inspect", demo.checkpoint_of("reader")], marks=pytest.mark.slow),
        pytest.param(
            ["convert", demo.checkpoint_of("reader"), "-o", "reader.keras", "--verify"],
            marks=pytest.mark.slow,
        ),
    ],
    ids=lambda arguments: arguments[0],
)
def test_commands_without_a_network(arguments, tmp_path, run_python):
    (tmp_path / "old.py").write_text(OLD)
    run_blocked(run_python, tmp_path, COMMANDED.format(arguments=[str(a) for a in arguments]))
    assert arguments[0] != "upgrade" or "tf_contrib_rnn" in (tmp_path / "old.py").read_text()
