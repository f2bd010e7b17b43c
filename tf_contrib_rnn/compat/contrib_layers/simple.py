"""Layers without variables."""

import tensorflow as tf

from tf_contrib_rnn.compat import core_layers
from tf_contrib_rnn.compat.contrib_layers._variables import finish, layout_of
from tf_contrib_rnn.compat.framework import add_arg_scope

v1 = tf.compat.v1


@add_arg_scope
def dropout(
    inputs,
    keep_prob=0.5,
    noise_shape=None,
    is_training=True,
    outputs_collections=None,
    scope=None,
    seed=None,
):
    """Sets some of the inputs to zero while training, and scales the others up.

    Args:
        inputs: tensor.
        keep_prob: the fraction to keep.
        noise_shape: shape of the random numbers; None for that of the inputs.
        is_training: whether anything is dropped; a bool or a tensor.
        outputs_collections: collections for the outputs.
        scope: scope; None for `Dropout`.
        seed: TF1's op seed, or None.

    Returns:
        Tensor of the inputs' shape.
    """
    with v1.variable_scope(scope, "Dropout", [inputs]) as entered:
        layer = core_layers.Dropout(1 - keep_prob, noise_shape, seed, entered.name, _scope=entered)
        return finish(layer(inputs, training=is_training), None, outputs_collections)


@add_arg_scope
def flatten(inputs, outputs_collections=None, scope=None):
    """All axes behind the first as one.

    Args:
        inputs: tensor [batch, ...].
        outputs_collections: collections for the outputs.
        scope: name scope; None for `Flatten`.

    Returns:
        Tensor [batch, size].
    """
    with v1.name_scope(scope, "Flatten", [inputs]):
        return finish(core_layers.flatten(inputs), None, outputs_collections)


def _pool(layer, default, inputs, kernel_size, stride, padding, data_format, collections, scope):
    with v1.name_scope(scope, default, [inputs]):
        pooled = layer(kernel_size, stride, padding, layout_of(data_format))
        return finish(pooled(inputs), None, collections)


@add_arg_scope
def max_pool2d(
    inputs,
    kernel_size,
    stride=2,
    padding="VALID",
    data_format="NHWC",
    outputs_collections=None,
    scope=None,
):
    """The largest number of each window.

    Args:
        inputs: tensor [batch, height, width, channels].
        kernel_size: width of the windows, one number or two.
        stride: steps of the windows, likewise.
        padding: `VALID` or `SAME`.
        data_format: `NHWC` or `NCHW`.
        outputs_collections: collections for the outputs.
        scope: name scope; None for `MaxPool2D`.

    Returns:
        Tensor [batch, height, width, channels].
    """
    options = (inputs, kernel_size, stride, padding, data_format, outputs_collections, scope)
    return _pool(core_layers.MaxPooling2D, "MaxPool2D", *options)


@add_arg_scope
def avg_pool2d(
    inputs,
    kernel_size,
    stride=2,
    padding="VALID",
    data_format="NHWC",
    outputs_collections=None,
    scope=None,
):
    """The mean of each window.

    Args:
        inputs: tensor [batch, height, width, channels].
        kernel_size: width of the windows, one number or two.
        stride: steps of the windows, likewise.
        padding: `VALID` or `SAME`.
        data_format: `NHWC` or `NCHW`.
        outputs_collections: collections for the outputs.
        scope: name scope; None for `AvgPool2D`.

    Returns:
        Tensor [batch, height, width, channels].
    """
    options = (inputs, kernel_size, stride, padding, data_format, outputs_collections, scope)
    return _pool(core_layers.AveragePooling2D, "AvgPool2D", *options)


@add_arg_scope
def one_hot_encoding(
    labels, num_classes, on_value=1.0, off_value=0.0, outputs_collections=None, scope=None
):
    """Whole numbers as rows with one number that stands out.

    Args:
        labels: whole numbers [...].
        num_classes: size of a row.
        on_value: the number at the label's place.
        off_value: the others.
        outputs_collections: collections for the outputs.
        scope: name scope; None for `OneHotEncoding`.

    Returns:
        Tensor [..., num_classes].
    """
    with v1.name_scope(scope, "OneHotEncoding", [labels]):
        rows = tf.one_hot(labels, num_classes, on_value=on_value, off_value=off_value)
        return finish(rows, None, outputs_collections)


@add_arg_scope
def softmax(logits, scope=None):
    """Softmax over the last axis.

    Args:
        logits: tensor [..., classes].
        scope: variable scope; None for `softmax`.

    Returns:
        Tensor of the same shape.
    """
    with v1.variable_scope(scope, "softmax", [logits]):
        return tf.nn.softmax(logits)


@add_arg_scope
def unit_norm(inputs, dim, epsilon=1e-7, scope=None):
    """Inputs divided by their length along one axis.

    Args:
        inputs: tensor.
        dim: the axis.
        epsilon: added to the squared length.
        scope: variable scope; None for `UnitNorm`.

    Returns:
        Tensor of the inputs' shape.

    Raises:
        ValueError: for an axis that the inputs have not.
    """
    if not 0 <= dim < inputs.shape.rank:
        raise ValueError(
            f"dim expects an axis of inputs of shape {inputs.shape}, received {dim}: count from 0."
        )
    with v1.variable_scope(scope, "UnitNorm", [inputs]):
        return inputs / tf.sqrt(epsilon + tf.reduce_sum(tf.square(inputs), dim, keepdims=True))
