import signal

import pytest

# As the command line starts: without loading Keras, which would load TensorFlow.
AS_COMMAND = "import sys; sys.argv[0] = 'tf-contrib-rnn'"
LOG = "a line of a log\n"


@pytest.fixture
def import_quietly(run_python, tmp_path):
    """A function that imports a stand-in for TensorFlow, which logs and then runs ``code``."""

    def run(code):
        (tmp_path / "tensorflow.py").write_text(f"import os\nos.write(2, {LOG.encode()})\n{code}")
        command = f"""{AS_COMMAND}
import os
from tf_contrib_rnn.cli._tensorflow import import_tensorflow
import_tensorflow()
os.write(2, b"after")
"""
        return run_python("-c", command, PYTHONPATH=str(tmp_path))

    return run


def test_the_log_of_an_import_is_not_shown(import_quietly):
    done = import_quietly("")
    assert (done.returncode, done.stderr) == (0, "after")


def test_a_failed_import_shows_its_log(import_quietly):
    done = import_quietly("raise ImportError('no AVX')")
    assert done.returncode == 1
    assert done.stderr.startswith(LOG) and "ImportError: no AVX" in done.stderr


def test_an_import_that_kills_the_process_shows_where(import_quietly):
    done = import_quietly("os.abort()")
    assert done.returncode == -signal.SIGABRT
    assert "Fatal Python error: Aborted" in done.stderr and "tensorflow.py" in done.stderr


@pytest.mark.slow
def test_tensorflow_itself_starts_without_a_word(run_python):
    command = f"""{AS_COMMAND}
from tf_contrib_rnn.cli._tensorflow import import_tensorflow
import_tensorflow()
import tensorflow as tf
print(int(tf.reduce_sum(tf.ones([2, 2]))))
"""
    done = run_python("-c", command)
    assert (done.returncode, done.stdout, done.stderr) == (0, "4\n", "")
