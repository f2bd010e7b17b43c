"""A checkpoint of every cell, saved by TF 1.15.5, finds its way into a Keras layer by itself."""

from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.cases import richest_cases
from tests.comparison import numbered
from tests.gate import gated
from tests.goldens import Golden, error, keyed
from tf_contrib_rnn import checkpoint

FOLDER = Path(__file__).parents[1] / "golden" / "cell_checkpoints"
SAVED_IN_GATE = ("LSTMCell", "CoupledInputForgetGateLSTMCell", "AttentionCellWrapper")
RICHEST = {symbol: case["name"] for symbol, case in richest_cases().items()}


def test_every_cell_has_a_checkpoint():
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(RICHEST)


@pytest.mark.parametrize("symbol", RICHEST)
def test_restored_without_a_scope(symbol):
    golden = Golden(RICHEST[symbol])
    cell = golden.cell()
    layer = rnn.RNN(cell, return_sequences=True, dtype=golden.case["dtype"])
    layer.build(golden.inputs_shape(None, None))
    report = checkpoint.restore(layer, str(FOLDER / symbol / "model.ckpt"))
    assert [record.checkpoint for record in report.assigned] == [
        variable["name"] for variable in golden.facts["variables"]
    ]
    for path, variable in cell.tf1_variables().items():
        np.testing.assert_array_equal(variable, golden.arrays[f"variables/rnn/{path}"])
    state = golden.state(cell.state_size)
    outputs, final = rnn.dynamic_rnn(
        cell, golden.inputs(), initial_state=state, noise=golden.noise()
    )
    found = {**keyed("full/outputs", outputs), **numbered("full/state", final)}
    for key, value in found.items():
        assert error(value, golden.arrays[key]) <= golden.limit, key


@pytest.mark.parametrize("symbol", gated(list(RICHEST), SAVED_IN_GATE))
def test_saved_as_it_was_restored(symbol, tmp_path):
    golden = Golden(RICHEST[symbol])
    cell = golden.cell()
    layer = rnn.RNN(cell, dtype=golden.case["dtype"])
    layer.build(golden.inputs_shape(None, None))
    original = str(FOLDER / symbol / "model.ckpt")
    checkpoint.restore(layer, original)
    twin = rnn.RNN(type(cell).from_config(cell.get_config()), dtype=golden.case["dtype"])
    twin.build(golden.inputs_shape(None, None))
    for place, saved in enumerate((layer, twin)):
        prefix = checkpoint.save(saved, tmp_path / f"x-{place}")
        found, known = (tf.train.load_checkpoint(p) for p in (prefix, original))
        assert found.get_variable_to_shape_map() == known.get_variable_to_shape_map()
        for name, kind in known.get_variable_to_dtype_map().items():
            assert found.get_variable_to_dtype_map()[name] == kind
            if saved is layer:
                np.testing.assert_array_equal(found.get_tensor(name), known.get_tensor(name))
