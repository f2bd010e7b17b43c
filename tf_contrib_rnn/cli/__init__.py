"""The command ``tf-contrib-rnn``: one module a command, imported when it is asked for."""

import os

import click

from tf_contrib_rnn import __version__
from tf_contrib_rnn.cli._group import CommandGroup

COMMANDS = ("demo", "upgrade")


@click.group(cls=CommandGroup, package=__name__, modules=COMMANDS, invoke_without_command=True)
@click.option("--traceback", is_flag=True, help="Show where a failure comes from.")
@click.version_option(__version__)
@click.pass_context
def main(context, traceback):
    """Bring TensorFlow 1 recurrent networks to TensorFlow 2 and Keras 3."""
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
