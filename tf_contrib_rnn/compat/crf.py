"""`tf.contrib.crf`: the score of a sequence of tags, and the best sequence."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def crf_unary_score(tag_indices, sequence_lengths, inputs):
    """The sum of the tags' own scores.

    Args:
        tag_indices: whole numbers [batch, time].
        sequence_lengths: whole numbers [batch].
        inputs: tensor [batch, time, tags], the score of each tag.

    Returns:
        Tensor [batch].
    """
    scores = tf.gather(inputs, tag_indices, batch_dims=2)
    inside = tf.sequence_mask(sequence_lengths, tf.shape(tag_indices)[1], inputs.dtype)
    return tf.reduce_sum(scores * inside, 1)


def crf_binary_score(tag_indices, sequence_lengths, transition_params):
    """The sum of the scores of each pair of tags that follow each other.

    Args:
        tag_indices: whole numbers [batch, time].
        sequence_lengths: whole numbers [batch].
        transition_params: tensor [tags, tags], the score of a pair.

    Returns:
        Tensor [batch].
    """
    transitions = tf.convert_to_tensor(transition_params)
    pairs = tf.stack([tag_indices[:, :-1], tag_indices[:, 1:]], 2)
    inside = tf.sequence_mask(sequence_lengths, tf.shape(tag_indices)[1], transitions.dtype)
    return tf.reduce_sum(tf.gather_nd(transitions, pairs) * inside[:, 1:], 1)


def crf_sequence_score(inputs, tag_indices, sequence_lengths, transition_params):
    """Both sums.

    Args:
        inputs: tensor [batch, time, tags].
        tag_indices: whole numbers [batch, time].
        sequence_lengths: whole numbers [batch].
        transition_params: tensor [tags, tags].

    Returns:
        Tensor [batch].
    """
    unary = crf_unary_score(tag_indices, sequence_lengths, inputs)
    return unary + crf_binary_score(tag_indices, sequence_lengths, transition_params)


def crf_log_norm(inputs, sequence_lengths, transition_params):
    """The logarithm of the sum over all sequences of tags of exp(score); 0 without steps.

    Args:
        inputs: tensor [batch, time, tags].
        sequence_lengths: whole numbers [batch].
        transition_params: tensor [tags, tags].

    Returns:
        Tensor [batch].
    """

    def step(scores, given):
        own, number = given
        pairs = tf.expand_dims(scores, 2) + transition_params
        new = own + tf.where(number > 0, tf.reduce_logsumexp(pairs, 1), tf.zeros_like(own))
        return tf.where(_goes_on(number, sequence_lengths), new, scores)

    last = tf.foldl(step, _steps(inputs), tf.zeros_like(inputs[:, 0]))
    norm = tf.reduce_logsumexp(last, 1)
    return tf.where(tf.convert_to_tensor(sequence_lengths) > 0, norm, tf.zeros_like(norm))


def crf_log_likelihood(inputs, tag_indices, sequence_lengths, transition_params=None):
    """The logarithm of the tags' probability.

    Args:
        inputs: tensor [batch, time, tags].
        tag_indices: whole numbers [batch, time].
        sequence_lengths: whole numbers [batch].
        transition_params: tensor [tags, tags]; None for the variable `transitions`.

    Returns:
        `(log likelihood [batch], transition_params)`.
    """
    if transition_params is None:
        tags = inputs.shape.as_list()[2]
        transition_params = v1.get_variable("transitions", [tags, tags])
    parts = (inputs, tag_indices, sequence_lengths, transition_params)
    norm = crf_log_norm(inputs, sequence_lengths, transition_params)
    return crf_sequence_score(*parts) - norm, transition_params


def crf_decode(potentials, transition_params, sequence_length):
    """The best sequence of tags, and its score.

    Args:
        potentials: tensor [batch, time, tags].
        transition_params: tensor [tags, tags].
        sequence_length: whole numbers [batch].

    Returns:
        `(tags, score)`: int32 [batch, time], zeros past the end, and [batch].
    """

    def forward(state, given):
        own, number = given
        scores, _ = state
        pairs = tf.expand_dims(scores, 2) + transition_params
        new = own + tf.where(number > 0, tf.reduce_max(pairs, 1), tf.zeros_like(own))
        came_from = tf.argmax(pairs, 1, output_type=tf.int32)
        return tf.where(_goes_on(number, sequence_length), new, scores), came_from

    def backward(state, given):
        came_from, number = given
        tag, _ = state
        before = tf.gather(came_from, tag, batch_dims=1)
        shown = tf.where(_goes_on(number, sequence_length)[:, 0], tag, tf.zeros_like(tag))
        return tf.where((number > 0) & (number < sequence_length), before, tag), shown

    start = tf.zeros_like(potentials[:, 0])
    scores, came_from = tf.scan(forward, _steps(potentials), (start, tf.cast(start, tf.int32)))
    last = tf.argmax(scores[-1], 1, output_type=tf.int32)
    numbers = tf.range(tf.shape(came_from)[0])
    _, tags = tf.scan(backward, (came_from, numbers), (last, last), reverse=True)
    tags = tf.transpose(tags)
    tags.set_shape(potentials.shape[:2])
    return tags, tf.reduce_max(scores[-1], 1)


def viterbi_decode(score, transition_params):
    """The best sequence of tags of one sentence, with NumPy.

    Args:
        score: array [time, tags].
        transition_params: array [tags, tags].

    Returns:
        `(list of tags, score)`.
    """
    best, came_from = score[0], []
    for own in score[1:]:
        pairs = best[:, None] + transition_params
        best = (own + pairs.max(0)).astype(score.dtype)
        came_from.append(pairs.argmax(0))
    tags = [np.argmax(best)]
    for before in reversed(came_from):
        tags.append(before[tags[-1]])
    return tags[::-1], np.max(best)


def _steps(inputs):
    """Inputs by step, each with its number."""
    return tf.transpose(inputs, [1, 0, 2]), tf.range(tf.shape(inputs)[1])


def _goes_on(number, lengths):
    """Whether each sequence has a step of that number, [batch, 1]; the first one counts always."""
    return tf.expand_dims((number < lengths) | tf.equal(number, 0), 1)
