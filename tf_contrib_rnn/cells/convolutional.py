"""LSTM cells on maps: `ConvLSTMCell`, `Conv1DLSTMCell`, `Conv2DLSTMCell`, `Conv3DLSTMCell`."""

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import RNNCell
from tf_contrib_rnn.cells._checks import number, received, switch
from tf_contrib_rnn.cells._math import conv, lstm_update, split_gates, tanh
from tf_contrib_rnn.cells._state import LSTMStateTuple, positive_size, shape_size, static_shape


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class ConvLSTMCell(RNNCell):
    """LSTM cell whose products are convolutions, on maps of 1, 2 or 3 spatial dimensions.

        i, j, f, o = split(conv([x, h], W) + b, 4)
        c' = sigmoid(f + forget_bias) * c + sigmoid(i) * tanh(j)
        h' = sigmoid(o) * tanh(c')

    i is the input gate, j the new input, f the forget gate, o the output gate, c the memory and
    h the output; all are maps of the input's spatial size with `output_channels` channels. The
    convolution has stride 1 and same padding; channels are last.

    Args:
        conv_ndims: number of spatial dimensions, 1, 2 or 3.
        input_shape: shape of a step's input without the batch: spatial sizes and channels.
        output_channels: number of channels C of the output and the memory.
        kernel_shape: sizes of the convolution's window, or one int for all.
        use_bias: whether there is a bias `biases`.
        skip_connection: whether the output is `h'` and the input concatenated on channels.
        forget_bias: added to the forget gate at run time, never stored in the bias.
        initializers: accepted and without effect, as in TF1.
        name, **kwargs: see `RNNCell`; the variables' roles are `kernel` and `bias`.

    Raises:
        ValueError: when the sizes do not fit each other, or an input has another shape.

    Differs from TF1: with `skip_connection=True` TF1 put the concatenation into the state too and
    could not run a second step; here the state's h is the cell's own output. An input whose
    channels are not those of `input_shape` is refused.

    Paper: Shi et al., "Convolutional LSTM Network: A Machine Learning Approach for Precipitation
    Nowcasting", 2015.
    """

    makes_variables_in_call = False

    def __init__(
        self,
        conv_ndims,
        input_shape,
        output_channels,
        kernel_shape,
        use_bias=True,
        skip_connection=False,
        forget_bias=1.0,
        initializers=None,
        name="conv_lstm_cell",
        **kwargs,
    ):
        super().__init__(name=name, **kwargs)
        self.conv_ndims = _one_to_three(conv_ndims)
        self.map_shape = _map_shape(input_shape, self.conv_ndims)
        self.output_channels = positive_size("output_channels", output_channels)
        self.kernel_shape = _window(kernel_shape, self.conv_ndims)
        self.use_bias = switch("use_bias", use_bias)
        self.skip_connection = switch("skip_connection", skip_connection)
        self.forget_bias = number("forget_bias", forget_bias)
        *spatial, channels = self.map_shape
        size = shape_size([*spatial, self.output_channels])
        self.state_size = LSTMStateTuple(size, size)
        skipped = channels if skip_connection else 0
        self.output_size = shape_size([*spatial, self.output_channels + skipped])

    def build(self, inputs_shape):
        channels = self.input_depth(inputs_shape, expected=(None, *self.map_shape))
        filters = self.output_channels
        self.kernel = self.add_variable(
            "kernel", [*self.kernel_shape, channels + filters, 4 * filters]
        )
        if self.use_bias:
            self.bias = self.add_variable("biases", [4 * filters], initializer="zeros", role="bias")
        else:
            self.bias = None

    def call(self, inputs, state):
        c, h = state
        i, j, f, o = split_gates(conv(inputs, h, self.kernel, self.bias), 4)
        c, h = lstm_update(i, j, f, o, c, self.forget_bias, tanh)
        output = ops.concatenate([h, inputs], axis=-1) if self.skip_connection else h
        return output, LSTMStateTuple(c, h)


def _fixed_ndims(ndims):
    """A `ConvLSTMCell` class whose number of spatial dimensions is fixed."""

    class FixedNdims(ConvLSTMCell):
        def __init__(
            self,
            name=f"conv_{ndims}d_lstm_cell",
            *,
            input_shape,
            output_channels,
            kernel_shape,
            use_bias=True,
            skip_connection=False,
            forget_bias=1.0,
            initializers=None,
            **kwargs,
        ):
            super().__init__(
                ndims,
                input_shape,
                output_channels,
                kernel_shape,
                use_bias=use_bias,
                skip_connection=skip_connection,
                forget_bias=forget_bias,
                initializers=initializers,
                name=name,
                **kwargs,
            )

    return FixedNdims


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class Conv1DLSTMCell(_fixed_ndims(1)):
    """`ConvLSTMCell` with `conv_ndims=1`: inputs [batch, width, channels].

    The arguments are those of `ConvLSTMCell` without `conv_ndims`, all but `name` by keyword.
    """


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class Conv2DLSTMCell(_fixed_ndims(2)):
    """`ConvLSTMCell` with `conv_ndims=2`: inputs [batch, height, width, channels].

    The arguments are those of `ConvLSTMCell` without `conv_ndims`, all but `name` by keyword.
    """


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class Conv3DLSTMCell(_fixed_ndims(3)):
    """`ConvLSTMCell` with `conv_ndims=3`: inputs [batch, depth, height, width, channels].

    The arguments are those of `ConvLSTMCell` without `conv_ndims`, all but `name` by keyword.
    """


def _one_to_three(conv_ndims):
    ndims = positive_size("conv_ndims", conv_ndims)
    if ndims > 3:
        raise ValueError(f"conv_ndims expects 1, 2 or 3, received {conv_ndims}: choose one.")
    return ndims


def _map_shape(input_shape, ndims):
    shape = static_shape(input_shape) if hasattr(input_shape, "as_list") else input_shape
    if not hasattr(shape, "__len__") or len(shape) != ndims + 1:
        raise ValueError(
            f"input_shape expects {ndims} spatial sizes and the channels for conv_ndims={ndims}, "
            f"received {received(input_shape)}: leave out batch and time."
        )
    return tuple(positive_size("input_shape", size) for size in shape)


def _window(kernel_shape, ndims):
    sizes = kernel_shape if hasattr(kernel_shape, "__iter__") else [kernel_shape] * ndims
    window = tuple(positive_size("kernel_shape", size) for size in sizes)
    if len(window) != ndims:
        raise ValueError(
            f"kernel_shape expects {ndims} sizes or one int for conv_ndims={ndims}, received "
            f"{list(window)}: give one size a spatial dimension."
        )
    return window
