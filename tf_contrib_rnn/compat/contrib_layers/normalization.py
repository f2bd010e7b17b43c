"""`batch_norm` and `layer_norm`."""

import tensorflow as tf

from tf_contrib_rnn.compat.contrib_layers._variables import (
    collect,
    finish,
    getter_of,
    layout_of,
    model_variable,
)
from tf_contrib_rnn.compat.core_layers import BatchNormalization
from tf_contrib_rnn.compat.core_layers._options import (
    choose,
    initializer_of,
    size_of,
    static_bool,
)
from tf_contrib_rnn.compat.framework import add_arg_scope

v1 = tf.compat.v1
_DEFAULTS = {"beta": "zeros", "gamma": "ones", "moving_mean": "zeros", "moving_variance": "ones"}


@add_arg_scope
def batch_norm(
    inputs,
    decay=0.999,
    center=True,
    scale=False,
    epsilon=0.001,
    activation_fn=None,
    param_initializers=None,
    param_regularizers=None,
    updates_collections="update_ops",
    is_training=True,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    batch_weights=None,
    fused=None,
    data_format="NHWC",
    zero_debias_moving_mean=False,
    scope=None,
    renorm=False,
    renorm_clipping=None,
    renorm_decay=0.99,
    adjustment=None,
):
    """Inputs less their mean, divided by their deviation, over all axes but the channels.

    Args:
        inputs: tensor [batch, ..., channels].
        decay: how much of the moving numbers an update keeps.
        center: whether there is `beta`.
        scale: whether there is `gamma`.
        epsilon: added to the variance.
        activation_fn: function, or None.
        param_initializers: {variable: initializer}.
        param_regularizers: {variable: function that gives a loss}.
        updates_collections: collection of the updates; None to run them with the outputs.
        is_training: whether the numbers are the batch's; a bool or a tensor.
        reuse: whether the scope is entered again.
        variables_collections: collections for the variables, or {name: collections}.
        outputs_collections: collections for the outputs.
        trainable: whether `beta` and `gamma` are trainable.
        batch_weights: refused.
        fused: False for TensorFlow's single operations; None or True for the one for all.
        data_format: `NHWC` or `NCHW`.
        zero_debias_moving_mean: refused.
        scope: variable scope; None for `BatchNorm`.
        renorm: refused.
        renorm_clipping: of no use without `renorm`.
        renorm_decay: of no use without `renorm`.
        adjustment: refused.

    Returns:
        Tensor of the inputs' shape.

    Raises:
        ValueError: for what is refused.
    """
    given = dict(locals())
    _refuse(given)
    given["inputs"] = inputs = tf.convert_to_tensor(inputs)
    given["param_initializers"] = _DEFAULTS | (param_initializers or {})
    given["param_regularizers"] = param_regularizers or {}
    moved_later = updates_collections == v1.GraphKeys.UPDATE_OPS
    own = not moved_later or (fused is not False and inputs.shape.rank == 2)
    with v1.variable_scope(
        scope, "BatchNorm", [inputs], reuse=reuse, custom_getter=getter_of()
    ) as entered:
        made = _Own(given) if own else _layer(given, entered)
        outputs = made(inputs, training=is_training)
        collect(variables_collections, {name: getattr(made, name) for name in _DEFAULTS})
        return finish(outputs, activation_fn, outputs_collections)


def _layer(given, entered):
    """The layer of `tf.layers`."""
    starts = given["param_initializers"].items()
    return BatchNormalization(
        axis=1 if layout_of(given["data_format"]) == "channels_first" else -1,
        momentum=given["decay"],
        epsilon=given["epsilon"],
        center=given["center"],
        scale=given["scale"],
        **{f"{name}_initializer": start for name, start in starts},
        beta_regularizer=given["param_regularizers"].get("beta"),
        gamma_regularizer=given["param_regularizers"].get("gamma"),
        trainable=given["trainable"],
        name=entered.name,
        _scope=entered,
        _reuse=given["reuse"],
        fused=False if given["fused"] is False else None,
    )


