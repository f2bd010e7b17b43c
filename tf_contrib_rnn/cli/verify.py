"""``tf-contrib-rnn verify``."""

import click

from tf_contrib_rnn.cli import _options
from tf_contrib_rnn.cli._options import Pair

_EXAMPLES = (
    "\b\nExamples:\n"
    "  tf-contrib-rnn verify train/\n"
    "  tf-contrib-rnn verify train/ --model model.keras --picture errors.png\n"
)


@click.command("verify", epilog=_EXAMPLES)
@_options.checkpoint
@_options.model_and_restore
@click.option(
    "--tensor",
    "tensors",
    multiple=True,
    type=Pair(),
    metavar="LAYER=TENSOR",
    help="A layer of the model and its tensor in the graph; repeatable.",
)
@click.option(
    "--inputs",
    metavar="FILE.npz",
    type=click.Path(exists=True, dir_okay=False),
    help="Arrays to feed, by the names of inputs or placeholders.",
)
@click.option(
    "--graph",
    metavar="PATH",
    type=click.Path(),
    help="A .meta, .pb, .pbtxt or SavedModel; without it the one beside CKPT.",
)
@click.option(
    "--batch-size",
    type=click.IntRange(1),
    metavar="NUMBER",
    default=3,
    show_default=True,
    help="Sequences to draw, where the graph does not fix it.",
)
@click.option(
    "--steps",
    type=click.IntRange(1),
    metavar="NUMBER",
    default=7,
    show_default=True,
    help="Steps to draw, where the graph does not fix it.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="What inputs are drawn from.")
@click.option(
    "--tolerance",
    type=float,
    default=1e-5,
    show_default=True,
    help="The largest relative error that is agreement.",
)
@click.option(
    "--picture",
    metavar="PATH",
    type=click.Path(dir_okay=False),
    help="Draw the errors (.png, .svg or .pdf; needs matplotlib).",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON (keys: docs/command_line.md).")
def command(**options):
    """Compare a model with TF1's graph, tensor by tensor.

    The graph beside CKPT runs under TF 2 on the same numbers as the model: the one of a .keras
    file as it is, any other restored from CKPT first. Exit code 0 means that all agrees.
    """
    restoring = {
        key: options.pop(key) for key in ("scopes", "mapped", "ignore", "forget_bias", "partial")
    }
    given = any(restoring.values()) or restoring["forget_bias"] is not None  # 0 is a number too
    if (options["model"] or "").endswith(".keras") and given:
        raise click.UsageError(
            "a .keras file has its values, so that --scope, --map, --ignore, "
            "--forget-bias and --partial mean nothing: leave them out."
        )
    from tf_contrib_rnn.cli import _verification

    _verification.verify(restoring=restoring, **options)
