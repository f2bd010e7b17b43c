"""Layers of one variable: rows for symbols, numbers to add."""

import tensorflow as tf

from tf_contrib_rnn.compat.contrib_layers._variables import (
    collect,
    finish,
    layout_of,
    model_variable,
)
from tf_contrib_rnn.compat.core_layers._options import initializer_of
from tf_contrib_rnn.compat.framework import add_arg_scope

v1 = tf.compat.v1


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
        collect(variables_collections, {"biases": biases})
        outputs = tf.nn.bias_add(inputs, biases, data_format)
        return finish(outputs, activation_fn, outputs_collections)


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
