"""Variables under the names and in the collections of `tf.contrib.layers`."""

import itertools

import tensorflow as tf

from tf_contrib_rnn.compat.core_layers._options import parts_of

v1 = tf.compat.v1
NAMES = {"kernel": "weights", "bias": "biases"}


def getter_of(names=None):
    """A custom getter that makes model variables, some under another last name.

    Args:
        names: {name in tf.layers: name in tf.contrib.layers}, or None.
    """
    names = names or {}

    def make(getter, name, *args, **kwargs):
        above, slash, last = name.rpartition("/")
        model = [v1.GraphKeys.GLOBAL_VARIABLES, v1.GraphKeys.MODEL_VARIABLES]
        kwargs["collections"] = list({*(kwargs.get("collections") or ()), *model})
        return getter(f"{above}{slash}{names.get(last, last)}", *args, **kwargs)

    return make


def model_variable(name, shape, dtype, initializer, regularizer=None, trainable=True):
    """A variable of the current scope that is also in `MODEL_VARIABLES`."""
    with v1.variable_scope(v1.get_variable_scope(), custom_getter=getter_of()):
        return v1.get_variable(
            name,
            shape,
            dtype=dtype,
            initializer=initializer,
            regularizer=regularizer,
            trainable=trainable,
        )


def collect(variables_collections, variables):
    """Adds variables to the collections that a caller asked for.

    Args:
        variables_collections: list of collections for all, {name: list} for each, or None.
        variables: {name: variable or None}.
    """
    for name, variable in variables.items():
        wanted = variables_collections
        if isinstance(wanted, dict):
            wanted = wanted.get(name)
        parts = [] if variable is None else parts_of(variable)
        for collection, part in itertools.product(wanted or (), parts):
            if all(known is not part for known in v1.get_collection(collection)):
                v1.add_to_collection(collection, part)


def finish(outputs, activation_fn, collections):
    """Outputs after the activation, added to the collections that a caller asked for."""
    if activation_fn is not None:
        outputs = activation_fn(outputs)
    if collections:
        v1.add_to_collections(collections, outputs)
    return outputs


def layout_of(data_format):
    """`channels_first` or `channels_last` for TensorFlow's name of a layout, or None.

    Raises:
        ValueError: for another text.
    """
    if data_format not in (None, "NWC", "NCW", "NHWC", "NCHW", "NDHWC", "NCDHW"):
        raise ValueError(
            f"data_format expects 'NHWC', 'NCHW' or their kin, received {data_format!r}: pass one."
        )
    return "channels_first" if (data_format or "").startswith("NC") else "channels_last"
