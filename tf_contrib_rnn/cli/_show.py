"""What commands print: for people at a terminal, for pipes, and for machines."""

import json
import math
import sys

import click

from tf_contrib_rnn.cli._words import as_options


def show(found):
    """Prints an inventory, a plan, a report or a verification.

    In a pipe it is plain text of 80 columns; a terminal gets colours.

    Args:
        found: it.
    """
    if not sys.stdout.isatty():
        click.echo(as_options(str(found)))
        return
    from rich.console import Console
    from rich.text import Text

    text = Text(str(found))
    text.highlight_regex(r"\bagrees\b", "green")
    text.highlight_regex(r"\bDIFFERS\b|: differs from ", "bold red")
    console = Console(highlight=False)
    with console.capture() as shown:
        console.print(found if hasattr(found, "__rich__") else text)
    click.echo(as_options(shown.get()), nl=False)


def show_json(found: dict):
    """Prints an object as JSON; numbers that are NaN or infinite are null.

    Args:
        found: what `json` can take.
    """
    click.echo(json.dumps(_finite(found), indent=2, ensure_ascii=False, allow_nan=False))


def _finite(value):
    if isinstance(value, dict):
        return {str(key): _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
