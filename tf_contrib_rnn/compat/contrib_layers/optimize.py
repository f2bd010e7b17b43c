"""`optimize_loss`: gradients, their clipping, an optimizer and its summaries in one call."""

import tensorflow as tf

v1 = tf.compat.v1
_OPTIMIZERS = {
    "Adagrad": v1.train.AdagradOptimizer,
    "Adam": v1.train.AdamOptimizer,
    "Ftrl": v1.train.FtrlOptimizer,
    "Momentum": lambda learning_rate: v1.train.MomentumOptimizer(learning_rate, momentum=0.9),
    "RMSProp": v1.train.RMSPropOptimizer,
    "SGD": v1.train.GradientDescentOptimizer,
}
_SUMMARIES = (
    "learning_rate", "loss", "gradients", "gradient_norm", "global_gradient_norm",
)  # fmt: skip


def optimize_loss(
    loss,
    global_step,
    learning_rate,
    optimizer,
    gradient_noise_scale=None,
    gradient_multipliers=None,
    clip_gradients=None,
    learning_rate_decay_fn=None,
    update_ops=None,
    variables=None,
    name=None,
    summaries=None,
    colocate_gradients_with_ops=False,
    increment_global_step=True,
):
    """The operation of a training step, whose value is the loss.

    Args:
        loss: scalar.
        global_step: the step's variable; None for the graph's.
        learning_rate: float, kept in a variable `learning_rate`, a scalar tensor, or None.
        optimizer: its name, its class, an optimizer, or a function of the learning rate.
        gradient_noise_scale: deviation of noise added to the gradients, or None.
        gradient_multipliers: {variable or its name: factor of its gradient}, or None.
        clip_gradients: the largest norm of all gradients, a function of the list of
            (gradient, variable), or None.
        learning_rate_decay_fn: function of learning rate and step, or None.
        update_ops: operations to run before the loss; None for those in `UPDATE_OPS`.
        variables: the variables to train; None for all.
        name: variable scope; None for `OptimizeLoss`.
        summaries: which summaries to make; None for loss, learning rate and gradients' norm.
        colocate_gradients_with_ops: as of `tf.gradients`.
        increment_global_step: whether the step counts.

    Returns:
        Scalar tensor.

    Raises:
        ValueError: for an optimizer, a summary, a learning rate or a clip it does not know.
    """
    loss = tf.convert_to_tensor(loss)
    global_step = v1.train.get_global_step() if global_step is None else global_step
    with v1.variable_scope(name, "OptimizeLoss", [loss]):
        if update_ops is None:
            update_ops = v1.get_collection(v1.GraphKeys.UPDATE_OPS)
        with tf.control_dependencies(list(update_ops)):
            loss = tf.identity(loss)
        wanted = _checked(summaries)
        rate = _rate(learning_rate, learning_rate_decay_fn, global_step, wanted)
        made = _optimizer(optimizer, rate, learning_rate)
        pairs = made.compute_gradients(
            loss,
            v1.trainable_variables() if variables is None else variables,
            colocate_gradients_with_ops=colocate_gradients_with_ops,
        )
        if gradient_noise_scale is not None:
            pairs = _mapped(pairs, lambda g, _: g + _noise(g) * gradient_noise_scale)
        if gradient_multipliers is not None:
            pairs = _mapped(pairs, lambda g, v: g * _factor(gradient_multipliers, v))
        before, pairs = pairs, _clipped(pairs, clip_gradients)
        _summarize(wanted, loss, before, pairs, clip_gradients is not None)
        step = global_step if increment_global_step else None
        with tf.control_dependencies([made.apply_gradients(pairs, global_step=step, name="train")]):
            return tf.identity(loss)


def _checked(summaries):
    if summaries is None:
        return ("loss", "learning_rate", "global_gradient_norm")
    for name in summaries:
        if name not in _SUMMARIES:
            raise ValueError(
                f"summaries expect names of {list(_SUMMARIES)}, received {name!r}: drop it."
            )
    return summaries


def _rate(learning_rate, decay, global_step, wanted):
    if learning_rate is None:
        return None
    if tf.is_tensor(learning_rate) and learning_rate.shape.rank == 0:
        rate = learning_rate
    elif isinstance(learning_rate, float) and learning_rate >= 0:
        start = v1.constant_initializer(learning_rate)
        rate = v1.get_variable("learning_rate", [], trainable=False, initializer=start)
    else:
        raise ValueError(
            f"learning_rate expects a float from 0.0 on or a scalar, received {learning_rate!r}: "
            "pass one."
        )
    if decay is None:
        return rate
    if global_step is None:
        raise ValueError(
            "learning_rate_decay_fn expects a global_step, received none: make one with "
            "tf.train.get_or_create_global_step()."
        )
    rate = decay(rate, global_step)
    if "learning_rate" in wanted:
        v1.summary.scalar("learning_rate", rate)
    return rate


def _optimizer(optimizer, rate, learning_rate):
    kind = _OPTIMIZERS.get(optimizer) if isinstance(optimizer, str) else optimizer
    if isinstance(kind, v1.train.Optimizer):
        return kind
    if not callable(kind) or (isinstance(optimizer, str | type) and rate is None):
        raise ValueError(
            f"optimizer expects an optimizer, or one of {list(_OPTIMIZERS)} or a class with a "
            f"learning rate, received {optimizer!r} and {learning_rate!r}: pass both."
        )
    made = kind() if rate is None else kind(rate)
    if not isinstance(made, v1.train.Optimizer):
        raise ValueError(
            f"optimizer expects a function that gives a tf.train.Optimizer, received {made!r}: "
            "return one."
        )
    return made


def _mapped(pairs, change):
    def changed(gradient, variable):
        if isinstance(gradient, tf.IndexedSlices):
            values = change(gradient.values, variable)
            return tf.IndexedSlices(values, gradient.indices, gradient.dense_shape)
        return None if gradient is None else change(gradient, variable)

    return [(changed(gradient, variable), variable) for gradient, variable in pairs]


def _noise(gradient):
    return v1.truncated_normal(tf.shape(gradient), dtype=gradient.dtype)


def _factor(multipliers, variable):
    for key, factor in multipliers.items():
        if key is variable or key == variable.name:
            return factor
    return 1.0


def _clipped(pairs, clip):
    if clip is None:
        return pairs
    if callable(clip):
        return clip(pairs)
    if not isinstance(clip, float):
        raise ValueError(
            f"clip_gradients expects a float or a function, received {clip!r}: pass one."
        )
    gradients, variables = zip(*pairs, strict=True)
    return list(zip(tf.clip_by_global_norm(gradients, clip)[0], variables, strict=True))


def _summarize(wanted, loss, before, after, clipped):
    norms = {"global_gradient_norm", "gradient_norm"} & set(wanted)
    if norms:
        v1.summary.scalar(
            "global_norm/gradient_norm", tf.linalg.global_norm([g for g, _ in before])
        )
    if "loss" in wanted:
        v1.summary.scalar("loss", loss)
    for gradient, variable in after:
        values = getattr(gradient, "values", gradient)
        name = variable.name.replace(":", "_")
        if values is not None and "gradients" in wanted:
            v1.summary.histogram(f"gradients/{name}", values)
        if values is not None and "gradient_norm" in wanted:
            v1.summary.scalar(f"gradient_norm/{name}", tf.linalg.global_norm([values]))
    if norms and clipped:
        norm = tf.linalg.global_norm([g for g, _ in after])
        v1.summary.scalar("global_norm/clipped_gradient_norm", norm)
