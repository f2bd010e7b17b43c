"""Every cell of TF 1.15.5's goldens is recognised from names and shapes alone."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.cases import CASES, COVERED, richest_cases
from tests.goldens import DATA
from tf_contrib_rnn import checkpoint
from tf_contrib_rnn.checkpoint.inventory.catalogue import CELLS, GRIDS, INVISIBLE, WRAPPERS
from tf_contrib_rnn.checkpoint.inventory.units import called_in

CHECKPOINTS = Path(__file__).parents[2] / "golden" / "cell_checkpoints"
# Arguments that a variable shows, whatever else a cell was given.
SHOWN = {
    "num_units", "units", "num_proj", "use_peepholes", "use_peephole", "num_unit_shards",
    "num_proj_shards", "layer_norm", "number_of_groups", "kernel_shape", "output_channels",
    "use_bias", "embedding_classes", "embedding_size", "output_size", "memory_size",
    "memory_vector_dim", "read_head_num", "write_head_num", "shift_range",
    "couple_carry_transform_gates", "share_time_frequency_weights", "couple_input_forget_gates",
    "feature_size", "tied",
}  # fmt: skip


def visible(spec):
    """The outermost cell that leaves a trace."""
    while spec["symbol"] in INVISIBLE:
        spec = spec["arguments"]["cell"]
    return spec


def shapes_of(case):
    facts = json.loads((DATA / f"{case['name']}.json").read_text())
    return {v["name"].removeprefix("rnn/"): tuple(v["shape"]) for v in facts["variables"]}


def test_every_class_is_in_the_catalogue():
    known = {*CELLS, *WRAPPERS, *GRIDS, *INVISIBLE, "MultiRNNCell"}
    assert set(COVERED) <= known


@pytest.mark.parametrize("symbol", COVERED)
def test_class_and_sizes_of_every_case(symbol):
    cases = [case for case in CASES if case["symbol"] == symbol]
    assert cases
    for case in cases:
        check(case)


def check(case):
    shapes, spec = shapes_of(case), visible(case)
    unit = called_in(shapes)
    assert spec["symbol"] in [candidate.kind for candidate in unit.candidates], case["name"]
    assert all(candidate.declared() == shapes for candidate in unit.candidates)
    own = next(one for one in unit.candidates if one.kind == spec["symbol"])
    for key in SHOWN & set(spec["arguments"]) & set(own.arguments):
        assert own.arguments[key] == spec["arguments"][key], key
    wanted = SHOWN & {key for key, value in spec["arguments"].items() if value}
    missing = {key for key in wanted - set(own.arguments) if "shards" not in key}
    assert all(spec["arguments"][key] in (None, 1, True) for key in missing), missing


@pytest.mark.parametrize("symbol", richest_cases())
def test_in_a_checkpoint(symbol):
    found = checkpoint.inspect(CHECKPOINTS / symbol / "model.ckpt")
    (network,) = found.networks
    case = visible(richest_cases()[symbol])
    assert (network.scope, network.direction, network.kind) == ("rnn", "forward", "cell")
    assert case["symbol"] in network.cells[0].classes
    assert len(network.variables) == found.arrays and not found.unknown and not found.layers
    assert found.size == sum(
        np.prod(one.shape, dtype=int) * np.dtype(one.dtype).itemsize for one in network.variables
    )


@pytest.mark.parametrize(
    ("scope", "shapes"),
    [
        ("lstm_cell", {"kernel": (8, 20), "bias": (19,)}),
        ("lstm_cell", {"kernel": (5, 20), "bias": (20,)}),  # no row is left for inputs
        ("lstm_cell", {"kernel": (8, 20)}),
        ("lstm_cell", {"kernel": (8, 20), "bias": (20,), "extra": (5,)}),
        ("gru_cell", {"gates/kernel": (8, 10), "gates/bias": (10,)}),
        ("gru_cell", {"gates/kernel": (8, 10), "candidate/kernel": (9, 5)}),
        ("conv_2d_lstm_cell", {"kernel": (3, 3, 7, 15), "biases": (15,)}),
        ("glstm_cell", {"group0/kernel": (6, 12), "bias_i": (7,)}),
    ],
)
def test_what_no_cell_makes_is_unknown(scope, shapes):
    arrays = {f"rnn/{scope}/{path}": np.zeros(shape, "float32") for path, shape in shapes.items()}
    (network,) = checkpoint.inspect(arrays).networks
    (cell,) = network.cells
    assert not cell.classes and "no cell" in cell.why and not network.is_known


@pytest.mark.parametrize(
    ("shapes", "first", "others"),
    [
        ({"kernel": (8, 20), "bias": (20,)}, "LSTMCell", {"BasicLSTMCell", "LSTMBlockCell"}),
        ({"kernel": (40, 20), "bias": (20,)}, "LSTMCell", {"BasicRNNCell", "UGRNNCell"}),
        ({"kernel": (8, 5), "bias": (5,)}, "BasicRNNCell", set()),
        ({"kernel": (3, 20), "bias": (10,)}, "SRUCell", set()),
        ({"kernel": (3, 40), "recurrent_kernel": (5, 40)}, "NASCell", set()),
    ],
)
def test_a_cell_with_a_name_of_its_own(shapes, first, others):
    arrays = {f"rnn/memory/{path}": np.zeros(shape, "float32") for path, shape in shapes.items()}
    (network,) = checkpoint.inspect(arrays).networks
    (cell,) = network.cells
    assert cell.classes[0] == first and others <= set(cell.classes)
    assert cell.candidates[0].arguments["name"] == "memory"
