"""`conv1d` to `conv3d`, and `conv2d_transpose`."""

import tensorflow as tf

from tf_contrib_rnn.compat import core_layers
from tf_contrib_rnn.compat.contrib_layers._variables import layout_of
from tf_contrib_rnn.compat.contrib_layers._weighted import weighted
from tf_contrib_rnn.compat.contrib_layers.initializers import XAVIER
from tf_contrib_rnn.compat.framework import add_arg_scope

_CLASSES = {3: core_layers.Conv1D, 4: core_layers.Conv2D, 5: core_layers.Conv3D}


@add_arg_scope
def convolution(
    inputs,
    num_outputs,
    kernel_size,
    stride=1,
    padding="SAME",
    data_format=None,
    rate=1,
    activation_fn=tf.nn.relu,
    normalizer_fn=None,
    normalizer_params=None,
    weights_initializer=XAVIER,
    weights_regularizer=None,
    biases_initializer="zeros",
    biases_regularizer=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    scope=None,
    conv_dims=None,
):
    """`activation(normalizer(inputs * weights) + biases)` over as many axes as the inputs have.

    Args:
        inputs: tensor [batch, space..., channels].
        num_outputs: channels of the outputs.
        kernel_size: width of the kernel, one number or one an axis.
        stride: steps of the kernel, likewise.
        padding: `SAME` or `VALID`.
        data_format: TensorFlow's name of the layout; None for channels last.
        rate: distance of the kernel's points, one number or one an axis.
        activation_fn: function, or None; relu unless said otherwise.
        normalizer_fn: function that takes the place of the biases, or None.
        normalizer_params: its keyword arguments.
        weights_initializer: initializer of `weights`.
        weights_regularizer: function of `weights` that gives a loss.
        biases_initializer: initializer of `biases`; None for no biases.
        biases_regularizer: function of `biases` that gives a loss.
        reuse: whether the scope is entered again.
        variables_collections: collections for the variables, or {name: collections}.
        outputs_collections: collections for the outputs.
        trainable: whether the variables are trainable.
        scope: variable scope; None for `Conv`.
        conv_dims: how many axes of space the inputs must have; None for any.

    Returns:
        Tensor [batch, space..., num_outputs].

    Raises:
        ValueError: for inputs of another rank.
    """
    given = dict(locals())
    inputs = tf.convert_to_tensor(inputs)
    rank = inputs.shape.rank
    if rank not in _CLASSES or (conv_dims is not None and rank != conv_dims + 2):
        wanted = [3, 4, 5] if conv_dims is None else conv_dims + 2
        raise ValueError(
            f"a convolution expects inputs of rank {wanted}, received shape {inputs.shape}: add "
            "or drop axes."
        )
    sizes = _sizes(given)
    return weighted(_CLASSES[rank], "Conv", given, dilation_rate=rate, **sizes)


def _sizes(given):
    """The arguments of a class of convolutions that `weighted` does not know."""
    return {
        "filters": given["num_outputs"],
        "kernel_size": given["kernel_size"],
        "strides": given["stride"],
        "padding": given["padding"],
        "data_format": layout_of(given["data_format"]),
    }


def _convolution(rank):
    def convolve(inputs, num_outputs, kernel_size, *args, **kwargs):
        return convolution(inputs, num_outputs, kernel_size, *args, conv_dims=rank, **kwargs)

    convolve.__name__ = convolve.__qualname__ = f"convolution{rank}d"
    convolve.__doc__ = convolution.__doc__
    return add_arg_scope(convolve)


convolution1d = conv1d = _convolution(1)
convolution2d = conv2d = _convolution(2)
convolution3d = conv3d = _convolution(3)


@add_arg_scope
def convolution2d_transpose(
    inputs,
    num_outputs,
    kernel_size,
    stride=1,
    padding="SAME",
    data_format="NHWC",
    activation_fn=tf.nn.relu,
    normalizer_fn=None,
    normalizer_params=None,
    weights_initializer=XAVIER,
    weights_regularizer=None,
    biases_initializer="zeros",
    biases_regularizer=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    scope=None,
):
    """The transpose of a convolution over two axes.

    Args:
        inputs: tensor [batch, height, width, channels].
        num_outputs: as of `convolution`.
        kernel_size: as of `convolution`.
        stride: as of `convolution`.
        padding: as of `convolution`.
        data_format: `NHWC` or `NCHW`.
        activation_fn: as of `convolution`.
        normalizer_fn: as of `convolution`.
        normalizer_params: as of `convolution`.
        weights_initializer: as of `convolution`.
        weights_regularizer: as of `convolution`.
        biases_initializer: as of `convolution`.
        biases_regularizer: as of `convolution`.
        reuse: as of `convolution`.
        variables_collections: as of `convolution`.
        outputs_collections: as of `convolution`.
        trainable: as of `convolution`.
        scope: variable scope; None for `Conv2d_transpose`.

    Returns:
        Tensor [batch, height, width, num_outputs].
    """
    given = dict(locals())
    return weighted(core_layers.Conv2DTranspose, "Conv2d_transpose", given, **_sizes(given))


conv2d_transpose = convolution2d_transpose
