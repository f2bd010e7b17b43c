"""What `verify` does once its options are known to make sense."""

import importlib.util
import os
import sys

import click

from tf_contrib_rnn.cli import _models, _plain, _restoring
from tf_contrib_rnn.cli._group import DIFFERS, UNPROVEN
from tf_contrib_rnn.cli._progress import step
from tf_contrib_rnn.cli._show import show, show_json
from tf_contrib_rnn.cli._start import start

_PICTURES = (".png", ".svg", ".pdf")


def verify(*, source, model, fetch, tensors, inputs, picture, as_json, restoring, **options):
    """Compares a model with TF1's graph; see the command's help."""
    _check(picture)
    start()
    from tf_contrib_rnn import checkpoint

    with step("building the model"):
        loaded = _models.load(model, source, fetch)
    if not loaded.has_values:
        checkpoint.restore(loaded.model, source, **_restoring.arguments(loaded, **restoring))
    with step("comparing with TF1's graph"):
        found = checkpoint.verify(
            loaded.model,
            source,
            tensors=loaded.tensors | dict(tensors) or None,
            inputs=_arrays(inputs),
            **options,
        )
    if picture and found.rows:
        found.picture(picture)
    if as_json:
        show_json({"model": loaded.title, **_plain.verification(found)})
    else:
        show(found)
    if not found.agrees:
        sys.exit(DIFFERS if found.first_divergence else UNPROVEN)


def _check(picture):
    """Refuses a picture that cannot be drawn, before anything is done."""
    if picture is None:
        return
    if not picture.endswith(_PICTURES):
        raise click.UsageError(
            f"--picture expects a path that ends in {', '.join(_PICTURES[:-1])} or "
            f"{_PICTURES[-1]}, received {picture!r}."
        )
    folder = os.path.dirname(picture) or "."
    if not os.path.isdir(folder):
        raise ValueError(f"--picture expects a folder that exists, {folder!r} does not: make it.")
    if importlib.util.find_spec("matplotlib") is None:
        raise ValueError("--picture expects matplotlib, received none: pip install matplotlib.")


def _arrays(path):
    if path is None:
        return None
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except Exception as error:
        raise ValueError(
            f"--inputs expects a .npz of arrays by the names of inputs, {path!r} cannot be read."
        ) from error
