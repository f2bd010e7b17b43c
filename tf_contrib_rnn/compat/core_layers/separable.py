"""`separable_conv1d` and `separable_conv2d`."""

import tensorflow as tf

from tf_contrib_rnn.compat.core_layers._functions import function_of
from tf_contrib_rnn.compat.core_layers._options import channels_of
from tf_contrib_rnn.compat.core_layers.convolution import Convolution

_AS_ANY = (  # arguments of any convolution
    "filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate", "activation",
    "use_bias", "bias_initializer", "bias_regularizer", "activity_regularizer", "bias_constraint",
    "trainable", "name",
)  # fmt: skip


class SeparableConvolution(Convolution):
    """A convolution of each channel by itself, then one of width 1 across the channels.

    Variables `depthwise_kernel`, `pointwise_kernel` and `bias`.

    Args:
        filters, kernel_size, strides, padding, data_format, dilation_rate: as of `Convolution`.
        depth_multiplier: channels that each channel becomes in the first convolution.
        activation, use_bias: as of `Convolution`.
        depthwise_initializer, pointwise_initializer, bias_initializer: initializers.
        depthwise_regularizer, pointwise_regularizer, bias_regularizer: functions of the variable.
        activity_regularizer: function of the outputs that gives a loss.
        depthwise_constraint, pointwise_constraint, bias_constraint: functions applied after an
            optimizer's update.
        trainable, name: as of `Layer`.
        **kwargs: as of `Layer`.
    """

    def __init__(
        self,
        filters,
        kernel_size,
        strides=1,
        padding="valid",
        data_format="channels_last",
        dilation_rate=1,
        depth_multiplier=1,
        activation=None,
        use_bias=True,
        depthwise_initializer=None,
        pointwise_initializer=None,
        bias_initializer="zeros",
        depthwise_regularizer=None,
        pointwise_regularizer=None,
        bias_regularizer=None,
        activity_regularizer=None,
        depthwise_constraint=None,
        pointwise_constraint=None,
        bias_constraint=None,
        trainable=True,
        name=None,
        **kwargs,
    ):
        given = dict(locals())
        super().__init__(**{key: given[key] for key in _AS_ANY}, **kwargs)
        self.depth_multiplier = depth_multiplier
        self._depthwise = (depthwise_initializer, depthwise_regularizer, depthwise_constraint)
        self._pointwise = (pointwise_initializer, pointwise_regularizer, pointwise_constraint)
        if data_format != "channels_last":
            raise ValueError(
                f"{type(self).__name__} expects data_format='channels_last', received "
                f"{data_format!r}: transpose the inputs before."
            )

    def build(self, input_shape):
        channels, ones = channels_of(input_shape, self.data_format), [1] * self.rank
        depthwise = [*self.kernel_size, channels, self.depth_multiplier]
        self._add("depthwise_kernel", depthwise, self._depthwise)
        between = channels * self.depth_multiplier
        self._add("pointwise_kernel", [*ones, between, self.filters], self._pointwise)
        self._add_bias()

    def call(self, inputs):
        kernels, strides = [self.depthwise_kernel, self.pointwise_kernel], self.strides
        dilations = self.dilation_rate
        if self.rank == 1:  # as a plane of height 1, with equal strides as the operation wants
            inputs = tf.expand_dims(inputs, 1)
            kernels = [tf.expand_dims(kernel, 0) for kernel in kernels]
            strides, dilations = strides * 2, (1, *dilations)
        outputs = tf.nn.separable_conv2d(
            inputs,
            *kernels,
            strides=[1, *strides, 1],
            padding=self.padding.upper(),
            dilations=dilations,
        )
        if self.rank == 1:
            outputs = tf.squeeze(outputs, 1)
        return self._finished(outputs)


class SeparableConv1D(SeparableConvolution):
    """A separable convolution over one axis; arguments as of `SeparableConvolution`."""


class SeparableConv2D(SeparableConvolution):
    """A separable convolution over two axes; arguments as of `SeparableConvolution`."""

    rank = 2


separable_conv1d = function_of(SeparableConv1D, "separable_conv1d")
separable_conv2d = function_of(SeparableConv2D, "separable_conv2d")
