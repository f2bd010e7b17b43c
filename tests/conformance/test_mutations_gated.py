"""Easy mistakes in the cells of few gates, of groups and of units that see their own past."""

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
    rows,
)

# They ask whether the goldens are sharp; nothing but new goldens can change the answer.
pytestmark = pytest.mark.slow

KERNELS = [  # golden, a kernel, its blocks
    ("ugrnn_cell", "kernel", 2),
    ("intersection_rnn_cell", "kernel", 4),
    ("sru_cell", "kernel", 4),
    ("cfn_cell", "cfn_cell/kernel", 3),
    ("cfn_cell", "recurrent_kernel", 2),
    ("nas_cell_options", "nas_cell/kernel", 8),
    ("glstm_cell_options", "group0/kernel", 4),
    ("indy_gru_cell", "gates/kernel_w", 2),
    ("indy_gru_cell", "gates/kernel_u", 2),
    ("indy_lstm_cell", "kernel_w", 4),
    ("indy_lstm_cell", "kernel_u", 4),
]
MUTATIONS = [
    *(
        (f"{kernel} {one}-{other}", name, blocks(kernel, count, one, other))
        for name, kernel, count in KERNELS
        for one, other in itertools.islice(itertools.combinations(range(count), 2), 7)
    ),
    ("state first", "ugrnn_cell", rows("kernel", 3)),
    ("state first", "intersection_rnn_cell", rows("kernel", 3)),
    ("state first", "minimal_rnn_cell", rows("kernel", 3)),
    ("forget and reset gate", "sru_cell", blocks("bias", 2, 0, 1)),
    ("groups", "glstm_cell_options", exchanged("group0/kernel", "group1/kernel")),
    ("forget and input bias", "glstm_cell", exchanged("bias_f", "bias_i")),
    ("c-h", "nas_cell", exchanged("state/0", "state/1")),
    ("c-h", "indy_lstm_cell", exchanged("state/0", "state/1")),
    ("no past", "ind_rnn_cell", changed("kernel_u", np.zeros_like)),
    ("no past", "indy_gru_cell", changed("candidate/kernel_u", np.zeros_like)),
]
ARGUMENTS = [
    ("ugrnn_cell", {"forget_bias": 0.0}),
    ("intersection_rnn_cell", {"forget_bias": 0.0}),
    ("glstm_cell_options", {"forget_bias": 1.0}),
    ("indy_lstm_cell", {"forget_bias": 0.0}),
    ("minimal_rnn_cell_initial", {"activation": "tanh"}),
]


@pytest.mark.parametrize(("mistake", "name", "mutate"), named(MUTATIONS))
def test_a_mistake_in_a_step_is_seen_everywhere(mistake, name, mutate):
    assert_seen(name, mutate)


@pytest.mark.parametrize(("name", "replaced"), ARGUMENTS)
def test_another_argument_is_seen(name, replaced):
    assert_argument_seen(name, replaced)
