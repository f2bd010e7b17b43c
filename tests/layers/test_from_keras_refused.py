"""What `from_keras` refuses, each with its one sentence."""

import keras
import pytest

import tf_contrib_rnn as rnn
from tests.layers.twin_models import BATCH, DEPTH, TIME, floats, refuse

LSTM, GRU = keras.layers.LSTM, keras.layers.GRU
FROM_KERAS = {
    "no bias": (
        lambda: LSTM(2, use_bias=False),
        r"lstm\w* \(LSTM\) with use_bias=True, received use_bias=False: make the layer with it",
    ),
    "dropout": (
        lambda: GRU(2, dropout=0.5),
        "dropout=0.0, received dropout=0.5: make the layer with 0.0, which outside training",
    ),
    "recurrent dropout": (
        lambda: keras.layers.SimpleRNN(2, recurrent_dropout=0.5),
        "recurrent_dropout=0.0, received recurrent_dropout=0.5",
    ),
    "recurrent activation": (
        lambda: LSTM(2, recurrent_activation="hard_sigmoid"),
        "recurrent_activation='sigmoid', received recurrent_activation='hard_sigmoid'",
    ),
    "two regularizers": (
        lambda: LSTM(2, kernel_regularizer="l2"),
        "a recurrent_regularizer equal to kernel_regularizer, received None: make the two equal",
    ),
    "two constraints": (
        lambda: LSTM(2, recurrent_constraint="non_neg"),
        "a recurrent_constraint equal to kernel_constraint, received .*NonNeg",
    ),
    "regularizer of two biases": (
        lambda: GRU(2, recurrent_initializer="glorot_uniform", bias_regularizer="l2"),
        "bias_regularizer=None, received L2",
    ),
    "activity regularizer": (
        lambda: LSTM(2, activity_regularizer="l2"),
        "activity_regularizer=None, received .*: our RNN does not keep it in a file",
    ),
    "two initializers of an unbuilt GRU": (
        lambda: GRU(2),
        "equal kernel_initializer and recurrent_initializer before it is built, received two: "
        "build the layer first",
    ),
    "random bias beside ones": (
        lambda: LSTM(2, bias_initializer="random_normal"),
        "a bias_initializer that one initializer of ours can do, received RandomNormal: build",
    ),
    "a cell of a stack": (
        lambda: keras.layers.RNN([keras.layers.LSTMCell(2), keras.layers.GRUCell(2, dropout=0.1)]),
        r"\(GRUCell\) with dropout=0.0",
    ),
}


@pytest.mark.parametrize("name", FROM_KERAS)
def test_from_keras(name):
    refuse(rnn.from_keras, *FROM_KERAS[name])


def build(layer):
    layer(floats(BATCH, TIME, DEPTH))
    return layer


def test_a_built_layer_keeps_its_numbers_where_an_initializer_has_no_equal():
    for make in (lambda: GRU(2), lambda: LSTM(2, bias_initializer="random_normal")):
        layer = build(make())
        assert rnn.from_keras(layer).built
    layer = build(rnn.RNN(rnn.LSTMCell(2, bias_initializer="random_normal")))
    assert rnn.to_keras(layer).bias_initializer.__class__ is keras.initializers.Zeros
