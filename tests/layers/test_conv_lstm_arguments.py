"""What the ConvLSTM layers refuse, and how their states are given, kept and set."""

import inspect
import re

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import assert_same
from tests.conv_lstm import BATCH, FILTERS, MASK, TIME, made, model_of, of_rank, sequences, twins
from tests.goldens import error

CONSTRUCTION = [
    ({"filters": -1}, "filters expects a positive whole number, received -1"),
    ({"filters": 0}, "filters expects a positive whole number, received 0"),
    ({"kernel_size": 0}, "kernel_size expects a positive whole number, received 0"),
    ({"kernel_size": (3, 3, 3)}, "kernel_size expects one int or 2, received (3, 3, 3)"),
    ({"strides": 0}, "strides expects a positive whole number, received 0"),
    ({"strides": (1,)}, "strides expects one int or 2, received (1,)"),
    ({"dilation_rate": 1.5}, "dilation_rate expects a positive whole number, received 1.5"),
    (
        {"strides": 2, "dilation_rate": (1, 3)},
        "strides expects 1 together with a dilation_rate above 1, received strides=(2, 2) and "
        "dilation_rate=(1, 3)",
    ),
    ({"padding": "causal"}, "padding expects one of valid, same, received 'causal'"),
    (
        {"data_format": "NHWC"},
        "data_format expects one of channels_last, channels_first, received 'nhwc'",
    ),
    ({"activation": "nope"}, "activation expects a Keras name or a callable, received 'nope'"),
    (
        {"recurrent_activation": 3},
        "recurrent_activation expects a Keras name or a callable, received 3",
    ),
    (
        {"kernel_initializer": "nope"},
        "kernel_initializer expects a Keras name, a Keras initializer or one of tf.compat.v1, "
        "received 'nope'",
    ),
    (
        {"bias_regularizer": "nope"},
        "bias_regularizer expects the name of one in Keras, or an object, received 'nope'",
    ),
    ({"use_bias": "no"}, "use_bias expects True or False, received 'no'"),
    ({"unit_forget_bias": 2}, "unit_forget_bias expects True or False, received 2"),
    ({"seed": "1"}, "seed expects an int of 64 bits, received '1'"),
    ({"dropout": 1.0}, "dropout expects a number in [0, 1), received 1.0"),
    ({"recurrent_dropout": -0.1}, "recurrent_dropout expects a number in [0, 1), received -0.1"),
]


