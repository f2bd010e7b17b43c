"""``tf-contrib-rnn inspect``."""

import click

from tf_contrib_rnn.cli import _options

_EXAMPLES = (
    "\b\nExamples:\n"
    "  tf-contrib-rnn inspect train/\n"
    "  tf-contrib-rnn inspect train/model.ckpt-6000 --code > my_model.py\n"
)


@click.command("inspect", epilog=_EXAMPLES)
@_options.checkpoint
@click.option("--json", "as_json", is_flag=True, help="Print JSON (keys: docs/command_line.md).")
@click.option("--code", is_flag=True, help="Print a Python module that builds a Keras model of it.")
@_options.fetch
@click.option("--no-graph", is_flag=True, help="Leave the graph beside it alone.")
def command(source, as_json, code, fetch, no_graph):
    """Say what is in a TF1 checkpoint: cells, layers, slots, counters.

    CKPT is a prefix such as train/model.ckpt-6000, one of its files or its directory, a
    SavedModel, a frozen .pb, a .npz or an HDF5 file. Nothing is changed.
    """
    if as_json and code:
        raise click.UsageError("--json and --code exclude each other, pass one.")
    if fetch and not code:
        raise click.UsageError("--fetch chooses what the code of --code gives, pass both.")
    if fetch and no_graph:
        raise click.UsageError("--fetch names tensors of the graph, which --no-graph leaves alone.")
    from tf_contrib_rnn.cli._progress import step
    from tf_contrib_rnn.cli._show import show, show_json
    from tf_contrib_rnn.cli._start import start

    start()
    from tf_contrib_rnn.checkpoint import inspect
    from tf_contrib_rnn.cli._models import code_of

    with step("reading the checkpoint"):
        found = inspect(source, graph=not no_graph, values=True)
        written = code_of(found, fetch) if code else None
    if code:
        click.echo(written, nl=not written.endswith("\n"))
    elif as_json:
        show_json(found.to_dict())
    else:
        show(found)
