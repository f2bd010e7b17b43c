"""tf.contrib.layers and the argument scopes of tf.contrib.framework."""

import tensorflow as tf
from tensorflow.contrib import layers
from tensorflow.contrib.framework import arg_scope, get_or_create_global_step
from tensorflow.contrib.layers import fully_connected, xavier_initializer

from ._recording import program
from .layers import BOXES, MAPS, ROWS, STEPS


@program(ROWS)
def fully_connected_twice(feeds):
    y = layers.fully_connected(feeds["x"], 4, weights_regularizer=layers.l2_regularizer(0.1))
    y = layers.fully_connected(y, 4, activation_fn=None, biases_initializer=None)
    return (layers.linear(y, 3), layers.relu6(y, 2, scope="capped"), layers.relu(y, 2))


@program(STEPS)
def fully_connected_steps(feeds):
    return fully_connected(
        feeds["x"], 5, activation_fn=tf.tanh, scope="fc", variables_collections=["kept"],
        biases_regularizer=layers.l1_regularizer(0.3), outputs_collections="ends")


@program(ROWS)
def fully_connected_reused(feeds):
    y = fully_connected(feeds["x"], 4, scope="fc", weights_regularizer=layers.l2_regularizer(0.1))
    return fully_connected(y, 4, scope="fc", reuse=True)


@program(ROWS, dtype="float32")
def fully_connected_normalized(feeds):
    return fully_connected(feeds["x"], 4, normalizer_fn=layers.batch_norm,
                           normalizer_params={"is_training": True, "scale": True, "decay": 0.9})


@program(ROWS, initial=True)
def initializers(feeds):
    y = fully_connected(feeds["x"], 4, weights_initializer=xavier_initializer(seed=3))
    y = fully_connected(y, 3, weights_initializer=xavier_initializer(uniform=False, seed=4))
    scaling = layers.variance_scaling_initializer
    for mode in ("FAN_IN", "FAN_OUT", "FAN_AVG"):
        kernel = tf.get_variable("in_" + mode, [3, 3], y.dtype, scaling(mode=mode, seed=6))
        y = tf.matmul(y, kernel)
    window = tf.get_variable("window", [2, 3, 4, 5], tf.float32,
                             scaling(factor=1.5, mode="FAN_IN", uniform=True, seed=7))
    bias = tf.get_variable("vector", [3], tf.float64, layers.xavier_initializer_conv2d(seed=8))
    return y + bias, tf.reduce_sum(window)


@program(ROWS)
def stacks(feeds):
    y = layers.stack(feeds["x"], layers.fully_connected, [4, 5], scope="stack")
    repeated = layers.repeat(y, 2, layers.fully_connected, 3)
    return repeated, layers.stack(y, layers.linear, [[2], [3]])


@program(MAPS)
def conv2d(feeds):
    y = layers.conv2d(
        feeds["x"], 4, [3, 3], stride=2, weights_regularizer=layers.l2_regularizer(0.2))
    y = layers.convolution2d(y, 3, 2, padding="VALID", activation_fn=None, scope="last")
    return layers.conv2d(y, 2, 2, rate=2)


@program(MAPS, dtype="float32")
def conv2d_normalized(feeds):
    return layers.conv2d(feeds["x"], 4, 3, normalizer_fn=layers.batch_norm)


@program(STEPS)
def conv1d(feeds):
    y = layers.conv1d(feeds["x"], 3, 2, biases_initializer=None)
    return layers.convolution1d(y, 2, 3, stride=2, scope="last")


@program(BOXES)
def conv3d(feeds):
    y = layers.conv3d(feeds["x"], 3, [2, 3, 2], activation_fn=None)
    return layers.convolution3d(y, 2, 2), layers.convolution(y, 2, 1, padding="VALID")


@program(MAPS)
def conv2d_transpose(feeds):
    y = layers.conv2d_transpose(feeds["x"], 2, [3, 3], stride=2)
    return layers.convolution2d_transpose(y, 2, 2, padding="VALID", normalizer_fn=tf.nn.elu)


@program(MAPS)
def pools(feeds):
    x = feeds["x"]
    return (layers.max_pool2d(x, [2, 2]), layers.max_pool2d(x, 3, 1, padding="SAME"),
            layers.avg_pool2d(x, [2, 3], stride=[2, 1]))


@program(ROWS, dtype="float32")
def batch_norm_rows(feeds):
    return layers.batch_norm(feeds["x"], decay=0.9, scale=True, activation_fn=tf.nn.relu)


@program(MAPS, dtype="float32")
def batch_norm_maps(feeds):
    return layers.batch_norm(feeds["x"], scale=True, scope="bn", epsilon=0.1)


