"""Activations and initializers as users of TF1 and of Keras name them."""

import inspect

import keras
import numpy as np

from tf_contrib_rnn.cells._checks import received
from tf_contrib_rnn.cells._math import tanh

_KERAS_NAMES = {
    "identity": "linear",
    "exp": "exponential",
    "softmax_v2": "softmax",
    "log_softmax_v2": "log_softmax",
}


def activation_from(identifier, default="tanh", argument="activation"):
    """A callable from a Keras name, a Keras function, a TF function such as `tf.nn.relu`, or None.

    Args:
        identifier: the name or function.
        default: the name that None stands for.
        argument: the argument's name, for the message.

    Raises:
        ValueError: when the name is unknown.
    """
    activation = keras_activation(identifier, default, argument)
    on_jax = keras.backend.backend() == "jax"
    return tanh if on_jax and activation is keras.activations.tanh else activation


def keras_activation(identifier, default="tanh", argument="activation"):
    """The same as a config names it: TF functions and ours are replaced by Keras' of their name."""
    if identifier is None:
        identifier = default
    if callable(identifier):
        identifier = _keras_twin(identifier) or identifier
    try:
        return keras.activations.get(identifier)
    except (ValueError, TypeError) as error:
        raise ValueError(
            f"{argument} expects a Keras name or a callable, received {received(identifier)}: "
            "use a name such as 'tanh' or 'relu'."
        ) from error


def _keras_twin(function):
    if function is tanh:
        return keras.activations.tanh
    name = getattr(function, "__name__", "")
    if not (getattr(function, "__module__", None) or "").startswith("tensorflow."):
        return None
    return getattr(keras.activations, _KERAS_NAMES.get(name, name), None)


def initializer_from(identifier, argument="initializer"):
    """A Keras initializer from a Keras one, a string, a TF1-style object or class, or None.

    A TF1-style object (`tf.compat.v1.random_uniform_initializer(-0.1, 0.1)`) is replaced by the
    Keras initializer of the same distribution.

    Args:
        identifier: what was given.
        argument: the argument's name, for the message.

    Raises:
        ValueError: when the name is unknown.
    """
    if identifier is None:
        return None
    try:
        made = identifier() if isinstance(identifier, type) else identifier
        return _initializer_twin(made) or keras.initializers.get(made)
    except (ValueError, TypeError) as error:
        raise ValueError(
            f"{argument} expects a Keras name, a Keras initializer or one of tf.compat.v1, "
            f"received {received(identifier)}: use a name such as 'glorot_uniform'."
        ) from error


def _initializer_twin(initializer):
    """The Keras initializer with the configuration of a `tf.compat.v1` one, or None."""
    module = type(initializer).__module__ or ""
    if isinstance(initializer, keras.initializers.Initializer) or not module.startswith(
        "tensorflow."
    ):
        return None
    twin_class = getattr(keras.initializers, type(initializer).__name__, None)
    if twin_class is None:
        return None
    accepted = inspect.signature(twin_class).parameters
    config = initializer.get_config()
    if isinstance(config.get("value"), float):
        config["value"] = np.float64(config["value"])  # a plain float becomes float32 in Keras
    twin = twin_class(**{key: value for key, value in config.items() if key in accepted})
    twin.tf1_original = initializer  # v1 graphs draw TF1's own numbers with it
    return twin


def constant(value):
    """An initializer that fills with a number, exact in every dtype."""
    return keras.initializers.Constant(np.float64(value))  # of a plain float Keras makes a float32
