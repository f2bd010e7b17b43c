"""Layers of a few operations, and layers of layers."""

import tensorflow as tf

from tf_contrib_rnn.compat import core_layers
from tf_contrib_rnn.compat.contrib_layers._variables import finish, layout_of, model_variable
from tf_contrib_rnn.compat.contrib_layers._variables import collect as _collect
from tf_contrib_rnn.compat.core_layers._options import initializer_of
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
def bias_add(
    inputs,
    activation_fn=None,
    initializer="zeros",
    regularizer=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    data_format="NHWC",
    scope=None,
):
    """`activation(inputs + biases)`.

    Args:
        inputs: tensor [batch, ..., channels].
        activation_fn: function, or None.
        initializer: initializer of `biases`.
        regularizer: function of `biases` that gives a loss.
        reuse: whether the scope is entered again.
        variables_collections: collections for the variables, or {name: collections}.
        outputs_collections: collections for the outputs.
        trainable: whether the variable is trainable.
        data_format: `NHWC` or `NCHW`.
        scope: variable scope; None for `BiasAdd`.

    Returns:
        Tensor of the inputs' shape.
    """
    first = layout_of(data_format) == "channels_first"
    with v1.variable_scope(scope, "BiasAdd", [inputs], reuse=reuse):
        inputs = tf.convert_to_tensor(inputs)
        shape, start = inputs.shape.as_list()[1 if first else -1 :][:1], initializer_of(initializer)
        biases = model_variable("biases", shape, inputs.dtype, start, regularizer, trainable)
        _collect(variables_collections, {"biases": biases})
        outputs = tf.nn.bias_add(inputs, biases, data_format)
        return finish(outputs, activation_fn, outputs_collections)


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


def embed_sequence(
    ids,
    vocab_size=None,
    embed_dim=None,
    unique=False,
    initializer=None,
    regularizer=None,
    trainable=True,
    scope=None,
    reuse=None,
):
    """The rows of the variable `embeddings` for symbols.

    Args:
        ids: whole numbers [batch, time].
        vocab_size: how many rows; None where the scope is entered again.
        embed_dim: size of a row; likewise.
        unique: whether each row is looked up once.
        initializer: initializer of the variable; None for the scope's.
        regularizer: function of the variable that gives a loss.
        trainable: whether the variable is trainable.
        scope: variable scope; None for `EmbedSequence`.
        reuse: whether the scope is entered again.

    Returns:
        Tensor [batch, time, embed_dim].

    Raises:
        ValueError: for a new variable without sizes.
    """
    if not reuse and not (vocab_size and embed_dim):
        raise ValueError(
            f"embed_sequence expects vocab_size and embed_dim, received {vocab_size} and "
            f"{embed_dim}: pass both, or reuse=True."
        )
    with v1.variable_scope(scope, "EmbedSequence", [ids], reuse=reuse):
        shape = [vocab_size, embed_dim] if vocab_size and embed_dim else None
        options = (tf.float32, initializer_of(initializer), regularizer, trainable)
        embeddings = model_variable("embeddings", shape, *options)
        if not unique:
            return tf.nn.embedding_lookup(embeddings, ids)
        kinds, places = tf.unique(tf.reshape(ids, [-1]))
        rows = tf.gather(tf.nn.embedding_lookup(embeddings, kinds), places)
        rows = tf.reshape(rows, tf.concat([tf.shape(ids), [embeddings.shape.as_list()[1]]], 0))
        rows.set_shape(tf.convert_to_tensor(ids).shape.as_list() + embeddings.shape.as_list()[1:])
        return rows


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


def stack(inputs, layer, stack_args, **kwargs):
    """A layer on a layer, each with arguments of its own.

    Args:
        inputs: tensor.
        layer: function of inputs, arguments and `scope=`.
        stack_args: list of the arguments of each.
        **kwargs: keyword arguments of all; `scope` is the scope around them, else `Stack`.

    Returns:
        The last outputs.

    Raises:
        ValueError: when `stack_args` is no list.
    """
    if not isinstance(stack_args, list | tuple):
        raise ValueError(f"stack_args expects a list, received {stack_args!r}: write a list.")
    calls = [args if isinstance(args, list | tuple) else [args] for args in stack_args]
    return _chain(inputs, layer, calls, kwargs, "Stack")


def repeat(inputs, repetitions, layer, *args, **kwargs):
    """A layer on a layer, all with the same arguments.

    Args:
        inputs: tensor.
        repetitions: how many.
        layer: function of inputs, arguments and `scope=`.
        *args: its arguments.
        **kwargs: its keyword arguments; `scope` is the scope around them, else `Repeat`.

    Returns:
        The last outputs.
    """
    return _chain(inputs, layer, [args] * repetitions, kwargs, "Repeat")


def _chain(inputs, layer, calls, kwargs, default):
    scope = kwargs.pop("scope", None)
    with v1.variable_scope(scope, default, [inputs]):
        named = getattr(layer, "func", layer)
        scope = scope or getattr(named, "__name__", default.lower())
        for index, args in enumerate(calls, 1):
            inputs = layer(inputs, *args, **kwargs, scope=f"{scope}_{index}")
    return inputs
