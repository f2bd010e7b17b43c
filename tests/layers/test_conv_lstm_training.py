"""What the ConvLSTM layers train with: losses, initial weights, dropout, precisions."""

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
    sequences,
    twins,
)
from tests.gate import gated
from tests.goldens import LIMITS, error

POLICIES = ("mixed_float16", "mixed_bfloat16", "float16", "bfloat16")


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
