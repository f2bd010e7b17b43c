"""How one program is written, and how its results are told."""

import zlib


def program(name, symbol, cells, run, feeds, dtype="float64"):
    """Return a complete program.

    Args:
        name: file stem of the golden.
        symbol: the symbol of TF 1.15.5 that it is about.
        cells, run: the two functions.
        feeds: {key: shape} of the tensors it is fed.
        dtype: dtype of the feeds.
    """
    return {"name": name, "symbol": symbol, "cells": cells, "run": run, "feeds": feeds,
            "dtype": dtype, "seed": zlib.crc32(name.encode()) % 100000}


def structure_of(value):
    """Write the structure of results as text: containers by name, "*" for a tensor."""
    if hasattr(value, "_fields"):
        parts = ["%s=%s" % (k, structure_of(v)) for k, v in zip(value._fields, value)]
        return "%s(%s)" % (type(value).__name__, ", ".join(parts))
    if isinstance(value, (list, tuple)):
        ends = "[]" if isinstance(value, list) else "()"
        return ends[0] + ", ".join(structure_of(part) for part in value) + ends[1]
    return "*"


def leaves_of(value):
    """List the tensors of results from left to right."""
    if isinstance(value, (list, tuple)):
        return [leaf for part in value for leaf in leaves_of(part)]
    return [value]


class Keeper(object):
    """Keeps states by name."""

    def __init__(self, kept):
        self.kept = dict(kept)

    def state(self, name):
        return self.kept[name]

    def save_state(self, name, value):
        self.kept[name] = value * 2
        return self.kept[name]
