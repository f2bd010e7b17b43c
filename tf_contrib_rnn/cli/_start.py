"""What every command that works does first."""

import warnings

import click

from tf_contrib_rnn.cli._progress import step
from tf_contrib_rnn.cli._tensorflow import import_tensorflow


def start():
    """Loads TensorFlow and the package, and lets warnings be one line on stderr.

    Raises:
        MissingPackageError: without TensorFlow.
    """
    with step("loading TensorFlow"):
        import_tensorflow()
        import tf_contrib_rnn

        for name in tf_contrib_rnn.__all__:  # which registers them for saved models
            getattr(tf_contrib_rnn, name)
    warnings.showwarning = _one_line


def _one_line(message, category, filename, lineno, file=None, line=None):
    if issubclass(category, UserWarning):
        click.echo(f"warning: {' '.join(str(message).split())}", err=True)
