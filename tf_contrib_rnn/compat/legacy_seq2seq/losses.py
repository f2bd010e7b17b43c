"""The losses of sequences of logits, and the models of several lengths."""

import tensorflow as tf

v1 = tf.compat.v1


def sequence_loss_by_example(
    logits,
    targets,
    weights,
    average_across_timesteps=True,
    softmax_loss_function=None,
    name=None,
):
    """Cross entropy of each sequence, weighted by place.

    Args:
        logits: list of tensors [batch, classes].
        targets: list of whole numbers [batch].
        weights: list of numbers [batch].
        average_across_timesteps: whether the sum over time is divided by the weights.
        softmax_loss_function: function of `labels=` and `logits=` in place of the cross entropy.
        name: name scope.

    Returns:
        Tensor [batch].

    Raises:
        ValueError: when the lists are not of one length.
    """
    if len({len(logits), len(targets), len(weights)}) > 1:
        raise ValueError(
            "sequence_loss expects as many logits as targets and weights, received "
            f"{len(logits)}, {len(targets)} and {len(weights)}: pass one of each a step."
        )

    def loss_of(labels, logits):
        if softmax_loss_function is not None:
            return softmax_loss_function(labels=labels, logits=logits)
        labels = tf.reshape(labels, [-1])
        return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)

    with v1.name_scope(name, "sequence_loss_by_example", [*logits, *targets, *weights]):
        steps = zip(targets, logits, weights, strict=True)
        losses = tf.add_n([loss_of(*step) * weight for *step, weight in steps])
        if average_across_timesteps:
            losses /= tf.add_n(weights) + 1e-12
    return losses


def sequence_loss(
    logits,
    targets,
    weights,
    average_across_timesteps=True,
    average_across_batch=True,
    softmax_loss_function=None,
    name=None,
):
    """Cross entropy of all sequences, weighted by place.

    Args:
        logits: list of tensors [batch, classes].
        targets: list of whole numbers [batch].
        weights: list of numbers [batch].
        average_across_timesteps: as of `sequence_loss_by_example`.
        average_across_batch: whether the sum over the batch is divided by its size.
        softmax_loss_function: as of `sequence_loss_by_example`.
        name: name scope.

    Returns:
        A scalar.

    Raises:
        ValueError: when the lists are not of one length.
    """
    with v1.name_scope(name, "sequence_loss", [*logits, *targets, *weights]):
        losses = sequence_loss_by_example(
            logits,
            targets,
            weights,
            average_across_timesteps=average_across_timesteps,
            softmax_loss_function=softmax_loss_function,
        )
        total = tf.reduce_sum(losses)
        if not average_across_batch:
            return total
        return total / tf.cast(tf.shape(targets[0])[0], total.dtype)


def model_with_buckets(
    encoder_inputs,
    decoder_inputs,
    targets,
    weights,
    buckets,
    seq2seq,
    softmax_loss_function=None,
    per_example_loss=False,
    name=None,
):
    """One model for several pairs of lengths, with one set of variables.

    Args:
        encoder_inputs: list of tensors, as many as the longest bucket has.
        decoder_inputs: likewise.
        targets: list of whole numbers [batch], likewise.
        weights: list of numbers [batch], likewise.
        buckets: list of (encoder length, decoder length), shortest first.
        seq2seq: function of encoder and decoder inputs that gives `(outputs, state)`.
        softmax_loss_function: as of `sequence_loss_by_example`.
        per_example_loss: whether each sequence has a loss of its own.
        name: name scope.

    Returns:
        `(outputs, losses)`, a list with an entry a bucket each.

    Raises:
        ValueError: when there is less than the last bucket takes.
    """
    sources, steps = buckets[-1]
    for label, given, needed in (
        ("encoder_inputs", encoder_inputs, sources),
        ("targets", targets, steps),
        ("weights", weights, steps),
    ):
        if len(given) < needed:
            raise ValueError(
                f"{label} expect at least {needed}, as the last bucket has, received "
                f"{len(given)}: pass more or drop the bucket."
            )
    loss_of = sequence_loss_by_example if per_example_loss else sequence_loss
    outputs, losses = [], []
    inputs = [*encoder_inputs, *decoder_inputs, *targets, *weights]
    with v1.name_scope(name, "model_with_buckets", inputs):
        for index, (sources, steps) in enumerate(buckets):
            with v1.variable_scope(v1.get_variable_scope(), reuse=True if index else None):
                found, _ = seq2seq(encoder_inputs[:sources], decoder_inputs[:steps])
                outputs.append(found)
                losses.append(
                    loss_of(
                        found,
                        targets[:steps],
                        weights[:steps],
                        softmax_loss_function=softmax_loss_function,
                    )
                )
    return outputs, losses
