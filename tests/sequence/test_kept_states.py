"""Zero states and kept states of a layer over time, in the forms of Keras 2 and 3."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.conformance.specimens import (
    BATCH,
    SPECIMENS,
    assert_same,
    built,
    ran,
    sequences,
    top_level,
)
from tests.goldens import flat
from tf_contrib_rnn.sequence._kept_states import KeptStates

NAMES = ("gru", "lstm", "conv_2d", "multi_nested")
every_name = pytest.mark.parametrize("name", NAMES)


class Kept(KeptStates, rnn.RNN):
    """Our layer with these states."""


def stateful(name):
    """A layer that has been called once."""
    layer = Kept(built(SPECIMENS[name]), stateful=True)
    layer(sequences(SPECIMENS[name]), training=False)
    return layer


def arrays(layer):
    """Other states than the layer keeps, flat."""
    numbers = np.random.default_rng(8)
    return [numbers.normal(size=state.shape) for state in layer.states]


@every_name
def test_states_are_set_and_reset(name):
    layer, inputs = stateful(name), sequences(SPECIMENS[name])
    values = arrays(layer)
    state = keras.tree.pack_sequence_as(
        layer.cell.state_size, [keras.ops.cast(value, "float32") for value in values]
    )
    wanted = ran(layer.cell, inputs, initial_state=state)[0][:, -1]
    for given in (values, state, tuple(values), values[0] if len(values) == 1 else values):
        layer.reset_states(given)
        assert_same(layer.states, values)
        assert_same(layer(inputs, training=False), wanted)
    layer.reset_state(states=values)
    assert_same(layer.states, values)
    layer.reset_states()
    assert_same(layer(inputs, training=False), ran(layer.cell, inputs)[0][:, -1])
    layer.reset_state()
    assert not any(np.any(kept) for kept in layer.states)


@every_name
def test_states_that_do_not_fit_change_nothing(name):
    layer = stateful(name)
    values = arrays(layer)
    layer.reset_states(values)
    for wrong in (values[1:], [*values[:-1], values[-1][:1]], [*values, values[0]]):
        with pytest.raises(ValueError, match="expects states of shapes .*: pass one array for ea"):
            layer.reset_states([part * 2 for part in wrong])
        assert_same(layer.states, values)


def test_a_layer_that_keeps_none():
    layer = Kept(rnn.GRUCell(2))
    layer.reset_state()
    layer.reset_states()
    for stateful_ in (False, True):
        layer = Kept(rnn.GRUCell(2), stateful=stateful_)
        with pytest.raises(ValueError, match="expects to keep a state that can be set, received"):
            layer.reset_states([np.ones((3, 2))])


def test_another_batch():
    layer, inputs = stateful("gru"), sequences(SPECIMENS["gru"])
    with pytest.raises(ValueError, match=f"expects the batch of the state it keeps, {BATCH}, rec"):
        layer(inputs[:1])


@every_name
def test_zero_states(name):
    layer, inputs = Kept(built(SPECIMENS[name])), sequences(SPECIMENS[name])
    wanted = top_level(layer.cell.zero_state(BATCH, "float32"))
    for state in (
        layer.get_initial_state(BATCH),
        layer.get_initial_state(batch_size=BATCH),
        layer.get_initial_state(keras.ops.convert_to_tensor(BATCH)),
        layer.get_initial_state(inputs),
        layer.get_initial_state(inputs=inputs),
    ):
        assert isinstance(state, list)
        assert len(state) == len(wanted)
        assert_same(state, wanted)
        assert [part.shape for part in flat(state)] == [part.shape for part in flat(wanted)]
    with pytest.raises(ValueError, match="expects a batch_size or inputs, received neither: pass"):
        layer.get_initial_state()
