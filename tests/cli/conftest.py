import signal
import sys
import warnings

import pytest
from click.testing import CliRunner

from tf_contrib_rnn.cli import main


def files(folder):
    """The names of what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def run(monkeypatch, tmp_path):
    """A function that runs the command line in this process, in an empty folder.

    What commands change in the process is as before when the test is over.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    monkeypatch.setattr(sys, "path", list(sys.path))
    at_the_end = signal.getsignal(signal.SIGTERM)

    def invoke(*arguments):
        return CliRunner().invoke(main, [str(one) for one in arguments], prog_name="tf-contrib-rnn")

    yield invoke
    signal.signal(signal.SIGTERM, at_the_end)
