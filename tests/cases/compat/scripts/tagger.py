"""Tag each word of sentences of different lengths, reading them in both directions.

python tagger.py --save_dir=run --steps=5
python tagger.py --save_dir=more --steps=3 --restore=run/model.ckpt-5
"""
from __future__ import absolute_import, division, print_function

import os

import numpy as np
import tensorflow as tf

tf.flags.DEFINE_string("save_dir", "save", "where the checkpoint and the results go")
tf.flags.DEFINE_string("restore", "", "checkpoint to go on from")
tf.flags.DEFINE_integer("steps", 5, "training steps")
FLAGS = tf.flags.FLAGS

WORDS, TAGS, UNITS, DEPTH, MAX_LEN = 30, 5, 6, 8, 7


def sentences(seed, count=6):
    rng = np.random.RandomState(seed)
    lengths = rng.randint(1, MAX_LEN + 1, count)
    words = rng.randint(1, WORDS, [count, MAX_LEN])
    tags = (words + np.roll(words, 1, axis=1)) % TAGS
    inside = np.arange(MAX_LEN) < lengths[:, None]
    return words * inside, tags * inside, lengths


class BiLSTMTagger(object):

    def __init__(self):
        self.words = tf.placeholder(tf.int32, [None, None], "words")
        self.tags = tf.placeholder(tf.int32, [None, None], "tags")
        self.lengths = tf.placeholder(tf.int32, [None], "lengths")
        init = tf.random_normal_initializer(stddev=0.3, seed=5)
        with tf.variable_scope("tagger", initializer=init):
            with tf.variable_scope("words"):
                table = tf.get_variable("word_embeddings", shape=[WORDS, DEPTH], dtype=tf.float32)
                embedded = tf.nn.embedding_lookup(table, self.words)
            with tf.variable_scope("bi-lstm"):
                cell_fw = tf.nn.rnn_cell.LSTMCell(UNITS, use_peepholes=True)
                cell_bw = tf.nn.rnn_cell.LSTMCell(UNITS, use_peepholes=True)
                (output_fw, output_bw), _ = tf.nn.bidirectional_dynamic_rnn(
                    cell_fw, cell_bw, embedded, sequence_length=self.lengths, dtype=tf.float32)
                output = tf.concat([output_fw, output_bw], axis=-1)
            with tf.variable_scope("proj"):
                W = tf.get_variable("W", shape=[2 * UNITS, TAGS])
                b = tf.get_variable("b", shape=[TAGS], initializer=tf.zeros_initializer())
            steps = tf.shape(output)[1]
            pred = tf.matmul(tf.reshape(output, [-1, 2 * UNITS]), W) + b
            self.logits = tf.reshape(pred, [-1, steps, TAGS], name="logits")
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
            logits=self.logits, labels=self.tags)
        self.loss = tf.reduce_mean(tf.boolean_mask(losses, tf.sequence_mask(self.lengths)))
        self.step = tf.Variable(0, name="global_step", trainable=False)
        self.train = tf.train.AdamOptimizer(0.02, epsilon=1e-5).minimize(self.loss, self.step)

    def feed(self, seed):
        words, tags, lengths = sentences(seed)
        steps = lengths.max()
        return {self.words: words[:, :steps], self.tags: tags[:, :steps], self.lengths: lengths}


def main(_):
    if not os.path.isdir(FLAGS.save_dir):
        os.makedirs(FLAGS.save_dir)
    model = BiLSTMTagger()
    saver = tf.train.Saver()
    sess = tf.Session(config=tf.ConfigProto(
        intra_op_parallelism_threads=1, inter_op_parallelism_threads=1))
    sess.run(tf.global_variables_initializer())
    if FLAGS.restore:
        saver.restore(sess, FLAGS.restore)
    losses = []
    for _ in range(FLAGS.steps):
        _, loss, step = sess.run(
            [model.train, model.loss, model.step], model.feed(sess.run(model.step)))
        losses.append(loss)
        print("loss after the step %i: %.4f" % (step, loss))
    words, _, lengths = sentences(100)
    logits = sess.run(model.logits, {model.words: words, model.lengths: lengths})
    saver.save(sess, os.path.join(FLAGS.save_dir, "model.ckpt"), global_step=model.step)
    np.savez(os.path.join(FLAGS.save_dir, "results.npz"), losses=losses, inputs=words,
             lengths=lengths, outputs=logits)


if __name__ == "__main__":
    tf.app.run()
