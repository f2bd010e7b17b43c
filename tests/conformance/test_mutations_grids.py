"""Easy mistakes in the cells along frequencies and along the dimensions of a grid."""

import itertools

import numpy as np
import pytest

from tests.conformance.test_mutations import (
    assert_argument_seen,
    assert_seen,
    blocks,
    changed,
    exchanged,
    named,
)

# They ask whether the goldens are sharp; nothing but new goldens can change the answer.
pytestmark = pytest.mark.slow

KERNELS = [  # golden, a kernel, its blocks
    ("time_freq_lstm_cell_windows", "W_0", 4),
    ("grid_lstm_cell", "W_f_0_0", 4),
    ("grid_lstm_cell", "W_t_0_0", 4),
    ("grid_lstm_cell_coupled", "W_t_0_0", 3),
]


def memories_of_time_and_frequency(kernel):
    """The rows of m_time and of m_freq exchanged, behind windows of two features."""
    features, time, frequency = np.split(kernel, [2, 7], axis=0)
    return np.concatenate([features, frequency, time], axis=0)


def windows_turned(state):
    """The windows of a concatenated state in reverse order."""
    return np.concatenate(np.split(state, 3, -1)[::-1], -1)


GRID, TIED, BOTH = "grid_lstm_cell_own_weights", "grid_rnn_tied", "bidirectional_grid_lstm_cell"
MUTATIONS = [
    *(
        (f"{kernel} {one}-{other}", name, blocks(kernel, count, one, other))
        for name, kernel, count in KERNELS
        for one, other in itertools.islice(itertools.combinations(range(count), 2), 3)
    ),
    ("time-freq rows", "time_freq_lstm_cell_windows",
     changed("W_0", memories_of_time_and_frequency)),
    ("time-freq rows", "grid_lstm_cell", changed("W_f_0_0", memories_of_time_and_frequency)),
    ("windows turned", "time_freq_lstm_cell_windows", changed("state/0", windows_turned)),
    ("shards", "time_freq_lstm_cell_windows_options", changed("W_1", lambda w: w[::-1])),
    ("time-freq", "grid_lstm_cell", exchanged("W_f_0_0", "W_t_0_0")),
    ("time-freq biases", GRID, exchanged("B_f_0", "B_t_0")),
    ("two blocks", GRID, exchanged("W_f_0_1", "W_f_1_1")),
    ("two blocks' states", GRID, exchanged("state/0", "state/4")),
    ("two windows' states", GRID, exchanged("state/0", "state/2")),
    ("c-m", GRID, exchanged("state/0", "state/1")),
    *(
        (f"{gate} peepholes", GRID, exchanged(f"W_{gate}_diag_{one}_0", f"W_{gate}_diag_{other}_0"))
        for gate in "FIO"
        for one, other in (("freqf", "freqt"), ("timef", "timet"), ("freqt", "timet"))
    ),
    ("directions", BOTH, exchanged("fwd/W_f_0_0", "bwd/W_f_0_0")),
    ("directions' states", BOTH, exchanged("state/0", "state/4")),
    ("backward states turned", BOTH, exchanged("state/4", "state/6")),
    ("c-m projections", "grid_2_lstm", exchanged("project_m_0", "project_c_0")),
    ("dimensions", "grid_2_lstm", exchanged("cell_0/lstm_cell/kernel", "cell_1/lstm_cell/kernel")),
    ("dimensions", "grid_2_gru", exchanged("cell_0/gru_cell/candidate/kernel",
                                           "cell_1/gru_cell/candidate/kernel")),
    ("two inputs", "grid_rnn", exchanged("project_m_0", "project_m_1")),
    ("dimensions' states", "grid_rnn_without_inputs", exchanged("state/1", "state/3")),
    ("no bias", "grid_2_basicrnn_non_recurrent", changed("biases", np.zeros_like)),
]  # fmt: skip
ARGUMENTS = [
    ("time_freq_lstm_cell_windows", {"forget_bias": 0.0}),
    (GRID, {"cell_clip": None}),
    ("grid_lstm_cell", {"forget_bias": 0.0}),
    ("bidirectional_grid_lstm_cell_options", {"backward_slice_offset": 0}),
    ("bidirectional_grid_lstm_cell_own_weights", {"backward_slice_offset": 1}),
    (TIED, {"priority_dims": None}),
    (TIED, {"output_dims": [0, 1]}),
    ("grid_2_lstm_non_recurrent", {"non_recurrent_fn": "relu"}),
    ("grid_1_lstm_options", {"forget_bias": 1.0}),
]


@pytest.mark.parametrize(("mistake", "name", "mutate"), named(MUTATIONS))
def test_a_mistake_in_a_step_is_seen_everywhere(mistake, name, mutate):
    assert_seen(name, mutate)


@pytest.mark.parametrize(("name", "replaced"), ARGUMENTS)
def test_another_argument_is_seen(name, replaced):
    assert_argument_seen(name, replaced)
