"""`to_keras` and `from_keras` of stacks and of both directions."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.conformance.specimens import assert_same, randomize
from tests.gate import gated
from tests.layers.test_keras_twins import MASK, there_and_back
from tests.layers.twin_models import BATCH, DEPTH, TIME, floats


def four():
    return [
        rnn.GRUCell(3),
        rnn.LSTMBlockCell(2),
        rnn.CudnnCompatibleGRUCell(2),
        rnn.BasicRNNCell(3),
    ]


STATES = {"return_sequences": True, "return_state": True}
STACKS = {
    "ours": lambda: rnn.RNN(four(), **STATES),
    "stock": lambda: keras.layers.RNN(rnn.MultiRNNCell(four()), **STATES),
    "of_lstm": lambda: rnn.RNN([rnn.LSTMCell(3), rnn.BasicLSTMCell(2)], **STATES),
    "of_one": lambda: rnn.RNN([rnn.LSTMCell(3)], **STATES),
    "of_one_gru": lambda: rnn.RNN([rnn.GRUCell(3)], **STATES),
    "mixed": lambda: keras.layers.RNN([keras.layers.LSTMCell(3), rnn.LSTMCell(2)], **STATES),
    "ours_of_keras_cell": lambda: rnn.RNN(keras.layers.LSTMCell(3), **STATES),
}


@pytest.mark.parametrize("name", gated(STACKS, ("ours", "of_one")))
def test_stacks(name):
    """The order of the states is that of a model, where they stay in their places."""
    inputs = keras.ops.convert_to_tensor(floats(BATCH, TIME, DEPTH))
    symbolic = keras.Input((TIME, DEPTH))
    layer = STACKS[name]()
    y, *states = layer(keras.layers.Masking()(symbolic))
    model = keras.Model(symbolic, [y, *states, *layer(symbolic, initial_state=states)])
    randomize(model.weights)
    theirs, again = there_and_back(model)
    over_time = theirs.get_layer(layer.name)
    plain = {"of_one": keras.layers.LSTM, "of_one_gru": keras.layers.GRU}
    assert type(over_time) is plain.get(name, keras.layers.RNN)
    assert type(again.get_layer(layer.name)) is rnn.RNN
    inputs = np.where(MASK[..., None], inputs, 0)
    assert_same([theirs(inputs), again(inputs)], [model(inputs)] * 2, 2e-6)


def test_keras_alone_cannot_mask_a_stack_of_one_cell():
    layer = keras.layers.RNN([keras.layers.LSTMCell(3)])
    with pytest.raises(ValueError, match="structure"):
        layer(floats(BATCH, TIME, DEPTH), mask=keras.ops.convert_to_tensor(MASK))


@pytest.mark.parametrize("make", [keras.layers.LSTMCell, keras.layers.GRUCell])
def test_keras_alone_cannot_reset_a_stack(make):
    layer = keras.layers.RNN([make(2), make(2)], stateful=True)
    layer(floats(BATCH, TIME, DEPTH))
    with pytest.raises(AttributeError, match="'ListWrapper' object has no attribute 'assign'"):
        layer.reset_state()


MODES = ["concat", "sum", "mul", "ave", None]


@pytest.mark.parametrize("mode", gated(MODES, ("concat", None)))
def test_bidirectional(mode):
    inputs = keras.ops.convert_to_tensor(floats(BATCH, TIME, DEPTH))
    layer = rnn.RNN(rnn.LSTMCell(3), return_sequences=True, return_state=True)
    both = keras.layers.Bidirectional(layer, merge_mode=mode)
    both(inputs)
    randomize(both.weights)
    theirs, again = there_and_back(both)
    assert type(theirs.backward_layer) is keras.layers.LSTM
    for mask in (None, keras.ops.convert_to_tensor(MASK)):
        wanted = both(inputs, mask=mask)
        lead = len(wanted) - 4
        assert_same(again(inputs, mask=mask), wanted, 2e-6)
        found = theirs(inputs, mask=mask)
        assert_same(found[:lead], wanted[:lead], 2e-6)
        assert_same([found[lead + i] for i in (1, 0, 3, 2)], wanted[lead:], 2e-6)
