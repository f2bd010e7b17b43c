"""Every cell in every kind of Keras layer and model gives the numbers of `dynamic_rnn`."""

import inspect

import keras
import pytest

import tf_contrib_rnn as rnn
from tests.conformance.specimens import (
    BATCH,
    FEW,
    SPECIMENS,
    TIME,
    OneTensor,
    assert_same,
    at,
    built,
    each,
    ran,
    randomize,
    sequences,
    top_level,
)
from tests.gate import gated
from tests.goldens import error, flat

LAYERS = {"stock": keras.layers.RNN, "ours": rnn.RNN}
FORMS = [(False, False), (True, False), (False, True), (True, True)]

mostly_slow = pytest.mark.parametrize("name", gated(SPECIMENS, FEW))
every_layer = pytest.mark.parametrize("kind", LAYERS)


def expected(cell, inputs, return_sequences, return_state):
    """What a layer shall return, as a list: the output, then each top-level entry of the state."""
    outputs, state = ran(cell, inputs)
    output = outputs if return_sequences else at(-1, outputs)
    return [output, *top_level(state)] if return_state else [output]


def test_every_public_cell_has_a_specimen():
    public = [getattr(rnn, name) for name in rnn.__all__]
    cells = {c for c in public if inspect.isclass(c) and issubclass(c, rnn.RNNCell)}
    made = {type(part) for s in SPECIMENS.values() for part in parts(s.make())}
    assert cells - {rnn.RNNCell, rnn.LayerRNNCell} == made


def parts(cell):
    return [cell, *(part for inner in cell.inner_cells() for part in parts(inner))]


@every_layer
@mostly_slow
def test_eager(name, kind):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen)
    for return_sequences, return_state in FORMS if name in FEW else FORMS[3:]:
        layer = LAYERS[kind](cell, return_sequences=return_sequences, return_state=return_state)
        result = layer(inputs, training=False)
        wanted = expected(cell, inputs, return_sequences, return_state)
        if return_state:
            assert len(result) == len(wanted)
        assert_same(result, wanted)


@every_layer
@mostly_slow
def test_functional(name, kind):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen)
    symbolic = specimen.symbolic()
    for return_sequences, return_state in FORMS[1:3] if name in FEW else FORMS[2:3]:
        layer = LAYERS[kind](cell, return_sequences=return_sequences, return_state=return_state)
        model = keras.Model(symbolic, layer(symbolic))
        result = model(inputs, training=False)
        assert_same(result, expected(cell, inputs, return_sequences, return_state))
        for tensor, value in zip(flat(model.output), flat(result), strict=True):
            known = [TIME if d is None and i else d for i, d in enumerate(tensor.shape)]
            assert (BATCH, *known[1:]) == tuple(value.shape)


@every_layer
@mostly_slow
def test_sequential(name, kind):
    specimen = SPECIMENS[name]
    layer = LAYERS[kind](specimen.make(), return_sequences=True)
    head = [OneTensor(), keras.layers.Flatten(), keras.layers.Dense(1)]
    model = keras.Sequential([layer, *head])
    inputs = sequences(specimen)
    before = model(inputs, training=False)
    randomize(layer.cell.tf1_variables().values())
    after = model(inputs, training=False)
    assert error(flat(before)[0], flat(after)[0]) > 1e-3
    assert_same(after, keras.Sequential(model.layers[1:])(ran(layer.cell, inputs)[0]))


@every_layer
@mostly_slow
def test_bidirectional(name, kind):
    specimen = SPECIMENS[name]
    layer = LAYERS[kind](specimen.make(), return_sequences=True, return_state=True)
    both, inputs = keras.layers.Bidirectional(layer), sequences(specimen)
    both(inputs, training=False)
    forward, backward = both.forward_layer.cell, both.backward_layer.cell
    assert forward is not backward
    randomize(both.weights, seed=3)
    ahead = ran(forward, inputs)
    back = ran(backward, each(lambda x: keras.ops.flip(x, axis=1), inputs))
    output, *states = both(inputs, training=False)
    merged = keras.tree.map_structure(
        lambda a, b: keras.ops.concatenate([a, keras.ops.flip(b, axis=1)], axis=-1),
        ahead[0],
        back[0],
    )
    assert_same(output, merged)
    assert_same(states, [*top_level(ahead[1]), *top_level(back[1])])
    assert len(states) == 2 * len(top_level(forward.state_size))


@every_layer
@pytest.mark.parametrize("name", FEW)
def test_bidirectional_in_a_model(name, kind):
    specimen = SPECIMENS[name]
    symbolic = specimen.symbolic()
    layer = LAYERS[kind](specimen.make(), return_sequences=True)
    model = keras.Model(symbolic, keras.layers.Bidirectional(layer)(symbolic))
    inputs = sequences(specimen)
    assert model.predict(inputs, verbose=0).shape == (BATCH, TIME, *model.output_shape[2:])
    assert_same(model.predict(inputs, verbose=0), model(inputs, training=False))


@pytest.mark.parametrize("name", FEW)
def test_states_of_our_layer_are_the_declared_structure(name):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen)
    _, *states = rnn.RNN(cell, return_state=True)(inputs, training=False)
    _, state = ran(cell, inputs)
    assert [type(part) for part in states] == [type(part) for part in top_level(state)]


@every_layer
def test_a_list_of_cells_is_a_stack(kind):
    cells = [rnn.GRUCell(2), rnn.LSTMCell(3)]
    inputs = sequences(SPECIMENS["gru"])
    layer = LAYERS[kind](cells, return_sequences=True)
    result = layer(inputs)
    assert_same(result, ran(rnn.MultiRNNCell(cells), inputs)[0])
