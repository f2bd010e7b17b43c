"""`dense`, `dropout` and `flatten`."""

import tensorflow as tf

from tf_contrib_rnn.compat.core_layers._functions import function_of
from tf_contrib_rnn.compat.core_layers._options import channels_of, choose
from tf_contrib_rnn.compat.core_layers.base import Layer

v1 = tf.compat.v1


class Dense(Layer):
    """`activation(inputs kernel + bias)` over the last axis; variables `kernel` and `bias`.

    Args:
        units: size of the outputs.
        activation: function, its name, or None.
        use_bias: whether there is a bias.
        kernel_initializer, bias_initializer: initializers; None for the variable scope's.
        kernel_regularizer, bias_regularizer: functions of the variable that give a loss.
        activity_regularizer: function of the outputs that gives a loss.
        kernel_constraint, bias_constraint: functions applied after an optimizer's update.
        trainable, name: as of `Layer`.
        **kwargs: as of `Layer`.
    """

    def __init__(
        self,
        units,
        activation=None,
        use_bias=True,
        kernel_initializer=None,
        bias_initializer="zeros",
        kernel_regularizer=None,
        bias_regularizer=None,
        activity_regularizer=None,
        kernel_constraint=None,
        bias_constraint=None,
        trainable=True,
        name=None,
        **kwargs,
    ):
        super().__init__(trainable, name, activity_regularizer=activity_regularizer, **kwargs)
        self.units, self.activation, self.use_bias = int(units), activation, use_bias
        self._kernel = (kernel_initializer, kernel_regularizer, kernel_constraint)
        self._bias = (bias_initializer, bias_regularizer, bias_constraint)

    def build(self, input_shape):
        depth = channels_of(input_shape, "channels_last")
        initializer, regularizer, constraint = self._kernel
        self.kernel = self.add_weight(
            "kernel",
            [depth, self.units],
            initializer=initializer,
            regularizer=regularizer,
            constraint=constraint,
        )
        self.bias = None
        if self.use_bias:
            initializer, regularizer, constraint = self._bias
            self.bias = self.add_weight(
                "bias",
                [self.units],
                initializer=initializer,
                regularizer=regularizer,
                constraint=constraint,
            )

    def call(self, inputs):
        rank = inputs.shape.rank
        if rank > 2:
            outputs = tf.tensordot(inputs, self.kernel, [[rank - 1], [0]])
            outputs.set_shape([*inputs.shape.as_list()[:-1], self.units])
        else:
            outputs = tf.matmul(inputs, self.kernel)
        if self.use_bias:
            outputs = tf.nn.bias_add(outputs, self.bias)
        return self._activated(outputs)


class Dropout(Layer):
    """Sets a fraction of the inputs to zero while training, and scales the others up.

    Args:
        rate: the fraction to drop, 0 to 1.
        noise_shape: shape of the random numbers; None for that of the inputs.
        seed: TF1's op seed, or None.
        name: as of `Layer`.
        **kwargs: as of `Layer`.
    """

    def __init__(self, rate=0.5, noise_shape=None, seed=None, name=None, **kwargs):
        super().__init__(name=name, **kwargs)
        self.rate, self.noise_shape, self.seed = rate, noise_shape, seed

    def call(self, inputs, training=False):
        def dropped():
            return v1.nn.dropout(
                inputs, noise_shape=self.noise_shape, seed=self.seed, rate=self.rate
            )

        return choose(training, dropped, lambda: tf.identity(inputs))


class Flatten(Layer):
    """All axes behind the first as one.

    Args:
        data_format: `channels_last`, or `channels_first`, whose channels are moved to the end.
        **kwargs: as of `Layer`.
    """

    def __init__(self, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self.data_format = data_format or "channels_last"

    def call(self, inputs):
        rank = inputs.shape.rank
        if self.data_format == "channels_first" and rank > 1:
            inputs = tf.transpose(inputs, [0, *range(2, rank), 1])
        sizes = inputs.shape.as_list()
        batch = tf.shape(inputs)[0] if sizes[0] is None else sizes[0]
        return tf.reshape(inputs, [batch, tf.TensorShape(sizes[1:]).num_elements() or -1])


dense = function_of(Dense, "dense")
dropout = function_of(Dropout, "dropout", {"training": False}, reuse=False)


def flatten(inputs, name=None, data_format="channels_last"):
    """`tf.layers.flatten`: all axes behind the first as one.

    Args:
        inputs: tensor [batch, ...].
        name: name of the layer.
        data_format: as of `Flatten`.

    Returns:
        Tensor [batch, size].
    """
    return Flatten(data_format=data_format, name=name)(inputs)
