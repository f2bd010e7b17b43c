"""Predict the next frame of a square that moves, with a convolutional LSTM.

python next_frame.py --save_dir=run --steps=5
python next_frame.py --save_dir=more --steps=3 --restore=run/model.ckpt-5
"""
from __future__ import absolute_import, division, print_function

import os

import numpy as np
import tensorflow as tf

FLAGS = tf.app.flags.FLAGS
tf.app.flags.DEFINE_string("save_dir", "save", "where the checkpoint and the results go")
tf.app.flags.DEFINE_string("restore", "", "checkpoint to go on from")
tf.app.flags.DEFINE_integer("steps", 5, "training steps")
tf.app.flags.DEFINE_integer("channels", 4, "channels of the cell")
tf.app.flags.DEFINE_float("lr", 0.01, "learning rate")

FRAMES, SIZE = 5, 8


def movies(seed, count=2):
    rng = np.random.RandomState(seed)
    found = np.zeros([count, FRAMES + 1, SIZE, SIZE, 1], np.float32)
    for movie in found:
        place, step = rng.randint(0, SIZE - 2, 2), rng.randint(-1, 2, 2)
        for frame in movie:
            place = (place + step) % (SIZE - 2)
            frame[place[0]:place[0] + 2, place[1]:place[1] + 2] = 1
    return found[:, :-1], found[:, 1:]


def build():
    x = tf.placeholder(tf.float32, [None, FRAMES, SIZE, SIZE, 1], name="frames")
    y = tf.placeholder(tf.float32, [None, FRAMES, SIZE, SIZE, 1], name="next_frames")
    with tf.variable_scope("net", initializer=tf.truncated_normal_initializer(stddev=0.2, seed=3)):
        cell = tf.contrib.rnn.ConvLSTMCell(
            conv_ndims=2, input_shape=[SIZE, SIZE, 1], output_channels=FLAGS.channels,
            kernel_shape=[3, 3], name="conv_lstm_cell")
        maps, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
        w = tf.get_variable("conv_out/w", [3, 3, FLAGS.channels, 1])
        b = tf.get_variable("conv_out/b", [1], initializer=tf.zeros_initializer())
    flat = tf.reshape(maps, [-1, SIZE, SIZE, FLAGS.channels])
    logits = tf.nn.bias_add(tf.nn.conv2d(flat, w, [1, 1, 1, 1], "SAME"), b)
    logits = tf.reshape(logits, [-1, FRAMES, SIZE, SIZE, 1], name="logits")
    loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=logits))
    return x, y, logits, loss


def main(argv=None):
    if not os.path.isdir(FLAGS.save_dir):
        os.makedirs(FLAGS.save_dir)
    x, y, logits, loss = build()
    step = tf.train.get_or_create_global_step()
    train = tf.train.AdamOptimizer(FLAGS.lr).minimize(loss, global_step=step)
    saver = tf.train.Saver()
    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    with tf.Session(config=config) as sess:
        if FLAGS.restore:
            saver.restore(sess, FLAGS.restore)
        else:
            sess.run(tf.global_variables_initializer())
        losses = []
        for _ in range(FLAGS.steps):
            before, after = movies(sess.run(step))
            losses.append(sess.run([loss, train], {x: before, y: after})[0])
            print("step", tf.train.global_step(sess, step), "loss", losses[-1])
        before, _ = movies(100)
        outputs = sess.run(logits, feed_dict={x: before})
        saver.save(sess, os.path.join(FLAGS.save_dir, "model.ckpt"), global_step=step)
    np.savez(os.path.join(FLAGS.save_dir, "results.npz"), losses=losses, inputs=before,
             outputs=outputs)


if __name__ == "__main__":
    tf.app.run()
