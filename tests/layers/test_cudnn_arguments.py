"""What the layers of cuDNN tell of themselves, and what they refuse."""

import re

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import assert_same, randomize
from tests.layer_tests import BATCH, inputs

BOTH = {"direction": "bidirectional"}
# What TF 1.15.5 says of two layers of 5 units in both directions on 3 inputs.
GATES = {"CudnnLSTM": 4, "CudnnGRU": 3, "CudnnRNNTanh": 1, "CudnnRNNRelu": 1}
MODES = {"CudnnLSTM": "lstm", "CudnnGRU": "gru", "CudnnRNNTanh": "rnn_tanh",
         "CudnnRNNRelu": "rnn_relu"}  # fmt: skip
LAYERS = (rnn.CudnnLSTM, rnn.CudnnGRU, rnn.CudnnRNNTanh, rnn.CudnnRNNRelu)


@pytest.mark.parametrize("layer_class", LAYERS)
def test_properties(layer_class):
    layer, gates = layer_class(2, 5, **BOTH), GATES[layer_class.__name__]
    for name, error in (("input_size", ValueError), ("canonical_weight_shapes", RuntimeError)):
        with pytest.raises(error, match=f"{name} expects a built layer, received cudnn_"):
            getattr(layer, name)
    layer(keras.ops.zeros((4, 2, 3)))
    first, second = ([(5, depth)] * gates + [(5, 5)] * gates for depth in (3, 10))
    assert layer.canonical_weight_shapes == first * 2 + second * 2
    assert layer.canonical_bias_shapes == [[5]] * 8 * gates
    states = 2 if layer_class is rnn.CudnnLSTM else 1
    assert layer.state_shape(7) == ([4, 7, 5],) * states
    assert [part.shape for part in layer.zero_state(7)] == [(4, 7, 5)] * states
    assert (layer.num_layers, layer.num_units, layer.num_dirs, layer.input_size) == (2, 5, 2, 3)
    assert (layer.direction, layer.input_mode) == ("bidirectional", "linear_input")
    assert (layer.rnn_mode, layer.saveable) == (MODES[layer_class.__name__], None)


def test_the_state_of_an_lstm_is_h_and_c():
    layer = rnn.CudnnLSTM(1, 4)
    outputs, (h, c) = layer(inputs())
    assert_same(h[0], outputs[-1])
    assert not np.allclose(c, h)


def test_auto_select_is_linear_for_another_depth():
    layer = rnn.CudnnGRU(1, 4, input_mode="auto_select")
    layer(inputs())
    other = rnn.CudnnGRU(1, 4)
    other(inputs())
    for one in (layer, other):
        randomize(one.tf1_variables().values())
    assert_same(layer(inputs())[0], other(inputs())[0])


def test_dtypes():
    assert rnn.CudnnGRU(1, 4)(inputs(dtype="float64"))[0].dtype == tf.float32
    outputs, (state,) = rnn.CudnnGRU(1, 4, dtype="float64")(inputs(dtype="float64"))
    assert outputs.dtype == state.dtype == tf.float64
    layer = rnn.CudnnLSTM(2, 4, dtype="mixed_bfloat16", **BOTH)
    outputs, states = layer(inputs())
    assert {outputs.dtype, *(state.dtype for state in states)} == {tf.bfloat16}
    assert {v.dtype for v in layer.tf1_variables().values()} == {"float32"}


BAD = {
    "direction": (lambda: rnn.CudnnLSTM(1, 5, direction="x"), "one of uni.*, received 'x'"),
    "input_mode": (lambda: rnn.CudnnLSTM(1, 5, input_mode="x"), "one of linear.*received 'x'"),
    "skip": (lambda: rnn.CudnnLSTM(1, 5, "skip_input"), "input kernel, received 'skip_input'"),
    "auto": (lambda: rnn.CudnnLSTM(1, 3, "auto_select")(inputs()), "received 'auto_select'"),
    "dtype": (lambda: rnn.CudnnLSTM(1, 5, dtype="int32"), "floating dtype .* received 'int32'"),
    "dropout": (lambda: rnn.CudnnLSTM(1, 5, dropout=1.0), r"in \[0, 1\), received 1.0"),
    "layers": (lambda: rnn.CudnnLSTM(0, 5), "num_layers expects .* received 0"),
    "units": (lambda: rnn.CudnnLSTM(1, 2.5), "num_units expects .* received 2.5"),
    "rank": (lambda: rnn.CudnnLSTM(1, 5).build((4, 3)), r"known depth, received shape \(4, 3\)"),
    "depth": (lambda: rnn.CudnnLSTM(1, 5).build((4, 3, None)), r"received shape \(4, 3, None\)"),
    "variables": (lambda: rnn.CudnnLSTM(1, 5).tf1_variables(), "a built cell, received cudnn_lstm"),
}
IN_A_CALL = {
    "one state": (lambda: rnn.CudnnLSTM(1, 5)(inputs(), inputs()), "structure .* received a"),
    "states": (
        lambda: rnn.CudnnGRU(2, 5)(inputs(), (keras.ops.zeros((1, BATCH, 5)),)),
        r"states \[2, batch, 5\] when time comes first, received shape \(1, 4, 5\)",
    ),
    "lengths": (
        lambda: rnn.CudnnGRU(2, 5)(inputs(), sequence_lengths=np.array([1, 2])),
        "vector of length batch",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_one_sentence(name):
    act, words = BAD[name]
    with pytest.raises(ValueError, match=words) as raised:
        act()
    message = str(raised.value)
    assert "expects" in message and message.endswith(".")
    assert not re.search(r"[.!?] +[A-Z]", message), message


@pytest.mark.parametrize("name", IN_A_CALL)
def test_refused_in_a_call(name):
    act, words = IN_A_CALL[name]
    with pytest.raises(ValueError, match=words):
        act()
