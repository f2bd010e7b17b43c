"""``tf-contrib-rnn convert``."""

import click

from tf_contrib_rnn.cli import _options, _places

_EXAMPLES = (
    "\b\nExamples:\n"
    "  tf-contrib-rnn convert train/ -o model.keras --verify\n"
    "  tf-contrib-rnn convert train/ --dry-run\n"
    "  tf-contrib-rnn convert train/ -o served/ --model my_model.py:build\n"
)


@click.command("convert", epilog=_EXAMPLES)
@_options.checkpoint
@click.option(
    "-o",
    "--output",
    "out",
    metavar="OUT",
    help="Ends in .keras, .weights.h5, .npz or / (a SavedModel), or is a prefix with .ckpt (a TF1 "
    "checkpoint).",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(_places.KINDS),
    help="What OUT is, where its name does not say it.",
)
@_options.model_and_restore
@click.option("--ema", is_flag=True, help="Take the moving averages of the variables.")
@click.option("--ema-name", metavar="NAME", help="Take the moving averages of this name.")
@click.option(
    "--target",
    type=click.Choice(["ours", "keras"]),
    default="ours",
    show_default=True,
    help="keras: layers of Keras alone, so that OUT loads without this package.",
)
@click.option("--dry-run", is_flag=True, help="Print who would get what, and write nothing.")
@click.option("--verify", is_flag=True, help="Write only what agrees with TF1's graph.")
@click.option("--overwrite", is_flag=True, help="Replace what OUT is.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (keys: docs/command_line.md).")
def command(**options):
    """Turn a TF1 checkpoint into a Keras model in a file.

    CKPT is what inspect takes. The model is inferred from checkpoint and graph, or the one of
    --model. If anything fails, nothing is written, and what was there is still there.
    """
    from tf_contrib_rnn.cli import _conversion

    _conversion.convert(**_checked(options))


def _checked(options):
    """The options, with the kind of OUT."""
    out, dry_run = options["out"], options["dry_run"]
    averaged = options.pop("ema"), options.pop("ema_name")
    options["averages"] = averaged[1] or averaged[0]
    if out is None and not dry_run:
        raise click.UsageError("expected -o OUT, where to write, or --dry-run.")
    if options["verify"] and dry_run:
        raise click.UsageError("--dry-run changes no model that --verify could run, pass one.")
    if options["verify"] and options["averages"]:
        raise click.UsageError(
            "TF1's graph runs with the variables themselves, not with their "
            "averages: pass --verify or --ema."
        )
    if out is not None:
        options["kind"] = _places.kind_of(out, options["kind"])
        options["out"] = out.rstrip("/") if options["kind"] == "saved-model" else out
        _places.check(options["out"], options["kind"], options["overwrite"], options["source"])
    if options["target"] == "keras" and options["kind"] in ("checkpoint", "npz"):
        raise click.UsageError(
            "--target keras is for .keras, .weights.h5 and SavedModel: TF1's "
            "names are those of the model itself."
        )
    return options
