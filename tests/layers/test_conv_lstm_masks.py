"""Masks and lengths of the ConvLSTM layers, of steps and of places."""

import itertools

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import assert_same
from tests.conv_lstm import (
    BATCH,
    CHANNELS,
    MAPS,
    MASK,
    TIME,
    made,
    model_of,
    sequences,
    twins,
)
from tests.gate import gated
from tests.goldens import error

FORMS = list(itertools.product([False, True], repeat=4))


@pytest.mark.parametrize("form", gated(FORMS, FORMS[::5]), ids=str)
def test_masks(form):
    names = ("return_sequences", "go_backwards", "zero_output_for_mask", "unroll")
    options = dict(zip(names, form, strict=True))
    ours, theirs = twins(return_state=True, **options)
    inputs, mask = sequences(), tf.constant(MASK)
    theirs.unroll = False  # unrolled it zeroes the wrong steps when it goes backwards
    wanted = theirs(inputs, mask=mask)
    assert_same(ours(inputs, mask=mask), wanted)
    assert_same(tf.function(ours)(inputs, mask=mask), wanted)
    assert error(wanted[0], theirs(inputs)[0]) > 1e-3


def test_the_last_output_is_repeated_and_none_is_zeros():
    ours, _ = twins(return_sequences=True)
    inputs = sequences()
    outputs = np.asarray(ours(inputs, mask=tf.constant(MASK)))
    assert not np.any(outputs[0, 0])
    assert np.array_equal(outputs[0, 1], outputs[0, 2])
    assert np.array_equal(outputs[1, 2], outputs[1, 3])
    alone = ours(tf.gather(inputs[:1], [1, 3], axis=1))
    assert_same(outputs[:1, 1::2], alone)


def test_lengths():
    ours, _ = twins(return_sequences=True, return_state=True)
    inputs = sequences()
    outputs, *state = ours(inputs, sequence_length=[3, 1])
    for row, length in enumerate([3, 1]):
        alone, *final = ours(inputs[row : row + 1, :length])
        assert_same(outputs[row : row + 1, :length], alone)
        assert_same([part[row : row + 1] for part in state], final)
        assert not np.any(outputs[row, length:])


PLACES = np.random.default_rng(7).random((BATCH, TIME, *MAPS[2])) > 0.4


def by_hand(theirs, inputs, mask):
    """Keras' own cell, step by step; a masked place keeps its output and memory."""
    h, c = theirs.get_initial_state(BATCH)
    output = tf.zeros_like(h)
    for t in range(TIME):
        new_output, (new_h, new_c) = theirs.cell(inputs[:, t], [h, c])
        pairs = ((new_output, output), (new_h, h), (new_c, c))
        output, h, c = (tf.where(mask[:, t, ..., None], new, old) for new, old in pairs)
    return output, h, c


@pytest.mark.parametrize("options", [{"padding": "same"}, {"padding": "same", "kernel_size": 3}])
def test_masks_of_places_as_in_keras(options):
    ours, theirs = twins(return_state=True, **options)
    inputs, mask = sequences(), tf.constant(PLACES)
    assert_same(ours(inputs, mask=mask), theirs(inputs, mask=mask))
    assert_same(ours(inputs, mask=mask), by_hand(theirs, inputs, PLACES))


# What is left of the mask of places: that in the middle of a window, or every other one.
CHOSEN = {
    "valid": ({"kernel_size": 3}, np.s_[:, :, 1:-1, 1:-1]),
    "even window": ({"kernel_size": 2}, np.s_[:, :, :-1, :-1]),
    "strides": ({"kernel_size": 3, "strides": 2}, np.s_[:, :, 1:-1:2, 1:-1:2]),
    "strides same": ({"strides": 2, "padding": "same"}, np.s_[:, :, ::2, ::2]),
    "dilation": ({"dilation_rate": (2, 1)}, np.s_[:, :, 1:-1, :-1]),
    "unrolled": ({"padding": "same", "unroll": True}, np.s_[:]),
}


@pytest.mark.parametrize("name", CHOSEN)
def test_masks_of_places(name):
    options, places = CHOSEN[name]
    ours, theirs = twins(return_state=True, **options)
    inputs, mask = sequences(), tf.constant(PLACES)
    wanted = by_hand(theirs, inputs, PLACES[places])
    assert_same(ours(inputs, mask=mask), wanted)
    ours.return_sequences = True
    kept, *_ = ours.compute_mask(inputs, mask)
    assert np.array_equal(kept, PLACES[places])
    outputs, *_ = ours(inputs, mask=mask, sequence_length=[TIME, 2])
    inside = PLACES[places] & np.array([[True] * 4, [True, True, False, False]])[..., None, None]
    assert not np.any(np.asarray(outputs)[~inside])
    assert np.any(np.asarray(outputs)[inside], axis=-1).all()


def test_masking_in_front():
    inputs = np.array(sequences())
    inputs[0, 1] = 0.0
    inputs[1, :, :3] = 0.0
    layer, _ = twins(return_sequences=True, strides=2)
    symbolic = keras.Input((None, *MAPS[2], CHANNELS))
    model = keras.Sequential([symbolic, keras.layers.Masking(), layer])
    mask = np.any(inputs != 0.0, axis=-1)
    assert_same(model(inputs), layer(inputs, mask=tf.constant(mask)))
    with_first = made(rnn, data_format="channels_first")
    places = keras.ops.moveaxis(tf.constant(inputs), -1, 2)
    with_first(places)
    last = made(rnn)
    last(inputs)
    last.set_weights(with_first.get_weights())
    moved = keras.ops.moveaxis(last(inputs, mask=tf.constant(mask)), -1, 1)
    assert_same(with_first(places, mask=tf.constant(mask)), moved)


def test_what_keras_own_layer_cannot_do():
    """Each works with ours; a failure here is good news."""
    inputs, mask = sequences(), tf.constant(PLACES)
    theirs = keras.layers
    first = sequences(first=True, dtype="float64")
    limits = [
        (lambda: model_of(made(theirs), (None, None)), ValueError, "only support static"),
        (lambda: made(theirs)(inputs, mask=mask), tf.errors.InvalidArgumentError, "broadcastable"),
        (
            lambda: made(theirs, padding="same", unroll=True)(inputs, mask=mask),
            tf.errors.InvalidArgumentError,
            "broadcastable",
        ),
        (
            lambda: made(theirs, dtype="float64", data_format="channels_first")(first),
            tf.errors.UnimplementedError,
            "only supports the NHWC tensor format on the CPU",
        ),
        (lambda: made(theirs).get_initial_state(inputs), AttributeError, "spatial_dims"),
        (
            lambda: made(theirs, stateful=True).reset_states([1, 2]),
            TypeError,
            "takes 1 positional argument",
        ),
        (lambda: made(theirs)([inputs, inputs]), ValueError, "expects 1 input"),
        (
            lambda: made(theirs)(tf.cast(inputs, "int32")),
            tf.errors.InvalidArgumentError,
            "cannot compute Conv2D",
        ),
    ]
    for act, kind, words in limits:
        with pytest.raises(kind, match=words):
            act()
    backwards = {"go_backwards": True, "zero_output_for_mask": True, "return_sequences": True}
    _, layer = twins(**backwards)
    looped = layer(inputs, mask=tf.constant(MASK))
    layer.unroll = True
    assert error(layer(inputs, mask=tf.constant(MASK)), looped) > 1e-3
    once = made(theirs)
    once(inputs)
    with pytest.raises(ValueError, match="is incompatible with the layer"):
        once(sequences(maps=(7, 7)))
