"""From the options of a command to the arguments of `restore`."""

import click


def arguments(loaded, scopes, mapped, ignore, forget_bias, partial) -> dict:
    """The keyword arguments of `plan` and `restore`.

    What the user says goes before what the module of the model says.

    Args:
        loaded: the `Loaded` model.
        scopes: pairs of a layer, or None for the only recurrent unit, and a scope.
        mapped: pairs of names in the model and in the checkpoint.
        ignore: patterns.
        forget_bias: a number, or None.
        partial: whether parts that nothing feeds may keep their values.
    """
    alone = [scope for layer, scope in scopes if layer is None]
    if len(alone) > 1:
        raise click.UsageError(
            f"--scope names {len(alone)} scopes for the only recurrent unit: pass one, or "
            "LAYER=SCOPE for each layer."
        )
    given = {layer: scope for layer, scope in scopes if layer is not None}
    told = set(given) | (_recurrent(loaded.model) if alone else set())
    its_map = {
        name: one for name, one in loaded.mapped.items() if name.partition("/")[0] not in told
    }
    its_map |= dict(mapped)
    taken = told | {name.partition("/")[0] for name, _ in mapped}
    its_scopes = {layer: one for layer, one in loaded.scopes.items() if layer not in taken}
    found = {"scopes": its_scopes | given, "map": its_map, "ignore": list(ignore)}
    found |= {"scope": alone[0]} if alone else {}
    return found | {"forget_bias": forget_bias, "partial": partial}


def _recurrent(model):
    from tf_contrib_rnn.checkpoint.parts import collect

    return {part.label for part in collect(model, None) if part.is_cell}
