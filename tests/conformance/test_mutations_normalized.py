"""Mistakes in the cells with normalization, a time or a memory are far above their limits."""

import numpy as np
import pytest

from tests.comparison import by_group, compared
from tests.conformance.test_mutations import blocks, changed, exchanged, rows
from tests.goldens import Golden

# They ask whether the goldens are sharp; nothing but new goldens can change the answer.
pytestmark = pytest.mark.slow

COUPLED = "coupled_input_forget_gate_lstm_cell_options_concatenated"
MUTATIONS = [
    ("i-f", "layer_norm_basic_lstm_cell", blocks("kernel", 4, 0, 2)),
    ("j-o", "layer_norm_basic_lstm_cell", blocks("kernel", 4, 1, 3)),
    ("i-f gains", "layer_norm_basic_lstm_cell", exchanged("input/gamma", "forget/gamma")),
    ("gain-shift", "layer_norm_basic_lstm_cell", exchanged("state/gamma", "state/beta")),
    ("noise", "layer_norm_basic_lstm_cell_options", changed("new_input", lambda n: n[..., ::-1])),
    ("i-f", "layer_norm_lstm_cell_options", blocks("lstm_cell/kernel", 4, 0, 2)),
    ("lengths", "weight_norm_lstm_cell", exchanged("norm_0", "norm_1")),
    ("state first", "weight_norm_lstm_cell", rows("kernel", 3)),
    ("j-f", COUPLED, blocks("/B", 3, 0, 1)),
    ("f-o", COUPLED, blocks("/B", 3, 1, 2)),
    ("peepholes", COUPLED, exchanged("W_F_diag", "W_O_diag")),
    ("i-f", "phased_lstm_cell", blocks("mask_gates/kernel", 2, 0, 1)),
    ("period-phase", "phased_lstm_cell", exchanged("period", "phase")),
    ("erase-add", "ntm_cell", blocks("parameters_bias", 2, 0, 1)),
    ("heads", "ntm_cell_from_the_start", exchanged("weights_0", "weights_1")),
]


@pytest.mark.parametrize(
    ("name", "mutate"),
    [pytest.param(name, mutate, id=f"{name}-{what}") for what, name, mutate in MUTATIONS],
)
def test_a_mistake_is_far_above_the_limit(name, mutate):
    golden = Golden(name)
    mutate(golden.arrays)
    worst = by_group(compared(golden))
    assert all(np.isfinite(value) for value in worst.values())
    assert min(worst["run"], worst["full"], worst["gradients"]) > 1e3 * golden.limit
