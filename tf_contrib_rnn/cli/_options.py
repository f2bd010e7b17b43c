"""Arguments and options that several commands take."""

import click

checkpoint = click.argument("source", metavar="CKPT", type=click.Path())

fetch = click.option(
    "--fetch",
    multiple=True,
    metavar="TENSOR",
    help="A tensor of the graph that the inferred model shall give; repeatable.",
)


class Pair(click.ParamType):
    """``LEFT=RIGHT``, or where it may be alone ``RIGHT`` for the pair of None and it."""

    name = "pair"

    def __init__(self, may_be_alone=False):
        self.may_be_alone = may_be_alone

    def convert(self, value, param, ctx):
        if isinstance(value, tuple):
            return value
        left, found, right = value.rpartition("=")
        if right and (left or (self.may_be_alone and not found)):
            return (left or None, right)
        self.fail(f"expected {param.metavar}, received {value!r}.", param, ctx)


_MODEL = click.option(
    "--model",
    metavar="MODEL",
    help="package.module:function or path/to/file.py:function, called without arguments, or a "
    ".keras file. Without it the model is inferred from checkpoint and graph.",
)
_RESTORE = (
    click.option(
        "--scope",
        "scopes",
        multiple=True,
        type=Pair(may_be_alone=True),
        metavar="[LAYER=]SCOPE",
        help="Where in the checkpoint the only recurrent unit, or a layer, is; repeatable.",
    ),
    click.option(
        "--map",
        "mapped",
        multiple=True,
        type=Pair(),
        metavar="NAME=NAME",
        help="A variable or layer of the model and its name in the checkpoint; repeatable.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        metavar="PATTERN",
        help="Names or scopes of the checkpoint to treat as absent; repeatable.",
    ),
    click.option(
        "--forget-bias",
        type=float,
        metavar="NUMBER",
        help="What TF1 added to the forget gates of Keras' own LSTMs.",
    ),
    click.option("--partial", is_flag=True, help="Let parts that nothing feeds keep their values."),
)


def model_and_restore(function):
    """Adds the options that say which model gets what from the checkpoint."""
    for option in reversed((_MODEL, *_RESTORE, fetch)):
        function = option(function)
    return function
