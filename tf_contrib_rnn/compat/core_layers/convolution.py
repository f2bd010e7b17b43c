"""`conv1d`, `conv2d` and `conv3d`."""

import tensorflow as tf

from tf_contrib_rnn.compat.core_layers._functions import function_of
from tf_contrib_rnn.compat.core_layers._options import (
    channels_of,
    data_format_of,
    padding_of,
    several,
)
from tf_contrib_rnn.compat.core_layers.base import Layer

v1 = tf.compat.v1


class Convolution(Layer):
    """`activation(inputs * kernel + bias)` over `rank` axes; variables `kernel` and `bias`.

    Args:
        filters: channels of the outputs.
        kernel_size: width of the kernel, one number or one an axis.
        strides: steps of the kernel, likewise.
        padding: `valid` or `same`.
        data_format: `channels_last` or `channels_first`.
        dilation_rate: distance of the kernel's points, one number or one an axis.
        activation: function, its name, or None.
        use_bias: whether there is a bias.
        kernel_initializer, bias_initializer: initializers; None for the variable scope's.
        kernel_regularizer, bias_regularizer: functions of the variable that give a loss.
        activity_regularizer: function of the outputs that gives a loss.
        kernel_constraint, bias_constraint: functions applied after an optimizer's update.
        trainable, name: as of `Layer`.
        **kwargs: as of `Layer`.
    """

    rank = 1

    def __init__(
        self,
        filters,
        kernel_size,
        strides=1,
        padding="valid",
        data_format="channels_last",
        dilation_rate=1,
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
        self.filters, self.activation, self.use_bias = filters, activation, use_bias
        self.kernel_size = several(kernel_size, self.rank, "kernel_size")
        self.strides = several(strides, self.rank, "strides")
        self.dilation_rate = several(dilation_rate, self.rank, "dilation_rate")
        self.padding, self.data_format = padding_of(padding), data_format
        self._kernel = (kernel_initializer, kernel_regularizer, kernel_constraint)
        self._bias = (bias_initializer, bias_regularizer, bias_constraint)
        data_format_of(data_format, self.rank)

    def build(self, input_shape):
        channels = channels_of(input_shape, self.data_format)
        self._add("kernel", self.kernel_shape(channels), self._kernel)
        self._add_bias()

    def kernel_shape(self, channels):
        """Shape of the kernel for inputs with so many channels."""
        return [*self.kernel_size, channels, self.filters]

    def call(self, inputs):
        outputs = v1.nn.convolution(
            inputs,
            self.kernel,
            self.padding.upper(),
            strides=self.strides,
            dilation_rate=self.dilation_rate,
            data_format=data_format_of(self.data_format, self.rank),
        )
        return self._finished(outputs)

    def _add(self, name, shape, options):
        initializer, regularizer, constraint = options
        variable = self.add_weight(
            name, shape, initializer=initializer, regularizer=regularizer, constraint=constraint
        )
        setattr(self, name, variable)

    def _add_bias(self):
        self.bias = None
        if self.use_bias:
            self._add("bias", [self.filters], self._bias)

    def _finished(self, outputs):
        """Outputs with bias and activation."""
        if self.use_bias:
            first = self.data_format == "channels_first"
            outputs = tf.nn.bias_add(outputs, self.bias, "NC.." if first else None)
        return self._activated(outputs)


class Conv1D(Convolution):
    """A convolution over one axis; arguments as of `Convolution`."""


class Conv2D(Convolution):
    """A convolution over two axes; arguments as of `Convolution`."""

    rank = 2


class Conv3D(Convolution):
    """A convolution over three axes; arguments as of `Convolution`."""

    rank = 3


conv1d = function_of(Conv1D, "conv1d")
conv2d = function_of(Conv2D, "conv2d")
conv3d = function_of(Conv3D, "conv3d")
