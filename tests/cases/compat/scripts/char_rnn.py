"""Learn a text by heart, one character at a time.

python char_rnn.py --save_dir=run --steps=5
python char_rnn.py --save_dir=more --steps=3 --restore=run/model.ckpt-5
"""
from __future__ import absolute_import, division, print_function

import os

import numpy as np
import tensorflow as tf
from tensorflow.contrib import rnn

flags = tf.app.flags
flags.DEFINE_string("save_dir", "save", "where the checkpoint and the results go")
flags.DEFINE_string("restore", "", "checkpoint to go on from")
flags.DEFINE_integer("steps", 5, "training steps")
flags.DEFINE_integer("rnn_size", 12, "units of a layer")
flags.DEFINE_integer("num_layers", 2, "layers")
flags.DEFINE_float("keep_prob", 0.7, "probability of keeping an output")
flags.DEFINE_float("learning_rate", 0.02, "learning rate")
flags.DEFINE_float("grad_clip", 1.0, "largest norm of the gradients")
FLAGS = flags.FLAGS

TEXT = "the rain in spain stays mainly in the plain, but it hardly ever happens in hertford. " * 3
CHARS = sorted(set(TEXT))
BATCH_SIZE, SEQ_LENGTH = 4, 9


def batch(step):
    ids = np.array([CHARS.index(c) for c in TEXT])
    starts = (np.arange(BATCH_SIZE) * 17 + step * 5) % (len(ids) - SEQ_LENGTH - 1)
    x = np.stack([ids[s:s + SEQ_LENGTH] for s in starts])
    y = np.stack([ids[s + 1:s + 1 + SEQ_LENGTH] for s in starts])
    return x, y


class Model(object):
    def __init__(self):
        self.input_data = tf.placeholder(tf.int32, [None, SEQ_LENGTH], name="input_data")
        self.targets = tf.placeholder(tf.int32, [None, SEQ_LENGTH], name="targets")
        self.keep_prob = tf.placeholder(tf.float32, [], name="keep_prob")
        init = tf.random_uniform_initializer(-0.3, 0.3, seed=1)
        with tf.variable_scope("rnnlm", initializer=init):
            cells = []
            for layer in range(FLAGS.num_layers):
                cell = rnn.BasicLSTMCell(FLAGS.rnn_size, state_is_tuple=True)
                cells.append(rnn.DropoutWrapper(
                    cell, output_keep_prob=self.keep_prob, seed=20 + layer))
            cell = rnn.MultiRNNCell(cells, state_is_tuple=True)
            embedding = tf.get_variable("embedding", [len(CHARS), FLAGS.rnn_size])
            inputs = tf.nn.embedding_lookup(embedding, self.input_data)
            outputs, self.final_state = tf.nn.dynamic_rnn(
                cell, inputs, dtype=tf.float32, parallel_iterations=1)
            softmax_w = tf.get_variable("softmax_w", [FLAGS.rnn_size, len(CHARS)])
            softmax_b = tf.get_variable("softmax_b", [len(CHARS)])
        output = tf.reshape(outputs, [-1, FLAGS.rnn_size])
        self.logits = tf.matmul(output, softmax_w) + softmax_b
        self.probs = tf.nn.softmax(self.logits, name="probs")
        loss = tf.nn.sparse_softmax_cross_entropy_with_logits(
            labels=tf.reshape(self.targets, [-1]), logits=self.logits)
        self.cost = tf.reduce_mean(loss)
        self.global_step = tf.Variable(0, name="global_step", trainable=False)
        self.lr = tf.Variable(0.0, name="lr", trainable=False)
        tvars = tf.trainable_variables()
        grads, _ = tf.clip_by_global_norm(tf.gradients(self.cost, tvars), FLAGS.grad_clip)
        optimizer = tf.train.AdamOptimizer(self.lr)
        self.train_op = optimizer.apply_gradients(zip(grads, tvars), global_step=self.global_step)


def main(_):
    if not os.path.isdir(FLAGS.save_dir):
        os.makedirs(FLAGS.save_dir)
    model = Model()
    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    with tf.Session(config=config) as sess:
        sess.run(tf.global_variables_initializer())
        saver = tf.train.Saver(tf.global_variables(), max_to_keep=1)
        if FLAGS.restore:
            saver.restore(sess, FLAGS.restore)
        sess.run(tf.assign(model.lr, FLAGS.learning_rate))
        losses = []
        for _ in range(FLAGS.steps):
            x, y = batch(sess.run(model.global_step))
            feed = {model.input_data: x, model.targets: y, model.keep_prob: FLAGS.keep_prob}
            cost, _ = sess.run([model.cost, model.train_op], feed)
            print("step %d, loss %.4f" % (sess.run(model.global_step), cost))
            losses.append(cost)
        x, y = batch(100)
        probs = sess.run(model.probs, {model.input_data: x, model.keep_prob: 1.0})
        saver.save(sess, os.path.join(FLAGS.save_dir, "model.ckpt"), global_step=model.global_step)
    np.savez(os.path.join(FLAGS.save_dir, "results.npz"), losses=losses, inputs=x,
             outputs=probs.reshape(x.shape + (-1,)))


if __name__ == "__main__":
    tf.app.run()
