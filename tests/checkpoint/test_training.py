"""Training goes on in Keras where TF 1.15.5 stopped, and goes back."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.cases import training as cases
from tests.checkpoint import training
from tests.gate import gated
from tf_contrib_rnn import checkpoint

NEAR = 1e-5
WAYS = [(name, False) for name in training.MODELS]
WAYS += [(name, True) for name, (_, stock, _) in training.MODELS.items() if stock]
FORWARD = [("adam", False), ("adam_gated", True), ("ftrl_shrinkage", False)]
BACK = [("adam", False), ("adam_gated", True)]


def each(in_gate):
    """All ways; those not in the gate are slow."""
    ways = [way if way in in_gate else pytest.param(*way, marks=pytest.mark.slow) for way in WAYS]
    return pytest.mark.parametrize(("name", "of_keras"), ways)


def relative(found, expected):
    return np.max(np.abs(found - expected)) / max(np.max(np.abs(expected)), 1e-30)


def weights_in_tf1(built, tmp_path):
    """The weights under TF1's names, as a checkpoint has them."""
    reader = tf.train.load_checkpoint(checkpoint.save(built, tmp_path / "weights"))
    return {name: reader.get_tensor(name) for name in reader.get_variable_to_shape_map()}


@each(FORWARD)
def test_fifty_steps_stay_together(name, of_keras, tmp_path):
    expected = training.golden(name)
    built, optimizer, _ = training.restored(name, of_keras)
    losses = training.train(built, optimizer, expected, 0, cases.STEPS)
    assert np.max(np.abs(losses / expected["losses"] - 1)) < NEAR
    weights = weights_in_tf1(built, tmp_path)
    known = {k.partition("/")[2]: v for k, v in expected.items() if k.startswith("variables/")}
    assert weights.keys() == known.keys()
    assert max(relative(weights[key], value) for key, value in known.items()) < NEAR
    assert int(optimizer.iterations) == cases.BEFORE + cases.STEPS


@pytest.mark.parametrize("name", gated(["adam", "rmsprop"], ["adam"]))
def test_fit_without_shuffling_does_the_same(name, tmp_path):
    expected = training.golden(name)
    built, optimizer, _ = training.restored(name)
    built.compile(optimizer, "mse")
    inputs, targets = (np.concatenate(expected[key]) for key in ("inputs", "targets"))
    epochs = cases.STEPS // cases.BATCHES
    built.fit(inputs, targets, batch_size=cases.BATCH, epochs=epochs, shuffle=False, verbose=0)
    weights = weights_in_tf1(built, tmp_path)
    for key, value in weights.items():
        assert relative(value, expected[f"variables/{key}"]) < NEAR


@each(BACK)
def test_what_is_saved_is_what_tf1_restored(name, of_keras, tmp_path):
    back = training.golden(name, "back.npz")
    built, optimizer, prefix = training.saved(name, tmp_path, of_keras)
    reader = tf.train.load_checkpoint(prefix)
    known = {k.partition("/")[2]: v for k, v in back.items() if k.startswith("saved/")}
    assert reader.get_variable_to_shape_map().keys() == known.keys()
    for key, value in known.items():
        found = reader.get_tensor(key)
        assert (found.shape, found.dtype) == (value.shape, value.dtype)
        rounding = 2e-7 if "power" in key else 1e-8
        np.testing.assert_allclose(found, value, rtol=rounding, atol=1e-12)
    first = cases.BEFORE + cases.BACK
    losses = training.train(built, optimizer, training.golden(name), first, cases.BACK)
    assert np.max(np.abs(losses / back["losses"] - 1)) < NEAR


@pytest.mark.slow
def test_a_model_that_was_fitted_before_takes_the_new_numbers(tmp_path):
    expected = training.golden("adam_basic")
    own, _, make = training.MODELS["adam_basic"]
    built, inputs, targets = own(), *(np.concatenate(expected[k]) for k in ("inputs", "targets"))
    options = {"batch_size": cases.BATCH, "shuffle": False, "verbose": 0}
    built.compile(make(), "mse")
    built.fit(inputs, targets, epochs=1, **options)
    checkpoint.restore(built, training.prefix("adam_basic"), optimizer=built.optimizer)
    built.fit(inputs, targets, epochs=cases.STEPS // cases.BATCHES, **options)
    for key, value in weights_in_tf1(built, tmp_path).items():
        assert relative(value, expected[f"variables/{key}"]) < NEAR


def test_what_the_graph_tells_is_set_and_reported():
    _, optimizer, report = training.restored("adam_basic")
    values = (optimizer.beta_1, optimizer.beta_2, optimizer.epsilon)
    assert values == tuple(float(np.float32(value)) for value in (0.8, 0.99, 1e-4))
    assert float(optimizer.learning_rate) == float(np.float32(0.02))
    text = str(report)
    assert "epsilon 1e-07 -> 0.0001 (graph)" in text and "set yourself" not in text
    assert report.optimizer.iterations == cases.BEFORE
    assert len(report.optimizer.slots) == 8 and report.slots == []


def test_without_a_graph_the_report_says_what_must_be_set():
    _, optimizer, report = training.restored("adam")
    assert optimizer.epsilon == 1e-8
    assert "set yourself: epsilon (it is 1e-08; Adam of TF1 has 1e-08 by itself)" in str(report)


def test_rows_that_are_used_twice_are_told_of():
    report = training.restored("adam_embedded")[2]
    assert "Keras squares its two gradients one by one" in str(report)


@pytest.mark.parametrize("name", ["adam_basic", "nesterov"])
def test_a_plan_says_the_same_and_touches_nothing(name):
    own, _, make = training.MODELS[name]
    built, optimizer = own(), make()
    before = optimizer.get_config()
    made = checkpoint.plan(built, training.prefix(name), optimizer=optimizer)
    assert not optimizer.built and optimizer.get_config() == before
    assert made.optimizer.kind and made.optimizer.iterations == cases.BEFORE


@pytest.mark.parametrize(
    ("name", "make", "right"),
    [
        ("adam_basic", keras.optimizers.RMSprop, "keras.optimizers.Adam."),
        ("adam_basic", keras.optimizers.AdamW, "keras.optimizers.Adam."),
        ("momentum", keras.optimizers.Adam, "keras.optimizers.SGD."),
        ("rmsprop", lambda: keras.optimizers.RMSprop(centered=True), "keras.optimizers.RMSprop."),
        ("rmsprop_centered", keras.optimizers.RMSprop, "keras.optimizers.RMSprop(centered=True)."),
        ("ftrl", keras.optimizers.Adagrad, "keras.optimizers.Ftrl."),
        ("adamw", keras.optimizers.Adam, "keras.optimizers.AdamW."),
        ("adamax", keras.optimizers.Nadam, "keras.optimizers.Adamax."),
    ],
)
def test_a_wrong_class_is_told_the_right_one(name, make, right, untouched):
    built = training.MODELS[name][0]()
    optimizer = make()
    message = untouched(
        built, lambda: checkpoint.restore(built, training.prefix(name), optimizer=optimizer), right
    )
    assert message.endswith(right) and not optimizer.built
