"""Prove that the arguments of a case matter: take each away and run TF 1.15.5 again."""

import copy

import numpy as np

from _record import record

# TF1 draws other numbers without them; the golden hands them in.
_SEEDS = ("DropoutWrapper.seed", "LayerNormBasicLSTMCell.dropout_prob_seed")


def without(spec, argument):
    """Return a case without an argument, written "Symbol.argument", at any depth."""
    spec = copy.deepcopy(spec)
    symbol, name = argument.split(".")
    _remove(spec, symbol, name)
    return spec


def _remove(value, symbol, name):
    if isinstance(value, list):
        for item in value:
            _remove(item, symbol, name)
    elif isinstance(value, dict):
        for item in value.values():
            _remove(item, symbol, name)
        if value.get("symbol") == symbol:
            value["arguments"].pop(name, None)


def moves(case, recording, argument):
    """Tell whether a case has other results, other sizes or none at all without an argument."""
    values = [recording.arrays["variables/" + v.name] for v in recording.variables]
    try:
        other = record(without(case, argument), values).arrays
    except (AttributeError, TypeError, ValueError):
        return True
    for key, expected in recording.arrays.items():
        if key.split("/")[0] not in ("step", "full") or "noise" in key:
            continue
        if key not in other or other[key].shape != expected.shape:
            return True
        if np.max(np.abs(other[key] - expected)) > 1e-6:
            return True
    return False


def unproven(case, recording):
    """List the arguments of a case that do not do what the case says of them."""
    return [argument for argument in case["sets"] if argument not in _SEEDS
            and moves(case, recording, argument) == (argument in case["changes_nothing"])]
