"""What layers with `weights` and `biases` do alike."""

import tensorflow as tf

from tf_contrib_rnn.compat.contrib_layers._variables import NAMES, collect, finish, getter_of

v1 = tf.compat.v1


def weighted(layer, default_scope, given, **sizes):
    """A layer of `tf.layers` under the names, and with the options, of `tf.contrib.layers`.

    Args:
        layer: its class.
        default_scope: name of the variable scope where the caller gave none.
        given: the caller's arguments by name.
        **sizes: the arguments of the class that only it has.

    Returns:
        The outputs after normalizer and activation.
    """
    inputs, reuse = tf.convert_to_tensor(given["inputs"]), given["reuse"]
    normalizer, getter = given["normalizer_fn"], getter_of(NAMES)
    with v1.variable_scope(
        given["scope"], default_scope, [inputs], reuse=reuse, custom_getter=getter
    ) as entered:
        made = layer(
            **sizes,
            use_bias=normalizer is None and given["biases_initializer"] is not None,
            kernel_initializer=given["weights_initializer"],
            bias_initializer=given["biases_initializer"],
            kernel_regularizer=given["weights_regularizer"],
            bias_regularizer=given["biases_regularizer"],
            trainable=given["trainable"],
            name=entered.name,
            dtype=inputs.dtype.base_dtype,
            _scope=entered,
            _reuse=reuse,
        )
        outputs = made(inputs)
        variables = {"weights": made.kernel, "biases": made.bias}
        collect(given["variables_collections"], variables)
        if normalizer is not None:
            outputs = normalizer(outputs, **(given["normalizer_params"] or {}))
        return finish(outputs, given["activation_fn"], given["outputs_collections"])