@pytest.mark.parametrize(("options", "message"), CONSTRUCTION, ids=str)
def test_construction(options, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        made(rnn, **options)


def test_inputs():
    for layer, shape, words in (
        (made(rnn), (2, 4, 6, 5), r"expects one step's inputs of shape \(None, None, None, None\)"),
        (made(rnn), (2, 4, 6, 5, None), "expects inputs of known channels"),
        (made(rnn, kernel_size=7), (2, 4, 6, 9, 1), r"expects maps of at least \(7, 7\)"),
    ):
        with pytest.raises(ValueError, match=words):
            layer.build(shape)
        assert not layer.built
    layer = made(rnn)
    layer(sequences())
    whole = tf.cast(sequences() * 10, "int32")
    assert_same(layer(whole), layer(tf.cast(whole, "float32")))
    with pytest.raises(ValueError, match=r"received \(2, 6, 5, 1\)"):
        layer(sequences()[..., :1])
    with pytest.raises(ValueError, match=r"expects a mask \[batch, time\] or one of 4 axes"):
        layer(sequences(), mask=tf.ones((2, 4, 6), "bool"))
    with pytest.raises(ValueError, match="expects a known time because unroll=True"):
        unrolled = made(rnn, unroll=True)
        tf.function(unrolled, input_signature=[tf.TensorSpec([2, None, 6, 5, 2])])(sequences())
    with pytest.raises(ValueError, match="nope"):
        made(rnn, nope=1)


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_signatures_are_those_of_keras(rank):
    ours, theirs = (
        inspect.signature(of_rank(module, rank).__init__) for module in (rnn, keras.layers)
    )
    assert str(ours) == str(theirs)


def test_kept_states():
    inputs = sequences(time=2 * TIME)
    options = {"stateful": True, "strides": 2, "return_sequences": True, "return_state": True}
    ours, theirs = twins(inputs=inputs, **options)
    mask = tf.constant(np.concatenate([MASK, ~MASK], axis=1))
    for reset in (ours.reset_state, ours.reset_states):
        for span in (slice(TIME), slice(TIME, None)):
            given = inputs[:, span], {"mask": mask[:, span]}
            assert_same(ours(given[0], **given[1]), theirs(given[0], **given[1]))
        assert_same(ours.states, theirs.states)
        reset()
        theirs.reset_state()
        assert not any(np.any(state) for state in ours.states)
    assert len(ours.weights) == 3
    assert [tuple(state.shape) for state in ours.states] == [(BATCH, 3, 2, FILTERS)] * 2


def test_states_are_set():
    inputs = sequences()
    layer, twin = twins(stateful=True)
    values = [
        np.random.default_rng(k).normal(size=state.shape) for k, state in enumerate(layer.states)
    ]
    wanted = twin(inputs, initial_state=[tf.constant(x, "float32") for x in values])
    for form in (list, tuple, lambda parts: [tf.constant(part) for part in parts]):
        layer.reset_states(form(values))
        assert_same(layer.states, values)
        assert_same(layer(inputs), wanted)
    layer.reset_states(states=values)
    for wrong in (values[:1], [values[0], values[1][:, :2]], [*values, values[0]], values[0]):
        with pytest.raises(ValueError, match="expects (a state of structure|states of shape)"):
            layer.reset_state(wrong)
        assert_same(layer.states, values)
    with pytest.raises(ValueError, match="expects a built layer with stateful=True for states"):
        made(rnn).reset_states(values)
    made(rnn).reset_states()
    with pytest.raises(ValueError, match="expects a batch of 2 because stateful=True, received 1"):
        layer(inputs[:1])
    with pytest.raises(ValueError, match="expects states .* for these inputs"):
        layer(sequences(maps=(8, 8)))


@pytest.mark.slow
def test_a_stateful_model():
    layer, twin = twins(inputs=sequences(), stateful=True, return_sequences=True)
    models = [model_of(x, batch=BATCH) for x in (layer, twin)]
    for _ in range(2):
        results = [model.predict(sequences(), batch_size=BATCH, verbose=0) for model in models]
        assert_same(*results)
    layer.reset_states()
    assert error(models[0].predict(sequences(), batch_size=BATCH, verbose=0), results[0]) > 1e-3


def test_what_a_stateful_model_needs():
    with pytest.raises(ValueError, match="expects a fixed batch because stateful=True"):
        model_of(made(rnn, stateful=True))
    with pytest.raises(ValueError, match="expects maps of known size for zeros of its state"):
        model_of(made(rnn, stateful=True), (None, 5), batch=BATCH)


def test_zero_states():
    inputs = sequences()
    for first in (False, True):
        options = {"strides": 2, "data_format": "channels_first"} if first else {"strides": 2}
        given = keras.ops.moveaxis(inputs, -1, 2) if first else inputs
        shape = (BATCH, FILTERS, 3, 2) if first else (BATCH, 3, 2, FILTERS)
        layer = made(rnn, **options)
        for state in (layer.get_initial_state(given), layer.get_initial_state(inputs=given)):
            assert isinstance(state, list)
            assert [tuple(part.shape) for part in state] == [shape] * 2
        layer(given)
        for state in (layer.get_initial_state(BATCH), layer.get_initial_state(batch_size=BATCH)):
            assert [tuple(part.shape) for part in state] == [shape] * 2
    with pytest.raises(ValueError, match="expects a batch_size or inputs, received neither"):
        layer.get_initial_state()
    unknown = made(rnn)
    unknown.build((None, None, None, None, 2))
    with pytest.raises(ValueError, match=r"received \(None, None, 3\): build it with fixed sizes"):
        unknown.get_initial_state(2)


def test_initial_states():
    inputs = sequences()
    ours, theirs = twins(return_state=True)
    state = [tf.random.normal(part.shape) for part in ours.get_initial_state(BATCH)]
    wanted = theirs(inputs, initial_state=state)
    assert_same(ours(inputs, initial_state=state), wanted)
    assert_same(ours(inputs, state), wanted)
    assert_same(ours([inputs, *state]), wanted)
    symbols = [keras.Input(part.shape[1:]) for part in state]
    symbolic = keras.Input(inputs.shape[1:])
    for outputs in (ours(symbolic, initial_state=symbols), ours([symbolic, *symbols])):
        assert_same(keras.Model([symbolic, *symbols], outputs)([inputs, *state]), wanted)
    with pytest.raises(ValueError, match="expects states .* for these inputs, received"):
        ours(inputs, initial_state=[part[:, 1:] for part in state])
    with pytest.raises(ValueError, match="expects states .* for these inputs, received"):
        ours(inputs, initial_state=[part[:1] for part in state])
    with pytest.raises(ValueError, match="expects a state of structure"):
        ours(inputs, initial_state=state[:1])


def test_encoder_and_decoder():
    inputs = sequences()
    encoder, _ = twins(return_state=True)
    decoder, other = twins(return_sequences=True)
    _, *state = encoder(inputs)
    assert_same(decoder(inputs, initial_state=state), other(inputs, initial_state=state))
