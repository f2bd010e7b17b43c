"""Train the character model of the notebooks with TF 1.15.5, in the manner of 2017.

It reads text.txt and learns which character comes next.

    python train.py            train, save the checkpoint, write vocabulary.json and golden.npz
    python train.py --export   write golden.npz again from the checkpoint there is
"""

import io
import json
import os
import time

import numpy as np
import tensorflow as tf

FLAGS = tf.app.flags.FLAGS
tf.app.flags.DEFINE_bool("export", False, "Do not train; write from the checkpoint.")
tf.app.flags.DEFINE_integer("steps", 1800, "Steps of training.")

HERE = os.path.dirname(os.path.abspath(__file__))
DEPTH, UNITS, LAYERS = 64, 128, 2
BATCH, LENGTH = 32, 64
RATE, KEEP, NORM, SEED = 4e-3, 0.8, 5.0, 1
HELD_OUT = 8000  # characters at the end of the text that are not trained on
GOLDEN = 240  # of these, how many have their logits stored


def read():
    """Returns the text as numbers, int32 [characters], and the list of its characters."""
    with io.open(os.path.join(HERE, "text.txt"), encoding="utf-8") as file:
        text = file.read()
    characters = sorted(set(text))
    codes = {character: code for code, character in enumerate(characters)}
    return np.array([codes[c] for c in text], np.int32), characters


def build(size):
    """Build the model in the default graph.

    Args:
        size: the number of characters there are.

    Returns:
        {name: tensor} of the placeholders `ids`, `targets` and `keep_prob`, of `initial_state`
        and `state`, of `logits` and of their `loss`.
    """
    ids = tf.placeholder(tf.int32, [None, None], "ids")
    targets = tf.placeholder(tf.int32, [None, None], "targets")
    keep_prob = tf.placeholder_with_default(1.0, [], "keep_prob")
    cell = tf.contrib.rnn.MultiRNNCell([
        tf.contrib.rnn.DropoutWrapper(
            tf.contrib.rnn.BasicLSTMCell(UNITS), output_keep_prob=keep_prob)
        for _ in range(LAYERS)])
    initial_state = cell.zero_state(tf.shape(ids)[0], tf.float32)
    with tf.variable_scope("char_rnn"):
        embedding = tf.get_variable("embedding", [size, DEPTH])
        softmax_w = tf.get_variable("softmax_w", [UNITS, size])
        softmax_b = tf.get_variable("softmax_b", [size], initializer=tf.zeros_initializer())
        vectors = tf.nn.embedding_lookup(embedding, ids)
        outputs, state = tf.nn.dynamic_rnn(cell, vectors, initial_state=initial_state)
        flat = tf.matmul(tf.reshape(outputs, [-1, UNITS]), softmax_w) + softmax_b
    logits = tf.reshape(flat, [tf.shape(ids)[0], tf.shape(ids)[1], size], name="logits")
    loss = tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=targets, logits=logits))
    return dict(ids=ids, targets=targets, keep_prob=keep_prob, initial_state=initial_state,
                state=state, logits=logits, loss=loss)


def minimize(loss):
    """Build a step of Adam, its rate decaying to a tenth, its gradients clipped by their norm."""
    step = tf.train.get_or_create_global_step()
    rate = tf.train.exponential_decay(RATE, step, FLAGS.steps, 0.1)
    variables = tf.trainable_variables()
    gradients, _ = tf.clip_by_global_norm(tf.gradients(loss, variables), NORM)
    optimizer = tf.train.AdamOptimizer(rate)
    return optimizer.apply_gradients(zip(gradients, variables), step)


def pieces(ids):
    """Yields for ever (ids, targets, whether the text begins anew), int32 [BATCH, LENGTH] each.

    Every row of a batch goes on where the same row of the batch before ended.
    """
    count = (len(ids) - 1) // (BATCH * LENGTH)
    rows = [part[:BATCH * LENGTH * count].reshape(BATCH, -1) for part in (ids, ids[1:])]
    while True:
        for start in range(0, LENGTH * count, LENGTH):
            seen, following = (part[:, start:start + LENGTH] for part in rows)
            yield seen, following, start == 0


def train(ids, characters):
    """Train the model on all but the end of the text and save its variables."""
    with tf.Graph().as_default(), tf.Session() as sess:
        tf.set_random_seed(SEED)
        model = build(len(characters))
        step = minimize(model["loss"])
        sess.run(tf.global_variables_initializer())
        start, losses, state = time.time(), [], None
        for count, (seen, following, anew) in enumerate(pieces(ids[:-HELD_OUT])):
            feed = {model["ids"]: seen, model["targets"]: following, model["keep_prob"]: KEEP}
            if not anew:
                flatten = tf.contrib.framework.nest.flatten
                feed.update(zip(flatten(model["initial_state"]), flatten(state)))
            value, state, _ = sess.run([model["loss"], model["state"], step], feed)
            losses.append(value)
            if count % 100 == 99:
                print("step %d loss %.3f (%.0f s)" % (
                    count + 1, np.mean(losses[-100:]), time.time() - start), flush=True)
            if count + 1 == FLAGS.steps:
                break
        # As many did who had no room: without Adam's slots.
        saver = tf.train.Saver(
            tf.trainable_variables() + [tf.train.get_global_step()], max_to_keep=1,
            save_relative_paths=True)
        path = saver.save(sess, os.path.join(HERE, "model.ckpt"), tf.train.get_global_step(),
                          write_meta_graph=False)
        saver.export_meta_graph(path + ".meta", clear_devices=True, strip_default_attrs=True)
    with io.open(os.path.join(HERE, "vocabulary.json"), "w", encoding="utf-8") as file:
        file.write(json.dumps(characters, ensure_ascii=False) + "\n")


def export(ids, characters):
    """Restore the model, let it read, and write what it computes to golden.npz."""
    with tf.Graph().as_default(), tf.Session() as sess:
        model = build(len(characters))
        tf.train.Saver().restore(sess, tf.train.latest_checkpoint(HERE))
        few = ids[-HELD_OUT:-HELD_OUT + GOLDEN][None]
        logits, state = sess.run([model["logits"], model["state"]], {model["ids"]: few})
        arrays = dict(ids=few, logits=logits)
        for layer, (c, h) in enumerate(state):
            arrays["state_%d_c" % layer], arrays["state_%d_h" % layer] = c, h
        for name, part in (("trained_on", ids[:HELD_OUT]), ("held_out", ids[-HELD_OUT:])):
            arrays["loss_" + name] = sess.run(
                model["loss"], {model["ids"]: part[None, :-1], model["targets"]: part[None, 1:]})
            print(name, arrays["loss_" + name])
    np.savez_compressed(os.path.join(HERE, "golden.npz"), **arrays)


def main(_):
    """Train and export, or only export."""
    ids, characters = read()
    if not FLAGS.export:
        train(ids, characters)
    export(ids, characters)


if __name__ == "__main__":
    tf.logging.set_verbosity(tf.logging.ERROR)
    tf.app.run()
