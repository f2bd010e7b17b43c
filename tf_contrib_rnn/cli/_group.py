"""How commands are found, and how a user's mistake is answered."""

import contextlib
import importlib

import click

from tf_contrib_rnn._needs import MissingPackageError
from tf_contrib_rnn.cli import _words

DIFFERS, UNPROVEN = 3, 4
EXIT_CODES = (
    "Exit codes: 0 success; 1 the command failed; 2 wrong usage; 3 the model differs from TF1's "
    "graph (with upgrade --check: there is something to do); 4 nothing differs, but not everything "
    "is proven."
)


class CommandGroup(click.Group):
    """A group whose commands are modules, and whose errors are one line on stderr.

    A command's module holds a click command named ``command``; its epilog are examples, after which
    the exit codes are added unless they are there. It may raise ``ValueError``,
    ``OSError`` or ``MissingPackageError`` for what its user can mend; any other exception is a bug
    and keeps its traceback.

    Args:
        package: the package the modules are in.
        modules: the modules' names, which are the commands' names, in the order of ``--help``.
        **options: what ``click.Group`` takes.
    """

    def __init__(self, *, package, modules, **options):
        super().__init__(epilog=EXIT_CODES, **options)
        self._package = package
        self._modules = tuple(modules)

    def list_commands(self, ctx):
        return list(self._modules)

    def get_command(self, ctx, cmd_name):
        if cmd_name not in self._modules:
            return None
        command = importlib.import_module(f"{self._package}.{cmd_name}").command
        command.help = (command.help or "").replace("\\b\n", "\b\n")  # of a raw docstring
        if "Exit codes: " not in (command.epilog or ""):
            command.epilog = f"{command.epilog or ''}\n\n{EXIT_CODES}"
        return command

    def make_context(self, info_name, args, parent=None, **extra):
        with _wrong_usage():
            return super().make_context(info_name, args, parent=parent, **extra)

    def invoke(self, ctx):
        with _wrong_usage(), _failure(ctx):
            return super().invoke(ctx)


class _OneLine(click.ClickException):
    def __init__(self, message, exit_code):
        super().__init__(message)
        self.exit_code = exit_code

    def show(self, file=None):
        click.echo(self.message, file=file, err=True)


@contextlib.contextmanager
def _wrong_usage():
    try:
        yield
    except click.UsageError as error:
        path = error.ctx.command_path
        message = f"{path}: {error.format_message()} (see '{path} --help')"
        raise _OneLine(message, 2) from error


@contextlib.contextmanager
def _failure(context):
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, ValueError, MissingPackageError) as error:
        if context.params["traceback"]:
            raise
        path = f"{context.command_path} {context.invoked_subcommand}"
        raise _OneLine(f"{path}: {_words.as_options(_reason(error))}", 1) from error


def _reason(error):
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return " ".join(str(error).split()) or type(error).__name__
