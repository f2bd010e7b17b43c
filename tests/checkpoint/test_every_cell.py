"""A checkpoint of every cell, saved by TF 1.15.5, finds its way into a Keras layer by itself."""

from pathlib import Path

import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.cases import richest_cases
from tests.comparison import numbered
from tests.goldens import Golden, error, keyed
from tf_contrib_rnn import checkpoint

FOLDER = Path(__file__).parents[1] / "golden" / "cell_checkpoints"
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
