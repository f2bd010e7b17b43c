"""Inventories of arrays that have nothing but names and shapes."""

import json

import numpy as np

from tf_contrib_rnn import checkpoint


def inspect(shapes, **options):
    """The inventory of arrays of zeros."""
    arrays = {name: np.zeros(shape, "float32") for name, shape in shapes.items()}
    found = checkpoint.inspect(arrays, **options)
    json.dumps(found.to_dict())
    assert str(found)
    return found


def lstm(scope, units=5, depth=3, cell="lstm_cell"):
    return {
        f"{scope}/{cell}/kernel": (depth + units, 4 * units),
        f"{scope}/{cell}/bias": (4 * units,),
    }


def dense(scope, depth, units):
    return {f"{scope}/kernel": (depth, units), f"{scope}/bias": (units,)}


def summary(found):
    return [(one.scope, one.kind, one.direction) for one in found.networks]
