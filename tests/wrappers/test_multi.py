"""A stack of one cell whose states are concatenated."""

import numpy as np

import tf_contrib_rnn as rnn
from tests.goldens import error


def test_one_cell_in_a_stack_of_concatenated_states():
    inputs = np.random.default_rng(0).normal(size=(2, 4, 3)).astype("float32")
    cell = rnn.LSTMCell(5, state_is_tuple=False)
    stack = rnn.MultiRNNCell([cell], state_is_tuple=False)
    outputs, state = rnn.dynamic_rnn(stack, inputs, dtype="float32")
    wanted = rnn.dynamic_rnn(cell, inputs, dtype="float32")
    assert error(outputs, wanted[0]) == error(state, wanted[1]) == 0
