"""The ConvLSTM layers in every way TensorFlow runs them."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import assert_same
from tests.conv_lstm import (
    BATCH,
    CHANNELS,
    FILTERS,
    MAPS,
    MASK,
    TIME,
    made,
    model_of,
    sequences,
    twins,
)
from tests.gate import gated
from tests.goldens import flat


@pytest.mark.slow
def test_sequential_fit():
    model = keras.Sequential([made(rnn, return_sequences=True), made(rnn), keras.layers.Flatten()])
    model.add(keras.layers.Dense(1))
    model.compile("adam", "mse")
    inputs, target = np.asarray(sequences()), np.ones((BATCH, 1))
    losses = model.fit(inputs, target, epochs=4, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
    assert model.output_shape == (None, 1)


@pytest.mark.parametrize("rank", gated([1, 2, 3], [2]))
def test_functions_compiled_and_of_unknown_sizes(rank):
    options = {"strides": 2, "return_sequences": True, "return_state": True}
    ours, theirs = twins(rank, **options)
    inputs, mask = sequences(rank), tf.constant(MASK)
    wanted = theirs(inputs, mask=mask)
    compiled = tf.function(lambda x, m: ours(x, mask=m), jit_compile=True)
    assert_same(compiled(inputs, mask), wanted, 2e-6)
    shape = [None, None, *[None] * rank, CHANNELS]
    for channels_first in (False, True) if rank == 2 else (False,):
        move = (lambda x: keras.ops.moveaxis(x, -1, -3)) if channels_first else (lambda x: x)
        layer = made(rnn, rank, data_format="channels_first", **options) if channels_first else ours
        spec = [None, None, CHANNELS, None, None] if channels_first else shape
        layer.build(spec)
        layer.set_weights(ours.get_weights())
        run = tf.function(
            lambda x, m, layer=layer: layer(x, mask=m),
            input_signature=[tf.TensorSpec(spec), tf.TensorSpec([None, None], tf.bool)],
        )
        for maps, time in ((MAPS[rank], TIME), ((8,) * rank, 3), (MAPS[rank], 0)):
            inputs, some = sequences(rank, maps=maps, time=time), tf.constant(MASK[:, :time])
            assert_same(run(move(inputs), some), [move(x) for x in ours(inputs, mask=some)])


DROPPED = {"dropout": 0.4, "recurrent_dropout": 0.2, "seed": 3}


@pytest.mark.parametrize("dropped", [{}, pytest.param(DROPPED, marks=pytest.mark.slow)], ids=len)
def test_a_model_of_unknown_maps(dropped, tmp_path):
    layer = made(rnn, padding="same", return_sequences=True, **dropped)
    model = model_of(layer, (None, None))
    assert model.output_shape == (None, None, None, None, FILTERS)
    for maps in ((6, 5), (3, 8)):
        inputs = sequences(maps=maps)
        known = made(keras.layers, padding="same", return_sequences=True, **dropped)
        known(inputs)
        known.set_weights(layer.get_weights())
        assert_same(model(inputs), known(inputs))
    if dropped:
        known.cell.seed_generator.state.assign(layer.cell.seed_generator.state)
        run = tf.function(lambda x: layer(x, training=True)).get_concrete_function(
            tf.TensorSpec([None, None, None, None, CHANNELS])
        )
        assert_same(run(inputs), known(inputs, training=True))
        model.compile("sgd", "mse")
        model.fit(inputs, np.zeros((*inputs.shape[:-1], FILTERS)), verbose=0)
        assert_same(model.predict(inputs, verbose=0), model(inputs))
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    assert_same(loaded(inputs), model(inputs))


def test_one_layer_on_maps_of_two_sizes():
    ours, _ = twins(return_sequences=True, return_state=True)
    inputs = sequences(maps=(7, 4))
    theirs = made(keras.layers, return_sequences=True, return_state=True)
    theirs(inputs)
    theirs.set_weights(ours.get_weights())
    assert_same(ours(inputs, mask=tf.constant(MASK)), theirs(inputs, mask=tf.constant(MASK)))
    symbolic = ours(keras.Input((None, 7, 4, CHANNELS)))
    assert [part.shape[-3:] for part in symbolic] == [(6, 3, FILTERS)] * 3


SHAPES = [
    ({}, (None, None, None, None, 2), (None, None, None, None, 3)),
    ({"strides": 2}, (5, None, 9, None, 2), (5, None, 4, None, 3)),
    ({"strides": 2, "padding": "same"}, (5, 7, 9, 8, 2), (5, 7, 5, 4, 3)),
    ({"dilation_rate": 3}, (None, 7, 9, 8, 2), (None, 7, 6, 5, 3)),
    ({"data_format": "channels_first"}, (1, None, 2, 9, None), (1, None, 3, 8, None)),
]


@pytest.mark.parametrize(("options", "inputs", "outputs"), SHAPES)
def test_output_shapes(options, inputs, outputs):
    ours, theirs = (
        made(module, return_sequences=True, return_state=True, **options)
        for module in (rnn, keras.layers)
    )
    state = (outputs[0], *outputs[2:])
    assert ours.compute_output_shape(inputs) == (outputs, state, state)
    assert theirs.compute_output_shape(inputs) == (outputs, state, state)
    ours.return_sequences = ours.return_state = False
    assert ours.compute_output_shape(inputs) == state
    assert not ours.built


@pytest.mark.slow
def test_in_a_v1_graph():
    ours, theirs = twins(return_sequences=True)
    inputs = sequences()
    wanted, weights, inputs = theirs(inputs), ours.get_weights(), np.asarray(inputs)
    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as session:
        layer = made(rnn, return_sequences=True)
        outputs = layer(tf.constant(inputs))
        variables = v1.global_variables()
        for variable, value in zip(variables, weights, strict=True):
            variable.load(value, session)
        assert_same(session.run(outputs), wanted)
        dropped = made(rnn, dropout=0.5)
        with pytest.raises(ValueError, match="outside of v1 graphs"):
            dropped(tf.constant(inputs), training=True)


def test_gradients_of_gradients():
    ours, theirs = twins()
    seconds = []
    for layer in (ours, theirs):
        inputs = sequences()
        with tf.GradientTape() as outer:
            with tf.GradientTape() as inner:
                inner.watch(inputs)
                total = tf.reduce_sum(layer(inputs) ** 2)
            norm = tf.reduce_sum(inner.gradient(total, inputs) ** 2)
        seconds.append(outer.gradient(norm, [w.value for w in layer.weights]))
    assert_same(*seconds, 2e-6)
    assert len(flat(seconds)) == 6
