"""`sequence_loss` of `tf.contrib.seq2seq`."""

import tensorflow as tf

v1 = tf.compat.v1


def sequence_loss(
    logits,
    targets,
    weights,
    average_across_timesteps=True,
    average_across_batch=True,
    sum_over_timesteps=False,
    sum_over_batch=False,
    softmax_loss_function=None,
    name=None,
):
    """Cross entropy of sequences, weighted by place.

    Args:
        logits: tensor [batch, time, classes].
        targets: whole numbers [batch, time].
        weights: numbers [batch, time].
        average_across_timesteps: whether the sum over time is divided by the weights.
        average_across_batch: whether the sum over the batch is.
        sum_over_timesteps: whether the sum over time is divided by the count of weights not zero.
        sum_over_batch: whether the sum over the batch is.
        softmax_loss_function: function of `labels=` and `logits=` in place of the cross entropy.
        name: name scope.

    Returns:
        A scalar; without one of the axes summed or averaged a vector; without both [batch, time].

    Raises:
        ValueError: for other ranks, or an axis that is to be averaged and summed.
    """
    _check_ranks(logits=(logits, 3), targets=(targets, 2), weights=(weights, 2))
    _check_one("timesteps", average_across_timesteps, sum_over_timesteps)
    _check_one("batch", average_across_batch, sum_over_batch)
    loss_of = softmax_loss_function or tf.nn.sparse_softmax_cross_entropy_with_logits
    with v1.name_scope(name, "sequence_loss", [logits, targets, weights]):
        flat = tf.reshape(logits, [-1, tf.shape(logits)[2]])
        losses = loss_of(labels=tf.reshape(targets, [-1]), logits=flat)
        losses *= tf.reshape(weights, [-1])
        if average_across_timesteps and average_across_batch:
            return _divided(losses, weights, None, tf.reduce_sum)
        if sum_over_timesteps and sum_over_batch:
            return _divided(losses, weights, None, tf.math.count_nonzero)
        losses = tf.reshape(losses, tf.shape(logits)[:2])
        if average_across_timesteps or average_across_batch:
            return _divided(losses, weights, 0 if average_across_batch else 1, tf.reduce_sum)
        if sum_over_timesteps or sum_over_batch:
            return _divided(losses, weights, 0 if sum_over_batch else 1, tf.math.count_nonzero)
        return losses


def _divided(losses, weights, axis, total):
    count = tf.cast(total(weights, axis=axis), losses.dtype)
    return tf.math.divide_no_nan(tf.reduce_sum(losses, axis=axis), count)


def _check_ranks(**parts):
    for name, (tensor, rank) in parts.items():
        if len(tensor.shape) != rank:
            axes = ["batch", "time", "classes"][:rank]
            raise ValueError(
                f"sequence_loss expects {name} [{', '.join(axes)}], received shape "
                f"{tensor.shape}: reshape it."
            )


def _check_one(axis, average, total):
    if average and total:
        raise ValueError(
            f"sequence_loss expects to average across {axis} or to sum over {axis}, received both: "
            "set one of them to False."
        )
