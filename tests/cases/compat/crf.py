"""tf.contrib.crf."""

import numpy as np
import tensorflow as tf
from tensorflow.contrib import crf
from tensorflow.contrib.crf import crf_log_likelihood, viterbi_decode

from ._recording import program

TAGGED = {"x": [4, 5, 3], "tags": ([4, 5], 3)}


def lengths_of(lengths):
    return tf.placeholder_with_default(tf.constant(lengths), [None])


@program(TAGGED, dtype="float32")
def log_likelihood(feeds):
    return crf_log_likelihood(feeds["x"], feeds["tags"], lengths_of([5, 2, 1, 0]))


@program(dict(TAGGED, transitions=[3, 3]), dtype="float32")
def scores(feeds):
    lengths = lengths_of([5, 2, 1, 0])
    x, tags, transitions = feeds["x"], feeds["tags"], tf.reshape(feeds["transitions"], [3, 3])
    return (crf.crf_sequence_score(x, tags, lengths, transitions),
            crf.crf_unary_score(tags, lengths, x), crf.crf_binary_score(tags, lengths, transitions),
            crf.crf_log_norm(x, lengths, transitions))


@program({"x": [4, 1, 3], "tags": ([4, 1], 3)}, dtype="float32")
def one_step(feeds):
    lengths = lengths_of([1, 1, 1, 0])
    likelihood, transitions = crf_log_likelihood(feeds["x"], feeds["tags"], lengths)
    best = crf.crf_decode(feeds["x"], transitions, lengths)
    return likelihood, best, tf.reduce_sum(transitions)


@program({"x": [4, 5, 3], "transitions": [3, 3]}, dtype="float32")
def decode(feeds):
    transitions = tf.reshape(feeds["transitions"], [3, 3])
    return crf.crf_decode(feeds["x"], transitions, lengths_of([5, 2, 1, 0]))


@program({"x": [2, 2]})
def viterbi(feeds):
    random = np.random.RandomState(3)
    tags, score = viterbi_decode(random.standard_normal([6, 4]), random.standard_normal([4, 4]))
    return feeds["x"], tf.constant([int(tag) for tag in tags]), tf.constant(float(score))
