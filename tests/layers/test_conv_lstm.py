"""The ConvLSTM layers against Keras' own with the same weights."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import assert_same, randomize
from tests.conv_lstm import (
    BATCH,
    MAPS,
    MASK,
    made,
    model_of,
    sequences,
    twins,
)
from tests.gate import gated
from tests.goldens import flat

OPTIONS = {
    "as it is": {},
    "same": {"padding": "same"},
    "large windows": {"kernel_size": 3, "padding": "SAME"},
    "strides": {"strides": 2},
    "strides same": {"strides": 2, "padding": "same", "kernel_size": 3},
    "dilation": {"dilation_rate": 2},
    "dilation same": {"dilation_rate": 2, "padding": "same"},
    "no bias": {"use_bias": False},
    "backwards": {"go_backwards": True},
    "unrolled": {"unroll": True},
    "activations": {"activation": None, "recurrent_activation": "hard_sigmoid"},
    "channels first": {"data_format": "channels_first", "strides": 2},
}
EVERY = [f"{rank}-{name}" for rank in MAPS for name in OPTIONS]
QUICK = ["1-channels first", "2-strides same", "3-as it is"]


def with_gradients(layer, inputs, state, mask=None):
    """Output, states, and the gradients of a function of them by inputs, state and weights."""
    sources = [inputs, *state, *(weight.value for weight in layer.weights)]
    with tf.GradientTape() as tape:
        tape.watch(sources)
        found = flat(layer(inputs, initial_state=state, mask=mask, training=False))
        total = sum(tf.reduce_sum(tf.sin(part)) for part in found)
    return [*found, *tape.gradient(total, sources)]


@pytest.mark.parametrize("case", gated(EVERY, QUICK))
def test_numbers_and_gradients(case):
    rank, name = int(case[0]), case[2:]
    options = {"return_sequences": True, "return_state": True, **OPTIONS[name]}
    first = "data_format" in options
    for dtype, limit in {"float32": 2e-6, "float64": 1e-13}.items():
        inputs = sequences(rank, first, dtype)
        if first and dtype == "float64":
            continue  # TensorFlow has no kernel: see test_what_keras_own_layer_cannot_do
        masks = (None, tf.constant(MASK))
        if first and rank == 3:
            inputs, masks = inputs[:, :1], (None,)  # Keras' layer compiles every single product
        ours, theirs = twins(rank, inputs, dtype=dtype, **options)
        numbers = np.random.default_rng(3)
        shape = theirs.compute_output_shape(inputs.shape)[1]
        state = [tf.constant(numbers.normal(size=shape), dtype) for _ in "hc"]
        for mask in masks:
            one, other = (with_gradients(x, inputs, state, mask) for x in (ours, theirs))
            assert {part.dtype for part in one} == {tf.as_dtype(dtype)}
            assert_same(one, other, limit)


@pytest.mark.slow
@pytest.mark.parametrize("rank", MAPS)
def test_channels_first_is_the_transposed(rank):
    inputs = sequences(rank, dtype="float64")
    last, _ = twins(rank, inputs, strides=2, return_state=True, return_sequences=True)
    first = made(
        rnn, rank, strides=2, return_state=True, return_sequences=True, data_format="channels_first"
    )
    moved = keras.ops.moveaxis(inputs, -1, 2)
    first(moved)
    first.set_weights(last.get_weights())
    output, h, c = last(inputs)
    wanted = [keras.ops.moveaxis(output, -1, 2), *(keras.ops.moveaxis(x, -1, 1) for x in (h, c))]
    assert_same(first(moved), wanted, 1e-14)
    for part in (*first(moved), *last(inputs)):
        assert part.dtype == tf.float64
    assert_same(tf.function(first, jit_compile=True)(moved), wanted, 1e-14)


@pytest.mark.parametrize("mode", gated(["concat", "sum", "mul", "ave", None], ["concat"]))
def test_bidirectional(mode):
    inputs, mask = sequences(), tf.constant(MASK)
    options = {"return_sequences": True, "return_state": True, "strides": 2}
    both = []
    for module in (rnn, keras.layers):
        layer = keras.layers.Bidirectional(made(module, **options), merge_mode=mode)
        model = model_of(layer)
        assert all(None not in part.shape[2:] for part in model.outputs)
        both.append(layer)
    ours, theirs = both
    randomize(ours.weights)
    theirs.set_weights(ours.get_weights())
    state = [tf.ones_like(part) for part in ours.forward_layer.get_initial_state(BATCH)]
    for given in ({}, {"mask": mask}, {"mask": mask, "initial_state": state * 2}):
        assert_same(ours(inputs, **given), theirs(inputs, **given))
    assert type(ours.backward_layer) is rnn.ConvLSTM2D
