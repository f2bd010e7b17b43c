"""Bad sizes, activations and inputs of the cells of few gates, of groups and of single units."""

import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.conformance.test_errors import assert_one_sentence

VECTORS = np.ones((2, 3), "float32")


def called(cell, inputs=VECTORS):
    """A function that takes one step."""
    return lambda: cell(inputs, cell.zero_state(len(inputs), "float32"))


# name: (what is done, the error's type, words it must contain)
BAD = {
    "depth without projection": (
        called(rnn.IntersectionRNNCell(5)),
        "ValueError",
        r"depth num_units \(5\), received 3: set num_in_proj=5",
    ),
    "a projection of zero": (
        called(rnn.IntersectionRNNCell(5, num_in_proj=0)),
        "ValueError",
        "set num_in_proj=5",
    ),
    "units in groups": (
        lambda: rnn.GLSTMCell(5, number_of_groups=2),
        "ValueError",
        r"num_units .* multiple of number_of_groups \(2\), received 5",
    ),
    "outputs in groups": (
        lambda: rnn.GLSTMCell(6, num_proj=3, number_of_groups=2),
        "ValueError",
        r"num_proj .* multiple of number_of_groups \(2\), received 3",
    ),
    "inputs in groups": (
        called(rnn.GLSTMCell(6, number_of_groups=2)),
        "ValueError",
        r"inputs' depth .* multiple of number_of_groups \(2\), received 3",
    ),
    "no groups": (lambda: rnn.GLSTMCell(6, number_of_groups=0), "ValueError", "number_of_groups"),
    "activation": (lambda: rnn.UGRNNCell(3, activation="tann"), "ValueError", "'tann'"),
    "initializer": (
        lambda: rnn.MinimalRNNCell(3, kernel_initializer="glorrot"),
        "ValueError",
        "'glorrot'",
    ),
    "role": (lambda: rnn.SRUCell(3, recurrent_regularizer="l2"), "TypeError", "recurrent_regul"),
}
SIZES = {
    "UGRNNCell": rnn.UGRNNCell,
    "IntersectionRNNCell": rnn.IntersectionRNNCell,
    "SRUCell": rnn.SRUCell,
    "MinimalRNNCell": rnn.MinimalRNNCell,
    "CFNCell": rnn.CFNCell,
    "NASCell": rnn.NASCell,
    "NASCell projection": lambda size: rnn.NASCell(3, num_proj=size),
    "GLSTMCell": rnn.GLSTMCell,
    "GLSTMCell projection": lambda size: rnn.GLSTMCell(3, num_proj=size),
    "IndRNNCell": rnn.IndRNNCell,
    "IndyGRUCell": rnn.IndyGRUCell,
    "IndyLSTMCell": rnn.IndyLSTMCell,
}


@pytest.mark.parametrize("name", BAD)
def test_one_sentence(name):
    assert_one_sentence(*BAD[name])


@pytest.mark.parametrize("name", SIZES)
def test_a_size_is_a_positive_whole_number(name):
    for size in (0, 2.5):
        words = f"expects a positive whole number, received {size}"
        assert_one_sentence(lambda size=size: SIZES[name](size), "ValueError", words)


@pytest.mark.parametrize("name", [name for name in SIZES if "projection" not in name])
def test_one_step_is_no_sequence(name):
    cell = SIZES[name](3)
    assert_one_sentence(called(cell, np.ones((2, 4, 3), "float32")), "ValueError", "rnn.RNN")