class _Own:
    """Batch normalization whose updates go elsewhere than into `UPDATE_OPS`, or of a matrix."""

    def __init__(self, given):
        self._given, rank = given, given["inputs"].shape.rank
        first = layout_of(given["data_format"]) == "channels_first"
        shape = [size_of(given["inputs"].shape, 1 if first else -1)]
        self._axis = 1 if first else rank - 1
        self._unseen = given["fused"] is not False and rank in (2, 4)
        for name, wanted, trainable in (
            ("beta", given["center"], given["trainable"]),
            ("gamma", given["scale"], given["trainable"]),
            ("moving_mean", True, False),
            ("moving_variance", True, False),
        ):
            options = (
                given["inputs"].dtype.base_dtype,
                initializer_of(given["param_initializers"][name]),
                given["param_regularizers"].get(name),
                trainable,
            )
            setattr(self, name, model_variable(name, shape, *options) if wanted else None)

    def __call__(self, inputs, training):
        """The outputs; the updates go where they are wanted."""
        axes = [axis for axis in range(inputs.shape.rank) if axis != self._axis]
        batch, moving = v1.nn.moments(inputs, axes), (self.moving_mean, self.moving_variance)
        mean, variance = (
            choose(training, lambda a=a: tf.identity(a), lambda b=b: tf.identity(b))
            for a, b in zip(batch, moving, strict=True)
        )
        updates = [] if static_bool(training) is False else self._updates(inputs, batch, training)
        if self._given["updates_collections"] is not None:
            for update in updates:
                v1.add_to_collections(self._given["updates_collections"], update)
            updates = []
        shape = [1] * inputs.shape.rank
        shape[self._axis] = -1
        with tf.control_dependencies(updates):
            parts = [
                None if x is None else tf.reshape(x, shape)
                for x in (mean, variance, self.beta, self.gamma)
            ]
            return tf.nn.batch_normalization(inputs, *parts, self._given["epsilon"])

    def _updates(self, inputs, batch, training):
        mean, variance = batch
        if self._unseen:  # the estimate of an unseen variance
            count = tf.cast(tf.size(inputs) / tf.size(variance), variance.dtype)
            variance *= count / tf.maximum(count - 1, 1)
        share = 1 - self._given["decay"]
        rate = choose(training, lambda: tf.constant(share), lambda: tf.constant(0.0))
        pairs = ((self.moving_mean, mean), (self.moving_variance, variance))
        return [
            v1.assign_sub(moving, (moving - value) * tf.cast(rate, value.dtype))
            for moving, value in pairs
        ]


def _refuse(given):
    for name in ("batch_weights", "zero_debias_moving_mean", "renorm", "adjustment"):
        if given[name] is not None and given[name] is not False:
            raise ValueError(
                f"batch_norm expects {name} to stay at its default, received {given[name]!r}: "
                "leave it out."
            )


@add_arg_scope
def layer_norm(
    inputs,
    center=True,
    scale=True,
    activation_fn=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    begin_norm_axis=1,
    begin_params_axis=-1,
    scope=None,
):
    """Inputs less their mean, divided by their deviation, within each example.

    Args:
        inputs: tensor [batch, ...].
        center: whether there is `beta`.
        scale: whether there is `gamma`.
        activation_fn: function, or None.
        reuse: whether the scope is entered again.
        variables_collections: collections for the variables, or {name: collections}.
        outputs_collections: collections for the outputs.
        trainable: whether the variables are trainable.
        begin_norm_axis: the first axis that is normalized.
        begin_params_axis: the first axis of the variables.
        scope: variable scope; None for `LayerNorm`.

    Returns:
        Tensor of the inputs' shape.

    Raises:
        ValueError: for inputs of unknown rank, an axis beyond them, or variables of unknown shape.
    """
    inputs = tf.convert_to_tensor(inputs)
    if inputs.shape.rank is None:
        raise ValueError(
            "layer_norm expects inputs of known rank, received an unknown shape: set the shape of "
            "the placeholder."
        )
    rank, sizes = inputs.shape.rank, inputs.shape.as_list()
    begin = begin_norm_axis + rank if begin_norm_axis < 0 else begin_norm_axis
    if max(begin, begin_params_axis) >= rank or None in sizes[begin_params_axis:]:
        raise ValueError(
            f"layer_norm expects axes {begin_norm_axis} and {begin_params_axis} of inputs whose "
            f"sizes are known, received shape {inputs.shape}: choose other axes."
        )
    with v1.variable_scope(scope, "LayerNorm", [inputs], reuse=reuse):
        options = {"trainable": trainable}
        shape, dtype = sizes[begin_params_axis:], inputs.dtype.base_dtype
        beta = gamma = None
        if center:
            beta = model_variable("beta", shape, dtype, v1.zeros_initializer(), **options)
        if scale:
            gamma = model_variable("gamma", shape, dtype, v1.ones_initializer(), **options)
        collect(variables_collections, {"beta": beta, "gamma": gamma})
        moments = v1.nn.moments(inputs, list(range(begin, rank)), keepdims=True)
        epsilon = 1e-3 if dtype == tf.float16 else 1e-12
        outputs = tf.nn.batch_normalization(inputs, *moments, beta, gamma, epsilon)
        outputs.set_shape(sizes)
        return finish(outputs, activation_fn, outputs_collections)
