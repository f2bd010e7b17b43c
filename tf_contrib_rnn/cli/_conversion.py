"""What `convert` does once its options are known to make sense."""

import sys

import click

from tf_contrib_rnn.cli import _classes, _models, _places, _plain, _restoring
from tf_contrib_rnn.cli._group import DIFFERS, UNPROVEN
from tf_contrib_rnn.cli._progress import step
from tf_contrib_rnn.cli._show import show, show_json
from tf_contrib_rnn.cli._start import start

_ANYWHERE = "or leave out --target for a SavedModel (-o NAME/), which loads without any package."


class NotProvenError(Exception):
    """The model was compared with TF1's graph and shall not be written."""


def convert(*, source, out, kind, model, fetch, averages, target, dry_run, verify, overwrite,
            as_json, **restoring):  # fmt: skip
    """Converts a checkpoint; see the command's help."""
    start()
    from tf_contrib_rnn import checkpoint

    with step("building the model"):
        loaded = _models.load(model, source, fetch)
    arguments = _restoring.arguments(loaded, **restoring) | {"ema": averages}
    if dry_run:
        with step("planning"):
            found = checkpoint.plan(loaded.model, source, **arguments)
            made = _targeted(loaded, target, kind)
        _told(as_json, found, None, _facts(loaded, made, out, kind, target))
        return
    found = checkpoint.restore(loaded.model, source, **arguments)
    made = _targeted(loaded, target, kind)
    facts, verification = _facts(loaded, made, out, kind, target), []
    try:
        _write(made, loaded, source, out, kind, overwrite, verification if verify else None)
    except NotProvenError:
        _told(as_json, found, verification[0], facts)
        click.echo(f"nothing is written: {out}", err=True)
        sys.exit(DIFFERS if verification[0].first_divergence else UNPROVEN)
    facts["bytes"] = _places.size_of(out)
    _told(as_json, found, verification[0] if verification else None, facts)


def _targeted(loaded, target, kind):
    """The model that is written."""
    if target == "ours":
        return loaded.model
    from tf_contrib_rnn import to_keras

    try:
        made = to_keras(loaded.model)
    except ValueError as error:
        raise ValueError(f"{str(error).removesuffix('.')}; {_ANYWHERE}") from error
    ours, others = _classes.needed(made)
    if ours or (others and kind == "keras"):
        missing = ", ".join(ours + others)
        raise ValueError(f"--target keras: Keras has no {missing} of {loaded.title}; {_ANYWHERE}")
    return made


def _write(made, loaded, source, out, kind, overwrite, verification):
    """Writes the model; where there is a list for the verification, only what is proven."""
    from tf_contrib_rnn.cli._writing import write

    def prove(model):
        from tf_contrib_rnn import checkpoint

        with step("comparing with TF1's graph"):
            found = checkpoint.verify(model, source, tensors=loaded.tensors or None)
        verification.append(found)
        if not found.agrees:
            raise NotProvenError

    def prove_file(path):
        import keras

        prove(keras.models.load_model(path))

    examine = prove_file if verification is not None and kind == "keras" else None
    if verification is not None and examine is None:
        prove(made)
    with step(f"writing {out}"):
        write(made, out, kind, overwrite, examine)


def _facts(loaded, made, out, kind, target):
    ours, others = _classes.needed(made) if kind == "keras" else ([], [])
    return {"model": loaded.title, "target": target, "output": out, "output_format": kind,
            "bytes": None, "needs": others, "needs_this_package": bool(ours)}  # fmt: skip


def _told(as_json, found, verification, facts):
    from tf_contrib_rnn.checkpoint.table import summary

    if as_json:
        proof = _plain.verification(verification) if verification else None
        show_json({**facts, "plan": _plain.plan(found), "verification": proof})
        return
    if facts["bytes"] is None and verification is None:
        show(found)
        return
    show(summary(found))
    if verification:
        show(verification if not verification.agrees else verification.summary)
    if facts["bytes"] is not None:
        click.echo(_written(facts))


def _written(facts):
    from tf_contrib_rnn.checkpoint.inventory.printing.words import amount

    first = f"written: {facts['output']} ({amount(facts['bytes'])})"
    modules = ["tf_contrib_rnn"] if facts["needs_this_package"] else []
    if facts["needs"]:
        modules.append(f"the code of the model, which defines {', '.join(facts['needs'])}")
    return f"{first}\nimport before loading it: {' and '.join(modules)}" if modules else first
