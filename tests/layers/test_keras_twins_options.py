"""What `to_keras` and `from_keras` keep beside the numbers."""

import json

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.conformance.specimens import assert_same, randomize
from tests.layers.test_keras_twins import (
    CELLS,
    source,
    there_and_back,
)
from tests.layers.twin_models import BATCH, DEPTH, TIME, floats


@pytest.mark.parametrize("name", CELLS)
def test_a_layer_that_is_not_built(name):
    layer = rnn.RNN(CELLS[name][0](), return_sequences=True, name="mine", trainable=False)
    theirs = rnn.to_keras(layer)
    assert not theirs.built
    assert not layer.built
    assert (theirs.name, theirs.trainable, theirs.return_sequences) == ("mine", False, True)
    assert "tf_contrib_rnn" not in json.dumps(theirs.get_config())
    if "Conv" not in CELLS[name][1]:
        again = rnn.to_keras(rnn.from_keras(theirs))
        assert comparable(again.get_config()) == comparable(theirs.get_config())


def comparable(config):
    return json.loads(json.dumps(config))


@pytest.mark.parametrize("make", [rnn.LSTMCell, rnn.GRUCell, rnn.CudnnCompatibleGRUCell])
def test_first_numbers_of_a_layer_that_is_not_built(make):
    layer = rnn.RNN(make(3), return_sequences=True)
    theirs = rnn.to_keras(layer)
    inputs = keras.ops.convert_to_tensor(floats(BATCH, TIME, DEPTH))
    theirs(inputs)
    layer(inputs)
    for x in (theirs.cell.kernel, theirs.cell.recurrent_kernel):
        x.assign(keras.ops.ones_like(x) / 8)
    for x in layer.weights:
        if "kernel" in x.path:
            x.assign(keras.ops.ones_like(x) / 8)
    assert_same(theirs(inputs), layer(inputs), 2e-6)


def test_a_built_cell_in_a_layer_that_is_not_built():
    layer, inputs = source("lstm")
    theirs = rnn.to_keras(rnn.RNN(layer.cell))
    assert_same(theirs(inputs), layer(inputs), 2e-6)


@pytest.mark.parametrize("make", [lambda: keras.layers.LSTM(2), lambda: keras.layers.GRU(2)])
def test_initializers_come_back(make):
    theirs = make()
    if isinstance(theirs, keras.layers.GRU):
        theirs = keras.layers.GRU(2, reset_after=False)
    ours = rnn.from_keras(theirs)
    ours = rnn.RNN.from_config(json.loads(json.dumps(ours.get_config())))
    again = rnn.to_keras(ours)
    assert comparable(again.get_config()) == comparable(theirs.get_config())
    ours(floats(1, 2, 5))
    state_rows = np.asarray(ours.cell.variables[0])[5:]
    assert_same(state_rows @ state_rows.T, np.eye(2))
    theirs(floats(1, 2, 5))
    built = rnn.from_keras(theirs)
    for variable in built.cell.variables:
        fresh = rnn.from_keras(make() if "LSTM" in theirs.name else theirs)
        assert variable.shape in [v.shape for v in fresh.cell.variables] or not fresh.built
    assert rnn.to_keras(built).get_config() == theirs.get_config()


def test_penalties_are_kept():
    options = {
        "kernel_regularizer": keras.regularizers.L2(0.1),
        "kernel_constraint": keras.constraints.NonNeg(),
        "bias_regularizer": keras.regularizers.L1(0.2),
    }
    layer = rnn.RNN(rnn.LSTMCell(3, forget_bias=0.0, **options))
    inputs = floats(BATCH, TIME, DEPTH)
    layer(inputs)
    randomize(layer.weights)
    theirs, again = there_and_back(layer)
    assert_same([sum(x.losses) for x in (theirs, again)], [sum(layer.losses)] * 2)
    assert isinstance(theirs.cell.recurrent_kernel.constraint, keras.constraints.NonNeg)
    assert isinstance(again.cell.kernel.constraint, keras.constraints.NonNeg)


def test_mixed_precision_and_frozen_weights_are_kept():
    layer = rnn.RNN(rnn.LSTMCell(3, trainable=False), dtype="mixed_bfloat16")
    inputs = floats(BATCH, TIME, DEPTH)
    layer(inputs)
    randomize(layer.weights)
    theirs, again = there_and_back(layer)
    for twin in (theirs, again):
        assert twin.dtype_policy.name == twin.cell.dtype_policy.name == "mixed_bfloat16"
        assert twin.trainable_weights == []
        assert_same(np.asarray(twin(inputs), "float32"), np.asarray(layer(inputs), "float32"), 4e-2)


def test_the_original_stays():
    layer, inputs = source("lstm", return_sequences=True)
    before, config = layer.get_weights(), layer.get_config()
    twin = rnn.to_keras(layer)
    randomize(twin.weights, seed=8)
    assert_same(layer.get_weights(), before)
    assert layer.get_config() == config
    back = rnn.from_keras(twin)
    randomize(back.weights, seed=9)
    assert_same(rnn.from_keras(twin).get_weights(), rnn.from_keras(twin).get_weights())
    assert_same(layer(inputs), source("lstm", return_sequences=True)[0](inputs))


@pytest.mark.parametrize("convert", [rnn.to_keras, rnn.from_keras])
def test_what_stays_the_same_is_copied(convert):
    words = keras.layers.StringLookup()
    words.adapt(["a", "b", "b"])
    copied = convert(words)
    assert type(copied) is keras.layers.StringLookup
    assert copied is not words
    assert copied.get_vocabulary() == words.get_vocabulary()
    dense = keras.layers.Dense(2)
    dense(floats(1, 3))
    twin = convert(dense)
    assert twin.get_config() == dense.get_config()
    assert_same(twin.get_weights(), dense.get_weights())
    assert not {id(w) for w in twin.weights} & {id(w) for w in dense.weights}
    wrapped = keras.layers.SpectralNormalization(keras.layers.Dense(2))
    wrapped(floats(1, 3))
    randomize(wrapped.weights)
    assert_same(convert(wrapped).get_weights(), wrapped.get_weights())


def test_layers_of_the_other_side_stay():
    for layer, convert in (
        (keras.layers.LSTM(2), rnn.to_keras),
        (keras.layers.RNN([keras.layers.LSTMCell(2), keras.layers.GRUCell(3)]), rnn.to_keras),
        (rnn.RNN(rnn.NASCell(2)), rnn.from_keras),
        (keras.layers.RNN(rnn.UGRNNCell(2)), rnn.from_keras),
    ):
        inputs = floats(BATCH, TIME, DEPTH)
        layer(inputs)
        twin = convert(layer)
        assert type(twin) is type(layer)
        assert_same(twin(inputs), layer(inputs))
