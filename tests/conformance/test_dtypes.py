"""dtypes: given, open, from policies; every part of a result has the dtype that was asked for."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import FEW, SPECIMENS, assert_same, built, ran, sequences
from tests.goldens import LIMITS, flat

# Variational dropout must be given its dtype.
every_specimen = pytest.mark.parametrize("name", [n for n in SPECIMENS if n != "variational"])
few_specimens = pytest.mark.parametrize("name", [n for n in FEW if n != "variational"])
LAYERS = pytest.mark.parametrize("layer_class", [keras.layers.RNN, rnn.RNN])


@pytest.fixture
def policy(request):
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(request.param)
    yield request.param
    keras.config.set_dtype_policy(before)


def in_float64(cell, specimen):
    """A float64 cell with the weights of another one."""
    twin = specimen.make()
    twin.fix_dtype("float64")
    twin.build_for_shape(specimen.shape(None))
    weights = zip(twin.tf1_variables().values(), cell.tf1_variables().values(), strict=True)
    for ours, others in weights:
        ours.assign(keras.ops.cast(others, ours.dtype))
    return twin


@every_specimen
def test_an_open_dtype_is_that_of_the_inputs(name):
    specimen = SPECIMENS[name]
    cell = specimen.make()
    # Whole numbers tell none: there it is that of the initial state.
    outputs, state = ran(cell, sequences(specimen, dtype="float64"), dtype="float64")
    assert {t.dtype for t in flat((outputs, state))} == {tf.float64}
    assert {v.dtype for v in cell.tf1_variables().values()} == {"float64"}


@few_specimens
def test_an_open_dtype_in_our_layer(name):
    specimen = SPECIMENS[name]
    layer = rnn.RNN(specimen.make(), return_state=True)
    result = layer(sequences(specimen, dtype="float64"), training=False)
    assert {t.dtype for t in flat(result)} == {tf.float64}


@LAYERS
@few_specimens
def test_a_given_float64(name, layer_class):
    specimen = SPECIMENS[name]
    cell = in_float64(built(specimen), specimen)
    layer = layer_class(cell, dtype="float64", return_state=True, return_sequences=True)
    inputs = sequences(specimen, dtype="float64")
    result = layer(inputs, training=False)
    outputs, state = ran(cell, inputs)
    assert {t.dtype for t in flat(result)} == {tf.float64}
    assert_same(flat(result), flat((outputs, state)), limit=1e-14)
    # And the numbers are more exact than those of float32.
    exact = np.asarray(outputs)
    assert not np.array_equal(exact, exact.astype("float32"))


@LAYERS
@pytest.mark.parametrize("policy", ["mixed_bfloat16", "mixed_float16"], indirect=True)
@few_specimens
def test_mixed_policies(name, policy, layer_class):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen)
    result = layer_class(cell, return_sequences=True)(inputs, training=False)
    short = policy.removeprefix("mixed_")
    assert result.dtype == short
    assert {v.dtype for v in cell.tf1_variables().values()} == {"float32"}
    exact = ran(in_float64(cell, specimen), keras.ops.cast(inputs, "float64"))[0]
    assert_same(keras.ops.cast(result, "float64"), exact, limit=LIMITS[short])


@LAYERS
@pytest.mark.parametrize("policy", ["float64"], indirect=True)
@few_specimens
def test_global_float64(name, policy, layer_class):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen, dtype="float64")
    result = layer_class(cell, return_sequences=True)(inputs, training=False)
    assert result.dtype == tf.float64
    assert_same(result, ran(cell, inputs)[0], limit=1e-14)


@pytest.mark.parametrize("policy", ["mixed_bfloat16"], indirect=True)
def test_training_in_a_mixed_policy(policy):
    model = keras.Sequential([rnn.RNN(rnn.LSTMCell(4)), keras.layers.Dense(1, dtype="float32")])
    model.compile("sgd", "mse")
    inputs = np.random.default_rng(0).normal(size=(8, 5, 3)).astype("float32")
    losses = model.fit(inputs, inputs.sum((1, 2)), epochs=5, verbose=0).history["loss"]
    assert losses[-1] < losses[0]


def test_integers_do_not_fix_a_dtype():
    cell = rnn.GRUCell(2)
    cell.adopt_dtype(keras.ops.convert_to_tensor([1, 2]))
    assert cell.dtype_is_open


def test_a_state_of_another_dtype_is_cast():
    cell = rnn.GRUCell(2, dtype="float32")
    inputs = sequences(SPECIMENS["gru"])
    state = keras.ops.ones((3, 2), "float64")
    outputs, final = rnn.dynamic_rnn(cell, inputs, initial_state=state)
    assert outputs.dtype == final.dtype == tf.float32
    wanted = rnn.dynamic_rnn(cell, inputs, initial_state=keras.ops.cast(state, "float32"))
    assert_same((outputs, final), wanted)
