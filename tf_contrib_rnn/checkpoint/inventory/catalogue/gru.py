"""GRU cells."""

from tf_contrib_rnn.checkpoint.inventory.catalogue._guess import Shapes, candidate


def _gates(kind, path):
    """A GRU whose candidate has one kernel [inputs + units, units] at `path`."""

    def guess(shapes: Shapes):
        height, units = shapes[path]
        yield candidate(kind, height - units, num_units=units)

    return guess


def _inputs_apart(kind, path):
    """A GRU with a kernel [inputs, units] of the inputs alone at `path`."""

    def guess(shapes: Shapes):
        depth, units = shapes[path]
        yield candidate(kind, depth, num_units=units)

    return guess


ENTRIES = {
    "GRUCell": _gates("GRUCell", "candidate/kernel"),
    "GRUBlockCellV2": _gates("GRUBlockCellV2", "candidate/kernel"),
    "GRUBlockCell": _gates("GRUBlockCell", "w_c"),
    "CudnnCompatibleGRUCell": _inputs_apart(
        "CudnnCompatibleGRUCell", "candidate/input_projection/kernel"
    ),
    "IndyGRUCell": _inputs_apart("IndyGRUCell", "candidate/kernel"),
}
