"""LSTM cells that also run along the frequencies of a step's input."""

import re

from tf_contrib_rnn.checkpoint.inventory.candidate import Candidate
from tf_contrib_rnn.checkpoint.inventory.catalogue._guess import (
    Shapes,
    candidate,
    more_than_one,
    rows,
    shards,
    share,
)

_BLOCK = re.compile(r"B_f_(\d+)")
_WINDOWS = "one window a block, since the weights are the same for any number of windows"


def _time_frequency(shapes: Shapes):
    kernel = shards(shapes, "W")
    units = share(kernel[0][1], 4)
    size = rows(kernel) - 2 * units
    yield candidate(
        "TimeFreqLSTMCell",
        size,
        {"frequency_skip": _WINDOWS},
        num_units=units,
        feature_size=size,
        use_peepholes="W_F_diag" in shapes,
        num_unit_shards=more_than_one(len(kernel)),
    )


def _grid(kind, direction):
    """A GridLSTMCell, whose variables of one direction stand below `direction`."""

    def guess(shapes: Shapes):
        own = {p.removeprefix(direction): s for p, s in shapes.items() if p.startswith(direction)}
        blocks = sum(_BLOCK.fullmatch(path) is not None for path in own)
        kernel, width = shards(own, "W_f_0"), own["B_f_0"][0]
        for gates in (4, 3):
            if width % gates:
                continue
            units = width // gates
            size = rows(kernel) - 2 * units
            several = blocks > 1
            yield candidate(
                kind,
                size,
                {"num_frequency_blocks": _WINDOWS},
                num_units=units,
                feature_size=size,
                frequency_skip=1,
                num_frequency_blocks=[1] * blocks,
                start_freqindex_list=[0] * blocks if several else None,
                end_freqindex_list=[size] * blocks if several else None,
                use_peepholes="W_I_diag_freqf_0" in own,
                share_time_frequency_weights="B_t_0" not in own,
                couple_input_forget_gates=gates == 3,
                num_unit_shards=more_than_one(len(kernel)),
            )

    return guess


ENTRIES = {
    "TimeFreqLSTMCell": _time_frequency,
    "GridLSTMCell": _grid("GridLSTMCell", ""),
    "BidirectionalGridLSTMCell": _grid("BidirectionalGridLSTMCell", "fwd/"),
}


def in_a_stack(found: Candidate, depth: int) -> Candidate:
    """A cell of this family whose inputs have a known depth, with as many windows as fit."""
    windows = depth - found.arguments["feature_size"] + 1
    if windows < 1 or len(found.arguments.get("num_frequency_blocks", [1])) > 1:
        return found
    arguments = dict(found.arguments)
    if "num_frequency_blocks" in arguments:
        arguments["num_frequency_blocks"] = [windows]
    assumed = dict.fromkeys(found.assumed, "a distance of one feature between windows")
    return Candidate(found.kind, arguments, found.cells, [depth], assumed)
