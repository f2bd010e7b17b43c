"""Activations, initializers and state filters as users of TF1 and of Keras hand them over."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.cases import FUNCTIONS
from tf_contrib_rnn.wrappers._state_filter import drop_all_but_memory, dropped_leaves

v1 = tf.compat.v1


@keras.saving.register_keras_serializable(package="tests")
def halved(x):
    return x / 2


# (what is handed over, the function it means, what the config says)
ACTIVATIONS = [
    (None, np.tanh, None),
    ("tanh", np.tanh, "tanh"),
    ("relu", lambda x: np.maximum(x, 0), "relu"),
    ("linear", lambda x: x, "linear"),
    (tf.tanh, np.tanh, "tanh"),
    (tf.nn.tanh, np.tanh, "tanh"),
    (v1.tanh, np.tanh, "tanh"),
    (tf.math.tanh, np.tanh, "tanh"),
    (tf.nn.relu, lambda x: np.maximum(x, 0), "relu"),
    (tf.nn.relu6, lambda x: np.clip(x, 0, 6), "relu6"),
    (tf.nn.elu, lambda x: np.where(x > 0, x, np.expm1(x)), "elu"),
    (tf.sigmoid, lambda x: 1 / (1 + np.exp(-x)), "sigmoid"),
    (tf.nn.softsign, lambda x: x / (1 + abs(x)), "softsign"),
    (tf.nn.softplus, lambda x: np.log1p(np.exp(x)), "softplus"),
    (tf.identity, lambda x: x, "linear"),
    (keras.activations.relu, lambda x: np.maximum(x, 0), "relu"),
    (halved, lambda x: x / 2, "tests>halved"),
]
X = np.linspace(-3, 8, 12, dtype="float32").reshape(2, 6)


@pytest.mark.parametrize(("given", "meant", "name"), ACTIVATIONS)
def test_activations(given, meant, name):
    cell = rnn.BasicRNNCell(6, activation=given)
    np.testing.assert_allclose(cell.activation(tf.constant(X)), meant(X), rtol=2e-6, atol=1e-6)
    config = cell.get_config()
    told = config["activation"]
    assert (told["config"] if isinstance(told, dict) else told) == name
    twin = rnn.BasicRNNCell.from_config(config)
    np.testing.assert_array_equal(twin.activation(tf.constant(X)), cell.activation(X))


@pytest.mark.parametrize("given", ["nope", 3, [tf.tanh]])
def test_what_is_no_activation_is_refused(given):
    with pytest.raises(ValueError, match="^activation expects"):
        rnn.BasicRNNCell(6, activation=given)
    with pytest.raises(ValueError, match="^y_activation expects"):
        rnn.IntersectionRNNCell(6, y_activation=given)


def test_a_lambda_has_no_config():
    cell = rnn.BasicRNNCell(6, activation=lambda x: x)
    with pytest.raises(ValueError, match="register_keras_serializable"):
        cell.get_config()


# (what is handed over, the range of what it makes for a [200, 100] kernel)
GLOROT = (6 / 300) ** 0.5
INITIALIZERS = [
    ("zeros", (0, 0)),
    ("ones", (1, 1)),
    ("glorot_uniform", (-GLOROT, GLOROT)),
    (keras.initializers.Constant(0.25), (0.25, 0.25)),
    (keras.initializers.RandomUniform(-0.5, 0.75, seed=1), (-0.5, 0.75)),
    (v1.zeros_initializer(), (0, 0)),
    (v1.zeros_initializer, (0, 0)),
    (v1.ones_initializer, (1, 1)),
    (v1.constant_initializer(0.25), (0.25, 0.25)),
    (v1.random_uniform_initializer(-0.5, 0.75, seed=1), (-0.5, 0.75)),
    (v1.glorot_uniform_initializer(), (-GLOROT, GLOROT)),
    (v1.glorot_uniform_initializer, (-GLOROT, GLOROT)),
    (v1.truncated_normal_initializer(stddev=0.5), (-1, 1)),
    (v1.variance_scaling_initializer(distribution="uniform"), (-(0.015**0.5), 0.015**0.5)),
    (tf.constant_initializer(0.25), (0.25, 0.25)),
    (tf.random_uniform_initializer(-0.5, 0.75), (-0.5, 0.75)),
]


def check_range(array, bounds):
    low, high = bounds
    assert low - 1e-6 <= array.min() and array.max() <= high + 1e-6
    assert np.ptp(array) >= 0.8 * (high - low)


@pytest.mark.parametrize(("given", "bounds"), INITIALIZERS)
def test_initializers(given, bounds):
    cell = rnn.GRUCell(100, kernel_initializer=given)
    twin = rnn.GRUCell.from_config(cell.get_config())
    for made in (cell, twin):
        made.build((None, 100))
        check_range(made.weights[2].numpy(), bounds)


@pytest.mark.parametrize(("given", "bounds"), INITIALIZERS)
def test_initializers_in_a_v1_graph(given, bounds):
    with tf.Graph().as_default(), v1.Session() as session:
        cell = rnn.GRUCell(100, kernel_initializer=given)
        cell(tf.ones([1, 100]), tf.ones([1, 100]))
        session.run(v1.global_variables_initializer())
        array = session.run(cell.weights[2])
    check_range(array, bounds)


@pytest.mark.parametrize("given", ["nope", 3.5])
def test_what_is_no_initializer_is_refused(given):
    for name in ("kernel_initializer", "bias_initializer", "initializer"):
        cell = rnn.UGRNNCell if name == "initializer" else rnn.GRUCell
        with pytest.raises(ValueError, match=f"^{name} expects .* one of tf.compat.v1, received"):
            cell(6, **{name: given})
    with pytest.raises(ValueError, match="^kernel_initializer expects"):
        rnn.BasicLSTMCell(6, kernel_initializer=given)


def test_a_seeded_initializer_of_tf1_draws_tf1s_numbers_in_a_v1_graph():
    with tf.Graph().as_default(), v1.Session() as session:
        initializer = v1.random_uniform_initializer(-1, 1, seed=3)
        cell = rnn.LSTMCell(4, initializer=initializer)
        cell(tf.ones([1, 3]), cell.zero_state(1, "float32"))
        theirs = v1.get_variable("theirs", [7, 16], initializer=initializer)
        session.run(v1.global_variables_initializer())
        np.testing.assert_array_equal(*session.run([cell.weights[0], theirs]))


LSTM = rnn.LSTMStateTuple("c", "h")
# (filter, state, [(position among all leaves, position among those told apart)])
FILTERS = [
    (drop_all_but_memory, "h", [(0, 0)]),
    (drop_all_but_memory, LSTM, [(1, 1)]),
    (drop_all_but_memory, ("a", LSTM, "b"), [(0, 0), (2, 2), (3, 3)]),
    (drop_all_but_memory, ((LSTM,), (LSTM, "a")), [(1, 1), (3, 3), (4, 4)]),
    (FUNCTIONS["drop_everything"], LSTM, [(0, 0), (1, 1)]),
    (FUNCTIONS["drop_everything"], ("a", LSTM), [(0, 0), (1, 1), (2, 2)]),
    (FUNCTIONS["drop_nothing"], LSTM, []),
    (FUNCTIONS["drop_nothing"], ("a", LSTM), []),
    (FUNCTIONS["drop_c_only"], LSTM, [(0, 0)]),
    (FUNCTIONS["drop_c_only"], ("a", LSTM), [(0, 0), (1, 1)]),
    (FUNCTIONS["drop_first_cell_only"], ("a", LSTM), [(0, 0)]),
    (FUNCTIONS["drop_first_cell_only"], (LSTM, "a"), [(0, 0), (1, 1)]),
    (lambda state: (False, True) if len(state) == 2 and state != LSTM else True,
     (LSTM, "a"), [(2, 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("visitor", "state", "dropped"), FILTERS)
def test_state_filters(visitor, state, dropped):
    assert dropped_leaves(visitor, state) == dropped


def test_a_filter_must_tell_about_every_element():
    with pytest.raises(ValueError):
        dropped_leaves(lambda state: (True,) if isinstance(state, tuple) else True, ("a", "b"))
