"""Channels before the space: TF 1.15.5 computes that on no CPU, TF 2 does; it is the transpose."""

import numpy as np
import pytest
import tensorflow as tf

from tests.compat.supplied import compat
from tests.goldens import error
from tf_contrib_rnn.compat import contrib_layers, core_layers

v1 = tf.compat.v1
FIRST = {"channels_first": "NCHW", "channels_last": "NHWC"}
LAYERS = {
    "conv1d": lambda x, f: core_layers.conv1d(x, 4, 3, 2, data_format=f, activation="tanh"),
    "conv2d": lambda x, f: core_layers.conv2d(x, 4, 3, (2, 1), "same", data_format=f),
    "transposed": lambda x, f: core_layers.conv2d_transpose(x, 2, 3, 2, data_format=f),
    "transposed_same": lambda x, f: core_layers.conv2d_transpose(x, 2, 2, 2, "same", f),
    "max_pooling1d": lambda x, f: core_layers.max_pooling1d(x, 2, 2, data_format=f),
    "average_pooling2d": lambda x, f: core_layers.average_pooling2d(x, 2, 1, "same", f),
    "batch_normalization": lambda x, f: core_layers.batch_normalization(
        x, axis=1 if f == "channels_first" else -1, training=True
    ),
    "batch_norm": lambda x, f: contrib_layers.batch_norm(
        x, data_format=FIRST[f], updates_collections=None
    ),
    "contrib_conv2d": lambda x, f: contrib_layers.conv2d(x, 2, 3, data_format=FIRST[f]),
    "max_pool2d": lambda x, f: contrib_layers.max_pool2d(x, 2, data_format=FIRST[f]),
    "bias_add": lambda x, f: contrib_layers.bias_add(
        x, data_format=FIRST[f], initializer=v1.ones_initializer()
    ),
}


@pytest.mark.parametrize("name", LAYERS)
def test_channels_first_is_the_transpose(name):
    shape = (2, 3, 7) if "1d" in name else (2, 3, 7, 6)
    first = np.random.default_rng(1).standard_normal(shape).astype("float32")
    last = np.moveaxis(first, 1, -1)
    with tf.Graph().as_default(), v1.Session() as session:
        with v1.variable_scope("net"):
            ours = LAYERS[name](tf.constant(first), "channels_first")
        with v1.variable_scope("net", reuse=True):
            known = LAYERS[name](tf.constant(last), "channels_last")
        session.run(v1.global_variables_initializer())
        ours, known = session.run([ours, known])
    assert error(np.moveaxis(ours, 1, -1), known) <= 2e-6


def test_flattening_moves_the_channels_to_the_end():
    x = np.arange(24.0).reshape(1, 2, 3, 4)
    with tf.Graph().as_default(), v1.Session() as session:
        first = core_layers.flatten(tf.constant(x), data_format="channels_first")
        assert np.array_equal(session.run(first), np.moveaxis(x, 1, -1).reshape(1, 24))


def test_a_training_step_with_noise_moves_the_variables():
    with tf.Graph().as_default(), v1.Session() as session:
        y = contrib_layers.linear(tf.ones([2, 3]), 1)
        train = contrib_layers.optimize_loss(
            tf.reduce_sum(y), None, 0.1, "SGD", gradient_noise_scale=1.0
        )
        weights = v1.trainable_variables()[0]
        session.run(v1.global_variables_initializer())
        before = session.run(weights)
        session.run(train)
        change = session.run(weights) - before + 0.2  # without noise each moves by 0.1 * 2
        assert 1e-3 < np.abs(change).max() < 0.3 and np.ptp(change) > 1e-3
    assert not compat.is_installed()
