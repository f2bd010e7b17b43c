"""Continue the training of the demo's reader with TF 1.15.5, for a notebook to do the same.

The checkpoint holds Adam's slots. The rows are those of the demo that it was never trained on:
all but the last 50, in one batch; a rate of 1e-3, without dropout and without clipping.

    python train_on.py            write losses.npz
"""

import os
import sys

import numpy as np
import tensorflow as tf

HERE = os.path.dirname(os.path.abspath(__file__))
DEMO = os.path.join(HERE, "..", "..", "..", "tf_contrib_rnn", "demo")
ROWS, RATE, STEPS, INK = 150, 1e-3, 50, 16

sys.path.insert(0, os.path.join(DEMO, "training"))
import reader  # noqa: E402


def rows():
    """Returns the pixels, lengths and targets that are trained on."""
    with np.load(os.path.join(DEMO, "data", "reader.npz")) as arrays:
        return [arrays[key][:ROWS] for key in ("pixels", "lengths", "targets")]


def main():
    """Train, and write the loss before each step."""
    pixels, lengths, read = rows()
    with tf.Graph().as_default(), tf.Session() as sess:
        model = reader.build(training=False)
        targets = tf.placeholder(tf.int32, [None, None], "targets")
        mask = tf.sequence_mask(model["lengths"], tf.shape(targets)[1], tf.float32)
        loss = tf.contrib.seq2seq.sequence_loss(model["logits"], targets, mask)
        count = tf.train.get_or_create_global_step()
        step = tf.train.AdamOptimizer(RATE).minimize(loss, count)
        path = tf.train.latest_checkpoint(os.path.join(DEMO, "data", "reader"))
        tf.train.Saver().restore(sess, path)
        feed = reader.feed(model, pixels, lengths)
        feed[targets] = read
        losses = [sess.run([loss, step], feed)[0] for _ in range(STEPS)]
    print(np.array(losses))
    np.savez_compressed(os.path.join(HERE, "losses.npz"), losses=np.array(losses, np.float32))


if __name__ == "__main__":
    tf.logging.set_verbosity(tf.logging.ERROR)
    main()
