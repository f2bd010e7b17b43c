"""The states of a stateful `rnn.RNN`: the calls of Keras 3 and those of Keras 2."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import (
    BATCH,
    FEW,
    SPECIMENS,
    TIME,
    assert_same,
    built,
    ran,
    sequences,
    top_level,
)
from tests.goldens import error, flat
from tests.sequence.test_layer import initial

few_specimens = pytest.mark.parametrize("name", FEW)


@few_specimens
def test_set_and_reset(name):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen)
    layer = rnn.RNN(cell, stateful=True, return_state=True)
    assert layer.states is None
    layer(inputs, training=False)
    state = initial(cell)
    arrays = keras.tree.map_structure(np.asarray, top_level(state))
    wanted = ran(cell, inputs, initial_state=state)[1]
    for given in (state, arrays):
        layer.reset_states(given)
        assert_same(layer.states, top_level(state))
        _, *final = layer(inputs, training=False)
        assert_same(final, top_level(wanted))
        assert_same(layer.states, final)
    layer.states = arrays
    assert_same(layer.states, arrays)
    for reset in (layer.reset_state, layer.reset_states, lambda: layer.reset_states(None)):
        layer.states = arrays
        reset()
        assert not any(np.any(part) for part in flat(layer.states))
    assert len(layer.states) == len(top_level(cell.state_size))


@few_specimens
def test_initial_states_of_a_batch_and_of_inputs(name):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen)
    layer = rnn.RNN(cell)
    wanted = top_level(cell.zero_state(BATCH, "float32"))
    for given in (BATCH, keras.ops.convert_to_tensor(BATCH), inputs, np.asarray(inputs)):
        assert_same(layer.get_initial_state(given), wanted)


def stateful():
    layer = rnn.RNN(built(SPECIMENS["lstm"]), stateful=True, name="reader")
    layer(sequences(SPECIMENS["lstm"]))
    return layer


ERRORS = {
    "another number of states": (
        lambda layer: layer.reset_states([np.zeros((BATCH, 4))]),
        r"reader expects a state of structure LSTMStateTuple\(c=\d, h=\d\), received 1 elements",
    ),
    "another batch of states": (
        lambda layer: layer.reset_states([np.zeros(np.shape(s)[1:]) for s in layer.states]),
        r"reader expects states of shape \(3, \d\), received \(\d,\)",
    ),
    "another batch of inputs": (
        lambda layer: layer(sequences(SPECIMENS["lstm"], batch=2)),
        "reader expects a batch of 3 because stateful=True, received 2",
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_errors_leave_the_states(name):
    layer = stateful()
    before = [np.asarray(part).copy() for part in layer.states]
    act, words = ERRORS[name]
    with pytest.raises(ValueError, match=words):
        act(layer)
    assert_same(layer.states, before)
    assert any(np.any(part) for part in before)


def test_states_of_a_layer_that_keeps_none():
    layer = rnn.RNN(rnn.GRUCell(2), name="reader")
    layer.reset_state()
    layer.reset_states()
    words = "reader expects a built layer with stateful=True for states .*, received stateful=False"
    with pytest.raises(ValueError, match=words):
        layer.reset_states([np.zeros((BATCH, 2))])


def test_through_fit_and_predict():
    symbolic = keras.Input(batch_shape=(BATCH, TIME, 3))
    layer = rnn.RNN(built(SPECIMENS["multi_nested"]), stateful=True)
    model = keras.Model(symbolic, layer(symbolic))
    model.compile("sgd", "mse")
    inputs = np.asarray(sequences(SPECIMENS["gru"], batch=2 * BATCH))
    first = model.predict(inputs, batch_size=BATCH, verbose=0)
    layer.reset_state()
    halves = [model(inputs[:BATCH]), model(inputs[BATCH:])]
    assert_same(first, np.concatenate(halves))
    before = [np.asarray(part).copy() for part in flat(layer.states)]
    model.fit(inputs, np.zeros((2 * BATCH, 2)), batch_size=BATCH, verbose=0, shuffle=False)
    after = flat(layer.states)
    assert all(error(one, other) > 1e-4 for one, other in zip(before, after, strict=True))


def test_kept_states_are_variables_but_no_weights(tmp_path):
    layer = stateful()
    kept = flat(layer.states)
    assert len(layer.variables) == len(layer.weights) + len(kept)
    assert {id(part) for part in kept} <= {id(v) for v in layer.non_trainable_variables}
    assert not {id(part) for part in kept} & {id(weight) for weight in layer.weights}
    symbolic = keras.Input(batch_shape=(BATCH, TIME, 3))
    model = keras.Model(symbolic, layer(symbolic))
    assert len(model.get_weights()) == len(layer.cell.weights)
    inputs = sequences(SPECIMENS["lstm"])
    layer.reset_state()
    wanted = [model(inputs), model(inputs)]
    layer.reset_state()
    model.export(str(tmp_path), format="tf_saved_model", verbose=False)
    layer.reset_state()
    loaded = tf.saved_model.load(str(tmp_path))
    assert_same([loaded.serve(inputs), loaded.serve(inputs)], wanted)
