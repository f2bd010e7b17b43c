"""`fully_connected` and its kin with an activation of their own."""

import functools

import tensorflow as tf

from tf_contrib_rnn.compat.contrib_layers._weighted import weighted
from tf_contrib_rnn.compat.contrib_layers.initializers import XAVIER
from tf_contrib_rnn.compat.core_layers import Dense
from tf_contrib_rnn.compat.framework import add_arg_scope


@add_arg_scope
def fully_connected(
    inputs,
    num_outputs,
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
    """`activation(normalizer(inputs weights) + biases)` over the last axis.

    Args:
        inputs: tensor [..., depth].
        num_outputs: size of the outputs.
        activation_fn: function, or None; relu unless said otherwise.
        normalizer_fn: function of the product that takes the place of the biases, or None.
        normalizer_params: its keyword arguments.
        weights_initializer: initializer of `weights`.
        weights_regularizer: function of `weights` that gives a loss.
        biases_initializer: initializer of `biases`; None for no biases.
        biases_regularizer: function of `biases` that gives a loss.
        reuse: whether the scope is entered again.
        variables_collections: collections for the variables, or {name: collections}.
        outputs_collections: collections for the outputs.
        trainable: whether the variables are trainable.
        scope: variable scope; None for `fully_connected`.

    Returns:
        Tensor [..., num_outputs].

    Raises:
        ValueError: when `num_outputs` is no whole number.
    """
    given = dict(locals())
    if not isinstance(num_outputs, int):
        raise ValueError(
            f"num_outputs expects a whole number, received {num_outputs!r}: pass an int."
        )
    return weighted(Dense, "fully_connected", given, units=num_outputs)


linear = functools.partial(fully_connected, activation_fn=None)
relu = functools.partial(fully_connected, activation_fn=tf.nn.relu)
relu6 = functools.partial(fully_connected, activation_fn=tf.nn.relu6)
elu = functools.partial(fully_connected, activation_fn=tf.nn.elu)
