"""Bad input is refused in one sentence that names what was expected and what came."""

import re

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import SPECIMENS, built, plane_cell, projected

VECTORS = np.ones((2, 3), "float32")
SEQUENCES = np.ones((2, 4, 3), "float32")


def lstm():
    cell = rnn.LSTMCell(5)
    return cell, cell.zero_state(2, "float32")


def conv(**options):
    arguments = {"input_shape": [4, 3, 3], "output_channels": 2, "kernel_shape": [3, 2]}
    return rnn.ConvLSTMCell(2, **{**arguments, **options})


def after_a_step(inputs):
    cell, state = lstm()
    cell(VECTORS, state)
    return lambda: cell(inputs, state)


def run(**options):
    return rnn.dynamic_rnn(rnn.GRUCell(3), SEQUENCES, **{"dtype": "float32", **options})


@tf.function(input_signature=[tf.TensorSpec([2, None, 3])], autograph=False)
def unrolled(inputs):
    return rnn.RNN(rnn.GRUCell(3), unroll=True)(inputs)


# name: (what is done, the error's type, words it must contain)
BAD = {
    "rank of a step": (lambda: lstm()[0](SEQUENCES, lstm()[1]), "ValueError", "rnn.RNN"),
    "rank of a map": (
        lambda: plane_cell()(VECTORS, plane_cell().zero_state(2, "float32")),
        "ValueError",
        r"\(None, 4, 3, 3\), received \(2, 3\)",
    ),
    "channels of a map": (
        lambda: plane_cell()(np.ones((2, 4, 3, 5)), plane_cell().zero_state(2, "float32")),
        "ValueError",
        r"\(None, 4, 3, 3\), received \(2, 4, 3, 5\)",
    ),
    "depth of a later step": (
        after_a_step(np.ones((2, 4), "float32")),
        "ValueError",
        r"\(None, 3\), received \(2, 4\)",
    ),
    "rank of a sequence": (
        lambda: rnn.dynamic_rnn(rnn.GRUCell(3), VECTORS, dtype="float32"),
        "ValueError",
        r"\[batch, time, ...\], received shape \[\(2, 3\)\]",
    ),
    "activation": (lambda: rnn.GRUCell(3, activation="no"), "ValueError", "received 'no'"),
    "initializer": (lambda: rnn.LSTMCell(3, initializer="no"), "ValueError", "received 'no'"),
    "zero units": (lambda: rnn.GRUCell(0), "ValueError", "num_units .* received 0"),
    "negative units": (lambda: rnn.BasicRNNCell(-1), "ValueError", "num_units .* received -1"),
    "half a unit": (lambda: rnn.BasicLSTMCell(2.5), "ValueError", "num_units .* received 2.5"),
    "units in words": (lambda: rnn.LSTMCell("3x"), "ValueError", "num_units .* received '3x'"),
    "no projection": (lambda: projected(0), "ValueError", "num_proj .* received 0"),
    "kernel rank": (lambda: conv(kernel_shape=[3]), "ValueError", "kernel_shape .* conv_ndims=2"),
    "kernel size": (lambda: conv(kernel_shape=[3, 0]), "ValueError", "kernel_shape .* received 0"),
    "map rank": (lambda: conv(input_shape=[4, 3]), "ValueError", "input_shape .* conv_ndims=2"),
    "map size": (lambda: conv(input_shape=[4, 0, 1]), "ValueError", "input_shape .* received 0"),
    "no channels": (lambda: conv(output_channels=0), "ValueError", "output_channels .* received 0"),
    "four dimensions": (
        lambda: rnn.ConvLSTMCell(4, [1] * 5, 1, 1),
        "ValueError",
        "conv_ndims expects 1, 2 or 3, received 4",
    ),
    "probability": (
        lambda: rnn.DropoutWrapper(rnn.GRUCell(3), input_keep_prob=1.5),
        "ValueError",
        r"input_keep_prob .* \(0, 1\], received 1.5",
    ),
    "nothing is kept": (
        lambda: rnn.DropoutWrapper(rnn.GRUCell(3), output_keep_prob=0.0),
        "ValueError",
        r"output_keep_prob .* received 0",
    ),
    "variational without dtype": (
        lambda: rnn.DropoutWrapper(rnn.GRUCell(3), 0.5, variational_recurrent=True),
        "ValueError",
        "dtype='float32'",
    ),
    "variational without size": (
        lambda: rnn.DropoutWrapper(
            rnn.GRUCell(3), 0.5, variational_recurrent=True, dtype="float32"
        ),
        "ValueError",
        "input_size",
    ),
    "state filter": (
        lambda: rnn.DropoutWrapper(rnn.GRUCell(3), dropout_state_filter_visitor=3),
        "TypeError",
        "dropout_state_filter_visitor .* received 3",
    ),
    "tensor for a tuple": (
        lambda: lstm()[0](VECTORS, np.zeros((2, 5))),
        "ValueError",
        r"LSTMStateTuple\(c=5, h=5\), received a ndarray",
    ),
    "three states for two": (
        lambda: lstm()[0](VECTORS, [np.zeros((2, 5))] * 3),
        "ValueError",
        "received 3 elements",
    ),
    "tuple for a tensor": (
        lambda: rnn.GRUCell(3)(VECTORS, (VECTORS, VECTORS)),
        "ValueError",
        "structure 3, received 2 elements",
    ),
    "state of a layer": (
        lambda: rnn.RNN(rnn.LSTMCell(3))(SEQUENCES, initial_state=[VECTORS] * 3),
        "ValueError",
        "received 3 elements",
    ),
    "lengths of rank 2": (
        lambda: run(sequence_length=[[1], [2]]),
        "ValueError",
        r"vector of length batch \(2\), received shape \(2, 1\)",
    ),
    "too many lengths": (
        lambda: run(sequence_length=[1, 2, 3]),
        "ValueError",
        r"vector of length batch \(2\), received shape \(3,\)",
    ),
    "one length": (
        lambda: rnn.RNN(rnn.GRUCell(3))(SEQUENCES, sequence_length=3),
        "ValueError",
        r"received shape \(\)",
    ),
    "half a step": (lambda: run(sequence_length=[1.5, 2.0]), "ValueError", "whole numbers"),
    "no dtype and no state": (lambda: run(dtype=None), "ValueError", "dtype='float32'"),
    "no list of steps": (
        lambda: rnn.static_rnn(rnn.GRUCell(3), SEQUENCES, dtype="float32"),
        "TypeError",
        "dynamic_rnn",
    ),
    "no steps": (
        lambda: rnn.static_rnn(rnn.GRUCell(3), [], dtype="float32"),
        "ValueError",
        "at least one step",
    ),
    "unknown argument": (lambda: rnn.GRUCell(3, unit=3), "TypeError", "'unit'"),
    "unknown role": (lambda: rnn.GRUCell(3, gate_regularizer="l2"), "TypeError", "gate_regul"),
    "reuse": (lambda: rnn.GRUCell(3, reuse=True), "ValueError", "reuse=True .* same cell object"),
    "no cell": (lambda: rnn.DropoutWrapper("lstm"), "TypeError", "cell .* received 'lstm'"),
    "no cell to run": (
        lambda: rnn.dynamic_rnn(3, SEQUENCES, dtype="float32"),
        "TypeError",
        "received 3 without",
    ),
    "one cell for a list": (
        lambda: rnn.MultiRNNCell(rnn.GRUCell(3)),
        "TypeError",
        "list of cells",
    ),
    "no cells": (lambda: rnn.MultiRNNCell([]), "ValueError", "at least one cell"),
    "tuples in a concatenated stack": (
        lambda: rnn.MultiRNNCell([rnn.LSTMCell(3)], state_is_tuple=False),
        "ValueError",
        "state_is_tuple=False",
    ),
    "residual of another width": (
        lambda: rnn.dynamic_rnn(rnn.ResidualWrapper(rnn.GRUCell(5)), SEQUENCES, dtype="float32"),
        "ValueError",
        "residual_fn",
    ),
    "residual_fn": (
        lambda: rnn.ResidualWrapper(rnn.GRUCell(3), residual_fn=3),
        "TypeError",
        "residual_fn .* received 3",
    ),
    "batch": (
        lambda: rnn.GRUCell(3).get_initial_state(dtype="float32"),
        "ValueError",
        "inputs or batch_size",
    ),
    "half a batch": (lambda: rnn.GRUCell(3).zero_state(2.5, "float32"), "ValueError", "2.5"),
    "variables before a call": (rnn.GRUCell(3).tf1_variables, "ValueError", "built cell"),
    "unrolled without a time": (
        lambda: unrolled(SEQUENCES),
        "ValueError",
        "known time",
    ),
    "stateful without a batch": (
        lambda: rnn.RNN(rnn.GRUCell(3), stateful=True)(keras.Input((4, 3))),
        "ValueError",
        "fixed batch",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_one_sentence(name):
    assert_one_sentence(*BAD[name])


def assert_one_sentence(act, error, words):
    """What is done ends in an error of that type with these words, in one sentence."""
    with pytest.raises((TypeError, ValueError)) as raised:
        act()
    assert type(raised.value).__name__ == error
    message = message_of(raised.value)
    assert re.search(words, message), message
    assert "\n" not in message
    assert message.endswith("."), message
    assert not re.search(r"[.!?] +[A-Z]", message), f"more than one sentence: {message}"
    assert re.search("expects|does not know", message)


def message_of(error):
    """Our sentence; Keras puts a frame around errors that are raised inside `call`."""
    lines = str(error).splitlines()
    framed = lines[0].startswith("Exception encountered when calling")
    return re.sub(r"\x1b\[\d+m", "", lines[2]).strip() if framed else str(error)


@pytest.mark.parametrize("inputs", [np.ones((2, 4)), np.ones((2, 4, 3)), np.ones(3)])
def test_a_refused_call_changes_nothing(inputs):
    cell = built(SPECIMENS["multi_nested"])
    before = [np.asarray(w) for w in cell.weights]
    state = cell.zero_state(2, "float32")
    with pytest.raises(ValueError, match="expects"):
        cell(inputs.astype("float32"), state)
    assert [w.tolist() for w in before] == [np.asarray(w).tolist() for w in cell.weights]
    cell(VECTORS, state)


def test_a_refused_first_call_leaves_the_cell_open():
    cell, state = lstm()
    with pytest.raises(ValueError, match="expects"):
        cell(SEQUENCES, state)
    assert not cell.built
    assert cell.weights == []
    assert cell(VECTORS, state)[0].shape == (2, 5)
