"""The ConvLSTM layers against Keras' own with the same weights."""

import itertools

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import assert_same, randomize
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
from tests.goldens import LIMITS, error, flat

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


POLICIES = ("mixed_float16", "mixed_bfloat16", "float16", "bfloat16")
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


@pytest.mark.parametrize("policy", gated(POLICIES, ["mixed_float16"]))
def test_other_precisions(policy):
    inputs = sequences()
    options = {"dtype": policy, "return_state": True}
    if policy == "bfloat16":
        options["recurrent_initializer"] = "glorot_uniform"  # TensorFlow's QR takes no bfloat16
    ours, theirs = twins(inputs=inputs, **options)
    one, other = ours(inputs), theirs(inputs)
    assert [part.dtype for part in one] == [part.dtype for part in other]
    limit = LIMITS[policy.removeprefix("mixed_")]
    assert_same([tf.cast(part, "float32") for part in one],
                [tf.cast(part, "float32") for part in other], limit)  # fmt: skip
    assert [w.dtype for w in ours.weights] == [w.dtype for w in theirs.weights]


def test_regularizers_constraints_and_losses():
    inputs = sequences()
    options = {
        "kernel_regularizer": "l2",
        "recurrent_regularizer": keras.regularizers.L1(0.03),
        "bias_regularizer": keras.regularizers.L2(0.5),
        "activity_regularizer": keras.regularizers.L2(0.1),
        "kernel_constraint": keras.constraints.MaxNorm(0.1),
        "recurrent_constraint": "non_neg",
        "bias_constraint": "unit_norm",
    }
    ours, theirs = twins(**options)
    for layer in (ours, theirs):
        layer(inputs)
    assert len(ours.losses) == len(theirs.losses) == 4
    assert_same([sum(ours.losses)], [sum(theirs.losses)])
    for layer in (ours, theirs):
        for weight in layer.weights:
            weight.assign(weight.constraint(weight))
    assert_same(ours.weights, theirs.weights)


@pytest.mark.slow
def test_fit_as_keras():
    inputs, trained = sequences(), []
    for layer in twins(kernel_regularizer="l2", recurrent_constraint="non_neg"):
        model = keras.Sequential([keras.Input(inputs.shape[1:]), layer])
        model.compile(keras.optimizers.SGD(0.1), "mse")
        target = np.ones(model.compute_output_shape(inputs.shape), "float32")
        model.fit(np.asarray(inputs), target, epochs=2, batch_size=BATCH, verbose=0)
        trained.append(layer.get_weights())
    assert_same(*trained)


def test_initial_weights_are_keras_own():
    inputs = sequences()
    for options in ({}, {"unit_forget_bias": False, "bias_initializer": "random_normal"},
                    {"bias_initializer": "random_normal"}):  # fmt: skip
        weights = []
        for module in (rnn, keras.layers):
            keras.utils.set_random_seed(8)
            layer = made(module, **options)
            layer(inputs)
            weights.append(layer.get_weights())
        assert all(map(np.array_equal, *weights))
    assert np.array_equal(made(rnn).bias_initializer((2,)), [0, 0])
    plain = made(rnn)
    plain(inputs)
    _, _, bias = plain.get_weights()
    assert np.array_equal(bias, np.repeat([0.0, 1.0, 0.0, 0.0], FILTERS))


class TestDropout:
    """Keras draws one mask for a call, four times over; ours are the same for the same seed."""

    RATES = (
        {"dropout": 0.4},
        {"recurrent_dropout": 0.3},
        {"dropout": 0.4, "recurrent_dropout": 0.3},
    )

    @pytest.mark.parametrize("rates", gated(RATES, RATES[2:]), ids=str)
    def test_same_numbers_as_keras(self, rates):
        inputs = sequences()
        pair = [
            made(module, return_sequences=True, seed=5, **rates) for module in (rnn, keras.layers)
        ]
        for layer in pair:
            layer.build(inputs.shape)
        pair[0].set_weights(pair[1].get_weights())
        for mask in (None, tf.constant(MASK), None):
            ours, theirs = (layer(inputs, mask=mask, training=True) for layer in pair)
            assert_same(ours, theirs)
        again = pair[0](inputs, training=True)
        assert error(again, ours) > 1e-3
        ours, theirs = (tf.function(layer)(inputs, training=True) for layer in pair)
        pair[1](inputs, training=True)  # ours has drawn once more
        assert_same(*(tf.function(layer)(inputs, training=True) for layer in pair))
        assert_same(pair[0](inputs, training=None), pair[0](inputs, training=False))

    def test_only_training_draws(self):
        layer = made(rnn, dropout=0.5, seed=5)
        layer(sequences(), training=False)
        layer(sequences())
        assert np.array_equal(layer.cell.seed_generator.state, [5, 0])
        layer(sequences(), training=True)
        assert np.array_equal(layer.cell.seed_generator.state, [5, 4])

    def test_the_masks_of_a_call(self):
        cell = made(rnn, dropout=0.5, seed=2).cell
        of_inputs, of_state = cell.draw_noise(TIME, BATCH, (*MAPS[2], CHANNELS), "float32").value
        assert of_state is None
        assert [mask.shape for mask in of_inputs] == [(BATCH, *MAPS[2], CHANNELS)] * 4
        assert all(set(np.unique(mask)) == {0.0, 2.0} for mask in of_inputs)
        assert made(rnn).cell.draw_noise(TIME, BATCH, (*MAPS[2], CHANNELS), "float32") is None

    @pytest.mark.slow
    def test_fit_as_keras(self):
        inputs, trained = np.asarray(sequences()), []
        for module in (rnn, keras.layers):
            keras.utils.set_random_seed(3)
            layer = made(module, dropout=0.4, recurrent_dropout=0.3, seed=7)
            model = keras.Sequential([keras.Input(inputs.shape[1:]), layer])
            model.compile("adam", "mse")
            target = np.ones(model.compute_output_shape(inputs.shape), "float32")
            history = model.fit(inputs, target, epochs=3, batch_size=1, shuffle=False, verbose=0)
            trained.append([*layer.get_weights(), history.history["loss"]])
        assert_same(*trained, 1e-5)

    def test_a_step_alone_has_no_masks(self):
        layer = made(rnn, dropout=0.4)
        layer(sequences())
        state = layer.get_initial_state(BATCH)
        layer.cell(sequences()[:, 0], state, training=False)
        with pytest.raises(ValueError, match="expects the masks of a whole sequence, received a s"):
            layer.cell(sequences()[:, 0], state, training=True)


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
