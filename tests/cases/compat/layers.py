"""tf.layers."""

import tensorflow as tf

from ._recording import program

ROWS = {"x": [5, 4]}
STEPS = {"x": [3, 6, 4]}
MAPS = {"x": [2, 7, 6, 3]}
BOXES = {"x": [2, 4, 5, 4, 2]}


def penalty(scale):
    return lambda v: scale * tf.nn.l2_loss(v)


@program(ROWS)
def dense(feeds):
    return tf.layers.dense(feeds["x"], 3)


@program(STEPS)
def dense_of_steps(feeds):
    return tf.layers.dense(
        feeds["x"], 3, tf.nn.tanh, kernel_regularizer=penalty(0.1), bias_regularizer=penalty(0.2),
        activity_regularizer=lambda y: 0.01 * tf.reduce_sum(y), name="projection")


@program(ROWS)
def dense_three_times(feeds):
    first = tf.layers.dense(feeds["x"], 4, activation=tf.nn.relu)
    second = tf.layers.dense(first, 4, use_bias=False)
    with tf.variable_scope("inner"):
        third = tf.layers.dense(second, 4, name="last", trainable=False)
    return tf.layers.dense(third, 2)


@program(ROWS)
def dense_reused(feeds):
    first = tf.layers.dense(feeds["x"], 4, name="shared", kernel_regularizer=penalty(0.3))
    return tf.layers.dense(first, 4, name="shared", reuse=True, kernel_regularizer=penalty(0.3))


@program(ROWS)
def dense_in_reused_scope(feeds):
    def net(x, reuse):
        with tf.variable_scope("net", reuse=reuse):
            return tf.layers.dense(tf.layers.dense(x, 4), 4)
    return net(net(feeds["x"], None), True)


@program(ROWS)
def dense_objects(feeds):
    one, other = tf.layers.Dense(4, name="same"), tf.layers.Dense(4, name="same")
    unnamed = tf.layers.Dense(4, use_bias=False)
    y = unnamed(one(other(one.apply(feeds["x"]))))
    assert [v.op.name for v in one.trainable_weights] == [one.kernel.op.name, one.bias.op.name]
    assert one.scope_name + "/bias" == one.bias.op.name
    return y


@program(ROWS, initial=True)
def dense_initializers(feeds):
    with tf.variable_scope("net", initializer=tf.random_uniform_initializer(-0.3, 0.3, seed=4)):
        y = tf.layers.dense(feeds["x"], 4)
    return tf.layers.dense(
        y, 3, kernel_initializer=tf.truncated_normal_initializer(stddev=0.2, seed=5),
        bias_initializer=tf.constant_initializer(0.1))


@program(ROWS)
def subclass(feeds):
    class Scaled(tf.layers.Layer):
        def build(self, shape):
            ones = tf.ones_initializer()
            self.scale = self.add_variable("scale", [int(shape[-1])], initializer=ones)
            self.built = True

        def call(self, inputs):
            return tf.layers.dense(inputs * self.scale, 3)
    layer = Scaled()
    return layer(feeds["x"])


@program(STEPS)
def conv1d(feeds):
    y = tf.layers.conv1d(feeds["x"], 5, 3, padding="same", activation=tf.nn.relu)
    return tf.layers.conv1d(y, 2, 2, strides=2), tf.layers.conv1d(y, 3, 2, dilation_rate=2)


@program(MAPS)
def conv2d(feeds):
    y = tf.layers.conv2d(feeds["x"], 4, [3, 2], (2, 1), "SAME", name="down")
    return tf.layers.conv2d(y, 2, 2, activation=tf.nn.sigmoid, kernel_regularizer=penalty(0.1))


@program(MAPS)
def conv2d_dilated(feeds):
    return tf.layers.conv2d(feeds["x"], 4, 2, dilation_rate=(2, 1), use_bias=False)


@program(MAPS)
def conv2d_object(feeds):
    layer = tf.layers.Conv2D(3, 3, padding="same")
    return layer(layer(feeds["x"]))


@program(BOXES)
def conv3d(feeds):
    return tf.layers.conv3d(feeds["x"], 3, [2, 3, 2], strides=(1, 2, 1), padding="same")


@program(MAPS)
def conv2d_transpose(feeds):
    y = tf.layers.conv2d_transpose(feeds["x"], 4, 3, strides=2, padding="same")
    return tf.layers.conv2d_transpose(y, 2, [3, 2], (1, 2), activation=tf.nn.relu)


@program(BOXES)
def conv3d_transpose(feeds):
    return tf.layers.conv3d_transpose(feeds["x"], 2, 3, strides=(1, 2, 1), padding="same")


@program(STEPS)
def separable_conv1d(feeds):
    return tf.layers.separable_conv1d(feeds["x"], 5, 3, padding="same", depth_multiplier=2)


@program(MAPS)
def separable_conv2d(feeds):
    return tf.layers.separable_conv2d(
        feeds["x"], 5, [3, 2], depth_multiplier=2, activation=tf.nn.tanh,
        pointwise_regularizer=penalty(0.2))


@program(STEPS)
def pooling1d(feeds):
    x = feeds["x"]
    return (tf.layers.max_pooling1d(x, 2, 2), tf.layers.average_pooling1d(x, 3, 2, "same"))


@program(MAPS)
def pooling2d(feeds):
    x = feeds["x"]
    return (tf.layers.max_pooling2d(x, [3, 2], 2, padding="same"), tf.layers.max_pooling2d(x, 2, 2),
            tf.layers.average_pooling2d(x, 2, (1, 2)))


@program(BOXES, dtype="float32")
def pooling3d(feeds):
    x = feeds["x"]
    return tf.layers.max_pooling3d(x, 2, 2), tf.layers.average_pooling3d(x, [1, 2, 2], 1, "same")


@program(MAPS)
def flatten(feeds):
    return tf.layers.dense(tf.layers.flatten(feeds["x"]), 3)


@program(MAPS)
def dropout(feeds):
    x = feeds["x"]
    return (tf.layers.dropout(x, 0.3, seed=7, training=True), tf.layers.dropout(x, 0.3),
            tf.layers.dropout(x, noise_shape=[2, 1, 1, 3], seed=8, training=True))


@program(dict(ROWS, on=([], bool)))
def dropout_asked(feeds):
    return tf.layers.dropout(feeds["x"], 0.6, seed=9, training=feeds["on"])


@program(MAPS, dtype="float32")
def batch_norm_training(feeds):
    return tf.layers.batch_normalization(feeds["x"], momentum=0.9, training=True)


@program(MAPS, dtype="float32")
def batch_norm_inference(feeds):
    return tf.layers.batch_normalization(feeds["x"], epsilon=0.01, scale=False)


@program(dict(MAPS, on=([], bool)), dtype="float32")
def batch_norm_asked(feeds):
    return tf.layers.batch_normalization(feeds["x"], center=False, training=feeds["on"])


@program(ROWS)
def batch_norm_rows(feeds):
    y = tf.layers.batch_normalization(feeds["x"], training=True, gamma_regularizer=penalty(0.1))
    return tf.layers.batch_normalization(y, training=False, name="still")


@program(dict(STEPS, on=([], bool)))
def batch_norm_axis(feeds):
    return tf.layers.batch_normalization(feeds["x"], axis=1, momentum=0.8, training=feeds["on"])


@program(MAPS)
def batch_norm_unfused(feeds):
    return tf.layers.batch_normalization(feeds["x"], fused=False, training=True)
