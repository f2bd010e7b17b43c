"""Cells on vectors that are neither LSTMs nor GRUs."""

from tf_contrib_rnn.checkpoint.inventory.catalogue._guess import Shapes, candidate, share


def _basic(shapes: Shapes):
    height, units = shapes["kernel"]
    yield candidate("BasicRNNCell", height - units, num_units=units)


def _update_gate(shapes: Shapes):
    height, width = shapes["kernel"]
    units = share(width, 2)
    yield candidate("UGRNNCell", height - units, num_units=units)


def _intersection(shapes: Shapes):
    units = share(shapes["kernel"][1], 4)
    projects = "in_projection/kernel" in shapes
    depth = shapes["in_projection/kernel"][0] if projects else units
    num_in_proj = units if projects else None
    yield candidate("IntersectionRNNCell", depth, num_units=units, num_in_proj=num_in_proj)


def _simple_recurrent(shapes: Shapes):
    depth, width = shapes["kernel"]
    yield candidate("SRUCell", depth, num_units=share(width, 4))


def _independent(shapes: Shapes):
    depth, units = shapes["kernel_w"]
    yield candidate("IndRNNCell", depth, num_units=units)


def _minimal(shapes: Shapes):
    height, units = shapes["kernel"]
    yield candidate("MinimalRNNCell", height - 2 * units, units=units)


def _chaos_free(shapes: Shapes):
    depth, width = shapes["kernel"]
    yield candidate("CFNCell", depth, units=share(width, 3))


def _architecture_search(shapes: Shapes):
    depth, width = shapes["kernel"]
    units = share(width, 8)
    num_proj = shapes["projection_weights"][1] if "projection_weights" in shapes else None
    yield candidate("NASCell", depth, num_units=units, num_proj=num_proj, use_bias="bias" in shapes)


ENTRIES = {
    "BasicRNNCell": _basic,
    "UGRNNCell": _update_gate,
    "IntersectionRNNCell": _intersection,
    "SRUCell": _simple_recurrent,
    "IndRNNCell": _independent,
    "MinimalRNNCell": _minimal,
    "CFNCell": _chaos_free,
    "NASCell": _architecture_search,
}
