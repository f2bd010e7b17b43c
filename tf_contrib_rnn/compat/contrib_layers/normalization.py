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
from tf_contrib_rnn.compat.core_layers._options import choose, static_bool
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
        renorm_clipping: refused.
        renorm_decay: of no use without `renorm`.
        adjustment: refused.

    Returns:
        Tensor of the inputs' shape.

    Raises:
        ValueError: for what is refused.
    """
    _refuse(
        batch_weights=batch_weights,
        zero_debias_moving_mean=zero_debias_moving_mean or None,
        renorm=renorm or None,
        adjustment=adjustment,
    )
    inputs, first = tf.convert_to_tensor(inputs), layout_of(data_format) == "channels_first"
    initializers = _DEFAULTS | (param_initializers or {})
    regularizers, fuse = param_regularizers or {}, fused is not False
    moved_later = updates_collections == v1.GraphKeys.UPDATE_OPS
    by_hand = not moved_later or (fuse and inputs.shape.rank == 2)
    with v1.variable_scope(
        scope, "BatchNorm", [inputs], reuse=reuse, custom_getter=getter_of()
    ) as entered:
        if by_hand:
            made = _Own(inputs, first, center, scale, initializers, regularizers, trainable)
            outputs = made.run(is_training, decay, epsilon, updates_collections, fuse)
        else:
            made = BatchNormalization(
                axis=1 if first else -1,
                momentum=decay,
                epsilon=epsilon,
                center=center,
                scale=scale,
                **{f"{name}_initializer": value for name, value in initializers.items()},
                beta_regularizer=regularizers.get("beta"),
                gamma_regularizer=regularizers.get("gamma"),
                trainable=trainable,
                name=entered.name,
                _scope=entered,
                _reuse=reuse,
                fused=fused if fused is False else None,
            )
            outputs = made(inputs, training=is_training)
        collect(variables_collections, {name: getattr(made, name) for name in _DEFAULTS})
        return finish(outputs, activation_fn, outputs_collections)


class _Own:
    """Batch normalization whose updates go elsewhere than into `UPDATE_OPS`, or of a matrix."""

    def __init__(self, inputs, first, center, scale, initializers, regularizers, trainable):
        self._inputs, self._axis = inputs, 1 if first else inputs.shape.rank - 1
        shape = [inputs.shape.as_list()[self._axis]]
        dtype = inputs.dtype.base_dtype
        for name, wanted in (
            ("beta", center),
            ("gamma", scale),
            ("moving_mean", True),
            ("moving_variance", True),
        ):
            train = trainable and not name.startswith("moving")
            initializer = initializers[name]
            if isinstance(initializer, str):
                initializer = getattr(v1.initializers, initializer)()
            options = (shape, dtype, initializer, regularizers.get(name), train)
            setattr(self, name, model_variable(name, *options) if wanted else None)

    def run(self, is_training, decay, epsilon, updates_collections, fuse):
        """The outputs; the updates go where they are wanted."""
        inputs = self._inputs
        axes = [axis for axis in range(inputs.shape.rank) if axis != self._axis]
        batch, moving = v1.nn.moments(inputs, axes), (self.moving_mean, self.moving_variance)
        parts = zip(batch, moving, strict=True)
        mean, variance = (
            choose(is_training, lambda a=a: tf.identity(a), lambda b=b: tf.identity(b))
            for a, b in parts
        )
        seen = variance
        if fuse and inputs.shape.rank in (2, 4):  # the estimate of an unseen variance
            count = tf.cast(tf.size(inputs) / tf.size(variance), variance.dtype)
            seen = batch[1] * count / tf.maximum(count - 1, 1)
        updates = []
        if static_bool(is_training) is not False:
            rate = choose(is_training, lambda: tf.constant(1 - decay), lambda: tf.constant(0.0))
            for variable, value in ((moving[0], batch[0]), (moving[1], seen)):
                change = (variable - value) * tf.cast(rate, inputs.dtype)
                updates.append(v1.assign_sub(variable, change))
        if updates_collections is not None:
            for update in updates:
                v1.add_to_collections(updates_collections, update)
            updates = []
        with tf.control_dependencies(updates):
            shape = [1] * inputs.shape.rank
            shape[self._axis] = -1
            mean, variance, beta, gamma = (
                None if x is None else tf.reshape(x, shape)
                for x in (mean, variance, self.beta, self.gamma)
            )
            return tf.nn.batch_normalization(inputs, mean, variance, beta, gamma, epsilon)


def _refuse(**options):
    for name, value in options.items():
        if value is not None:
            raise ValueError(
                f"batch_norm expects {name} to stay at its default, received {value!r}: leave it "
                "out."
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
        ValueError: for an axis beyond the inputs, or variables of unknown shape.
    """
    inputs = tf.convert_to_tensor(inputs)
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
