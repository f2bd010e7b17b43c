"""What every command that works does first."""

import signal
import sys
import warnings

import click

from tf_contrib_rnn.cli._progress import step
from tf_contrib_rnn.cli._tensorflow import import_tensorflow


def start():
    """Loads TensorFlow and the package, and lets warnings be one line on stderr.

    A request to end is an exception from here on, so that nothing half-written stays behind.

    Raises:
        MissingPackageError: without TensorFlow.
    """
    with step("loading TensorFlow"):
        import_tensorflow()
        import tf_contrib_rnn

        for name in tf_contrib_rnn.__all__:  # which registers them for saved models
            getattr(tf_contrib_rnn, name)
    warnings.showwarning = _one_line
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def _one_line(message, category, filename, lineno, file=None, line=None):
    if issubclass(category, UserWarning):
        click.echo(f"warning: {' '.join(str(message).split())}", err=True)
