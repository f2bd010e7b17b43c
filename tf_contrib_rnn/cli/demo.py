"""``tf-contrib-rnn demo``."""

from pathlib import Path

import click

_EXAMPLES = "\b\nExamples:\n  tf-contrib-rnn demo --output results\n"


@click.command("demo", epilog=_EXAMPLES)
@click.option(
    "--output",
    "output_directory",
    type=click.Path(file_okay=False, path_type=Path),
    default="tf_contrib_rnn_demo",
    show_default=True,
    metavar="DIR",
    help="Where to write the results; made when missing.",
)
def command(output_directory):
    """Run a network trained with TF 1.15.5 and compare the outputs."""
    from rich.console import Console

    from tf_contrib_rnn.cli._tensorflow import import_tensorflow

    import_tensorflow()
    from tf_contrib_rnn.demo import run

    run(output_directory, Console())