@program(MAPS, dtype="float32")
def batch_norm_at_once(feeds):
    return layers.batch_norm(feeds["x"], decay=0.7, updates_collections=None)


@program(STEPS)
def batch_norm_steps_at_once(feeds):
    return layers.batch_norm(feeds["x"], decay=0.7, updates_collections=None, center=False)


@program(ROWS)
def batch_norm_unfused(feeds):
    return layers.batch_norm(feeds["x"], fused=False, scale=True)


@program(ROWS, dtype="float32")
def batch_norm_inference(feeds):
    y = layers.batch_norm(feeds["x"], is_training=False, updates_collections=None)
    return layers.batch_norm(y, is_training=False, scale=True)


@program(dict(ROWS, on=([], bool)), dtype="float32")
def batch_norm_asked(feeds):
    return layers.batch_norm(feeds["x"], is_training=feeds["on"], updates_collections="mine")


@program(STEPS)
def layer_norm(feeds):
    y = layers.layer_norm(feeds["x"], activation_fn=tf.nn.tanh)
    y = layers.layer_norm(y, center=False, begin_norm_axis=-1, scope="inner")
    return layers.layer_norm(y, scale=False, begin_params_axis=1, trainable=False)


@program(dict(STEPS, on=([], bool)))
def dropout(feeds):
    x = feeds["x"]
    return (layers.dropout(x, 0.7, seed=3), layers.dropout(x, is_training=False),
            layers.dropout(x, 0.4, is_training=feeds["on"], seed=4, scope="asked"))


@program(dict(STEPS, ids=([3, 5], 4)))
def small_ones(feeds):
    x = feeds["x"]
    return (layers.flatten(x), layers.bias_add(x, activation_fn=tf.nn.relu),
            layers.one_hot_encoding(feeds["ids"], 4, on_value=2.0), layers.softmax(x),
            layers.unit_norm(x, 1))


@program({"ids": ([3, 5], 7)})
def embed_sequence(feeds):
    ids = feeds["ids"]
    first = layers.embed_sequence(ids, 7, 3, scope="words", regularizer=layers.l2_regularizer(0.1))
    again = layers.embed_sequence(ids, 7, 3, scope="words", reuse=True)
    return first, again, layers.embed_sequence(ids, vocab_size=7, embed_dim=2, unique=True)


@program(ROWS)
def regularizers(feeds):
    both = layers.sum_regularizer([layers.l1_regularizer(0.2), None, layers.l2_regularizer(0.3)])
    y = tf.layers.dense(feeds["x"], 3, kernel_regularizer=both, bias_regularizer=both)
    y = tf.layers.dense(y, 2, kernel_regularizer=layers.l1_l2_regularizer(0.1, 0.4))
    y = tf.layers.dense(y, 2, kernel_regularizer=layers.l2_regularizer(0.0))
    layers.apply_regularization(layers.l2_regularizer(0.5), tf.trainable_variables()[:2])
    assert layers.sum_regularizer([]) is None
    return y


@program(ROWS)
def argument_scopes(feeds):
    with arg_scope([layers.fully_connected], activation_fn=tf.tanh) as scope:
        with arg_scope([layers.fully_connected, layers.layer_norm], trainable=False):
            y = layers.layer_norm(layers.fully_connected(feeds["x"], 4))
        y = layers.fully_connected(y, 3)
    y = layers.fully_connected(y, 3)
    with arg_scope(scope):
        return layers.fully_connected(y, 2), layers.linear(y, 2)


def fitted(feeds, **options):
    y = layers.fully_connected(feeds["x"], 3, activation_fn=tf.tanh)
    loss = tf.reduce_mean(tf.square(layers.linear(y, 1)))
    return layers.optimize_loss(loss, get_or_create_global_step(), **options)


@program(ROWS, trains=True)
def optimize_sgd(feeds):
    return fitted(feeds, learning_rate=0.5, optimizer="SGD", clip_gradients=0.1)


@program(ROWS, trains=True)
def optimize_adam(feeds):
    return fitted(
        feeds, learning_rate=0.1, optimizer=tf.train.AdamOptimizer, name="fit",
        learning_rate_decay_fn=lambda rate, step: tf.train.exponential_decay(rate, step, 10, 0.5),
        gradient_multipliers={"fully_connected/weights:0": 0.25}, summaries=["gradients"])


@program(ROWS, trains=True)
def optimize_made(feeds):
    return fitted(
        feeds, learning_rate=None, optimizer=tf.train.MomentumOptimizer(0.1, 0.9),
        increment_global_step=False)
