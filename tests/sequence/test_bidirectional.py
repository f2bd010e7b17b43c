"""`keras.layers.Bidirectional` around `rnn.RNN`: every merge mode, masks, states, both ends."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.conformance.specimens import (
    BATCH,
    FEW,
    SPECIMENS,
    assert_same,
    ran,
    randomize,
    sequences,
    top_level,
)
from tests.gate import gated
from tests.goldens import error
from tests.sequence.test_layer import initial

MASK = np.array([[1, 1, 0, 1], [0, 0, 0, 0], [0, 1, 1, 0]], bool)
MERGED = {
    "concat": lambda ahead, back: np.concatenate([ahead, back], axis=-1),
    "sum": np.add,
    "mul": np.multiply,
    "ave": lambda ahead, back: (ahead + back) / 2,
    None: lambda ahead, back: (ahead, back),
}
merge_modes = pytest.mark.parametrize("merge_mode", gated(MERGED, ["concat", None]))
few_specimens = pytest.mark.parametrize("name", gated(FEW, ["conv_2d", "multi_nested"]))


def both_ways(specimen, merge_mode, **options):
    layer = rnn.RNN(specimen.make(), **options)
    both = keras.layers.Bidirectional(layer, merge_mode=merge_mode)
    both(sequences(specimen), training=False)
    randomize(both.weights, seed=3)
    return both


def directions(both, inputs, **given):
    """What both layers give alone: `(output, *states)` of each, the outputs side by side."""
    (ahead, *states), (back, *others) = (
        layer(inputs, training=False, **given)
        for layer in (both.forward_layer, both.backward_layer)
    )
    turned = keras.ops.flip(back, axis=1) if both.return_sequences else back
    return (np.asarray(ahead), np.asarray(turned)), [*states, *others]


@merge_modes
@few_specimens
@pytest.mark.parametrize("return_sequences", gated([True, False], [True]))
def test_merged(name, merge_mode, return_sequences):
    specimen = SPECIMENS[name]
    options = {"return_sequences": return_sequences, "return_state": True}
    both, inputs = both_ways(specimen, merge_mode, **options), sequences(specimen)
    mask = keras.ops.convert_to_tensor(MASK)
    symbolic = specimen.symbolic()
    model = keras.Model(symbolic, both(symbolic))
    for given in ({}, {"mask": mask}):
        outputs, states = directions(both, inputs, **given)
        wanted = [MERGED[merge_mode](*outputs), *states]
        assert_same(both(inputs, training=False, **given), wanted)
        if not given:
            assert_same(model(inputs, training=False), wanted)
            assert_same(model.predict(inputs, verbose=0), wanted)


@pytest.mark.parametrize("name", ["lstm", "conv_2d", "multi_nested"])
def test_against_the_cells_themselves(name):
    specimen = SPECIMENS[name]
    both, inputs = both_ways(specimen, "sum", return_sequences=True), sequences(specimen)
    ahead, _ = ran(both.forward_layer.cell, inputs)
    back, _ = ran(both.backward_layer.cell, keras.ops.flip(inputs, axis=1))
    assert_same(both(inputs, training=False), ahead + keras.ops.flip(back, axis=1))


@pytest.mark.parametrize("name", ["lstm", "conv_2d", "multi_nested"])
def test_initial_states(name):
    specimen = SPECIMENS[name]
    both = both_ways(specimen, "sum", return_sequences=True)
    inputs, state = sequences(specimen), initial(specimen.make())
    states = [*top_level(state), *top_level(state)]
    outputs, _ = zip(
        ran(both.forward_layer.cell, inputs, initial_state=state),
        ran(both.backward_layer.cell, keras.ops.flip(inputs, axis=1), initial_state=state),
        strict=True,
    )
    ahead, back = outputs[0], keras.ops.flip(outputs[1], axis=1)
    assert_same(both(inputs, initial_state=states, training=False), ahead + back)


def test_stateful():
    specimen = SPECIMENS["multi_nested"]
    both = both_ways(specimen, "concat", stateful=True)  # with states: see test_upstream
    both.reset_state()
    inputs = sequences(specimen)
    first = both(inputs, training=False)
    second = both(inputs, initial_state=list(both.states), training=False)
    both.reset_state()
    assert_same(both(inputs, training=False), first)
    assert_same(both(inputs, training=False), second)
    assert error(first, second) > 1e-3


def test_mask_of_an_embedding():
    words = np.array([[3, 1, 0, 0], [0, 2, 4, 0], [4, 3, 2, 1]])
    symbolic = keras.Input((None,), dtype="int32")
    embedded = keras.layers.Embedding(5, 3, mask_zero=True)(symbolic)
    both = keras.layers.Bidirectional(rnn.RNN(rnn.GRUCell(2), return_sequences=True))
    model = keras.Model(symbolic, rnn.RNN(rnn.LSTMCell(2))(both(embedded)))
    randomize(model.weights)
    padded = np.concatenate([words, np.zeros((BATCH, 2), int)], axis=1)
    assert_same(model(padded), model(words))
