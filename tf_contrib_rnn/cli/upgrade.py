"""``tf-contrib-rnn upgrade``."""

import json
import sys
from pathlib import Path

import click

SOMETHING_TO_DO = 3


@click.command("upgrade")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--diff", is_flag=True, help="Print the changes as a patch; the rest on stderr.")
@click.option("--check", is_flag=True, help="Exit with code 3 if there is anything to do.")
@click.option("--write", is_flag=True, help="Replace the files; without it nothing is written.")
@click.option(
    "--report",
    "report_path",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Also write all that was rewritten and left as JSON; - is stdout.",
)
def command(paths, diff, check, write, report_path):
    r"""Rewrite TF1 sources (Python files, notebooks) to use tf_contrib_rnn.

    PATHS are files, or folders to search. Imports, names and arguments of tf.contrib.rnn,
    tf.nn.rnn_cell, tf.nn.dynamic_rnn and all their older homes are rewritten; what cannot be
    decided is left and listed with what to do. The rest of a program is the business of
    tf_upgrade_v2, which comes after.

    \b
    Examples:
      tf-contrib-rnn upgrade my_project
      tf-contrib-rnn upgrade my_project --diff > rnn.patch
      tf-contrib-rnn upgrade my_project --write --report report.json
      tf-contrib-rnn upgrade my_project --check

    Exit code 1 also tells that a file could not be read, parsed or written (the others were
    done), and 3, with --check only, that something would be rewritten or is left to do by hand.
    """
    if check and write:
        raise click.UsageError("--check only looks: leave out --write, or run it after.")
    if diff and str(report_path) == "-":
        raise click.UsageError(
            "--diff and --report - both print on stdout: name a file for the report."
        )
    _need_libcst()
    from rich.console import Console

    from tf_contrib_rnn.upgrade.printing import print_diff, print_report

    to_stderr = diff or str(report_path) == "-"
    console = Console(stderr=to_stderr, highlight=False)
    report = _upgrade(paths, write)
    if diff:
        out = Console(highlight=False)
        for file in report.files:
            print_diff(file, out, sys.stdout)
    print_report(report, console, "were" if write else "would be")
    if report_path:
        _write_report(report, report_path)
    _exit(report, check)


def _upgrade(paths, write):
    from rich.console import Console
    from rich.progress import Progress

    from tf_contrib_rnn.upgrade import upgrade

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Rewriting", total=None)
        return upgrade(
            paths,
            write=write,
            progress=lambda done, total: progress.update(task, completed=done, total=total),
        )


def _need_libcst():
    from importlib.util import find_spec

    from tf_contrib_rnn._needs import MissingPackageError

    if find_spec("libcst") is None:
        raise MissingPackageError(
            "the command expects libcst, which is not installed: pip install "
            "'tf-contrib-rnn[upgrade]'.",
            name="libcst",
        )


def _write_report(report, path):
    text = json.dumps(report.as_json(), indent=2, ensure_ascii=False) + "\n"
    if str(path) == "-":
        click.echo(text, nl=False)
    else:
        from tf_contrib_rnn._beside import beside

        with beside(path) as new:
            Path(new).write_text(text, encoding="utf-8")


def _exit(report, check):
    counts = report.summary()
    if counts["failed"]:
        sys.exit(1)
    if check and (counts["changed"] or counts["left"]):
        sys.exit(SOMETHING_TO_DO)
