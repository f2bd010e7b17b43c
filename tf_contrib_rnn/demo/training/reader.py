"""Train the demo's digit-row reader with TF 1.15.5.

A row is a handful of handwritten digits side by side. The reader sees one column of 8 pixels a
step and says at every step what it reads: a digit, in the first blank column behind it, or
nothing. It has to find where a digit ends by itself.

    python reader.py            train, save the checkpoint, write reader.npz and figures.json
    python reader.py --export   write them again from the checkpoint there is
    python reader.py --check    recompute everything from the checkpoint and compare
"""

import time

import digits
import numpy as np
import results
import tensorflow as tf
from scipy import ndimage

FLAGS = tf.app.flags.FLAGS
tf.app.flags.DEFINE_bool("check", False, "Recompute and compare; write nothing.")
tf.app.flags.DEFINE_bool("export", False, "Do not train; write from the checkpoint.")
tf.app.flags.DEFINE_integer("steps", 6000, "Steps of training.")

NOTHING = 10  # the class of a column that no digit is read in
LAYERS = (
    dict(num_units=64, num_proj=32, cell_clip=3.0, proj_clip=2.5, forget_bias=0.5),
    dict(num_units=64, num_proj=32, cell_clip=8.0, proj_clip=3.0, forget_bias=1.5),
)
KEEP, RATE, BATCH, SEED = 0.7, 4e-3, 64, 1
TEST_ROWS, TEST_SEED, GOLDEN_ROWS = 200, 2, 12


def make_row(images, labels, picks, rng):
    """Returns one row's columns [time, 8] and what is to be read in each of them [time]."""
    columns, targets = [], []
    for _ in range(rng.randint(3, 7)):
        pick = next(picks)
        digit = digits.trim(images[pick]).T
        gap = rng.randint(1, 4)
        columns += [np.zeros((gap, 8), np.uint8), digit, np.zeros((1, 8), np.uint8)]
        targets += [NOTHING] * (gap + len(digit)) + [labels[pick]]
    return np.concatenate(columns), np.array(targets, np.uint8)


def make_rows(images, labels, picks, count, rng):
    """Returns rows padded to the longest: pixels [rows, time, 8], lengths, targets [rows, time]."""
    rows = [make_row(images, labels, picks, rng) for _ in range(count)]
    lengths = np.array([len(targets) for _, targets in rows], np.int32)
    pixels = np.zeros((count, lengths.max(), 8), np.uint8)
    targets = np.full(pixels.shape[:2], NOTHING, np.uint8)
    for row, (length, (columns, read)) in enumerate(zip(lengths, rows)):
        pixels[row, :length], targets[row, :length] = columns, read
    return pixels, lengths, targets


def distort(images, rng):
    """Returns every image a little sheared, stretched, moved, lighter or darker, and noisy."""
    distorted = np.zeros(images.shape)
    for image, out in zip(images, distorted):
        bend = rng.uniform(-1, 1, (2, 2)) * [[0.12, 0.12], [0.2, 0.12]]
        matrix = np.eye(2) + bend
        offset = 3.5 - matrix.dot([3.5, 3.5]) + [rng.uniform(-0.7, 0.7), 0]
        ink = ndimage.affine_transform(image.astype(float), matrix, offset, order=1)
        ink *= rng.uniform(0.8, 1.2)
        out[:] = ink + rng.normal(0, 0.5, ink.shape) * (ink > 0)
    return np.clip(np.round(distorted), 0, digits.INK).astype(np.uint8)


def build(training):
    """Build the reader in the default graph.

    Args:
        training: whether to drop some of every layer's outputs at random.

    Returns:
        {name: tensor} of the placeholders `pixels` and `lengths`, of `initial_state`,
        `outputs` and `state` of the recurrent layers, and of `logits`.
    """
    pixels = tf.placeholder(tf.float32, [None, None, 8], "pixels")
    lengths = tf.placeholder(tf.int32, [None], "lengths")
    cells = [tf.contrib.rnn.LSTMCell(use_peepholes=True, **layer) for layer in LAYERS]
    if training:
        cells = [tf.contrib.rnn.DropoutWrapper(c, output_keep_prob=KEEP) for c in cells]
    cell = tf.contrib.rnn.MultiRNNCell(cells)
    with tf.variable_scope("reader"):
        initial_state = cell.zero_state(tf.shape(pixels)[0], tf.float32)
        outputs, state = tf.nn.dynamic_rnn(
            cell, pixels, sequence_length=lengths, initial_state=initial_state)
        logits = tf.layers.dense(outputs, NOTHING + 1, name="logits")
    return dict(pixels=pixels, lengths=lengths, initial_state=initial_state,
                outputs=outputs, state=state, logits=logits)


def feed(model, pixels, lengths):
    """Returns the feed_dict of rows of uint8 pixels."""
    return {model["pixels"]: pixels / np.float32(digits.INK), model["lengths"]: lengths}


def train():
    """Train the reader on rows of the training digits and save its checkpoint."""
    rng = np.random.RandomState(SEED)
    images, labels = digits.load("train")
    picks = digits.endless(len(images), rng)
    with tf.Graph().as_default(), results.session() as sess:
        tf.set_random_seed(SEED)
        model = build(training=True)
        targets = tf.placeholder(tf.int32, [None, None], "targets")
        mask = tf.sequence_mask(model["lengths"], tf.shape(targets)[1], tf.float32)
        loss = tf.contrib.seq2seq.sequence_loss(model["logits"], targets, mask)
        step = results.minimize(loss, RATE, FLAGS.steps)
        sess.run(tf.global_variables_initializer())
        start = time.time()
        for count in range(FLAGS.steps):
            if count % 10 == 0:
                distorted = distort(images, rng)
            pixels, lengths, read = make_rows(distorted, labels, picks, BATCH, rng)
            batch = feed(model, pixels, lengths)
            batch[targets] = read
            value, _ = sess.run([loss, step], batch)
            if count % 250 == 249:
                print("step %d loss %.4f (%.0f s)" % (count + 1, value, time.time() - start),
                      flush=True)
        results.save_checkpoint(sess, "reader")


def clip_fractions(sess, model, pixels, lengths):
    """Returns for every layer how many of its c and of its projected h sit on their clips.

    The rows are read one column at a time, the state carried along by hand, because
    `dynamic_rnn` gives the state of the last step only.
    """
    state = sess.run(model["initial_state"], {model["pixels"]: pixels})
    one = np.ones(len(pixels), np.int32)
    on_clip = np.zeros((len(LAYERS), 2))
    for time_step in range(pixels.shape[1]):
        column = feed(model, pixels[:, time_step:time_step + 1], one)
        column.update(results.state_feed(model["initial_state"], state))
        state = sess.run(model["state"], column)
        live = time_step < lengths
        for layer, (c, h), sums in zip(LAYERS, state, on_clip):
            sums[0] += (np.abs(c[live]) == layer["cell_clip"]).mean(axis=1).sum()
            sums[1] += (np.abs(h[live]) == layer["proj_clip"]).mean(axis=1).sum()
    return [dict(layer, c_on_clip=round(c, 4), h_on_clip=round(h, 4))
            for layer, (c, h) in zip(LAYERS, on_clip / lengths.sum())]


def score(predicted, lengths, targets):
    """Returns the shares of digits, of whole rows and of columns that were read right."""
    live = np.arange(targets.shape[1]) < lengths[:, None]
    digit = live & (targets != NOTHING)
    said = [row[mask & (row != NOTHING)].tolist() for row, mask in zip(predicted, live)]
    meant = [row[mask].tolist() for row, mask in zip(targets, digit)]
    right = predicted == targets
    return dict(
        digits=int(digit.sum()),
        digits_read_right=round(float(right[digit].mean()), 4),
        rows=len(targets),
        rows_read_right=round(float(np.mean([a == b for a, b in zip(said, meant)])), 4),
        columns=int(live.sum()),
        columns_right=round(float(right[live].mean()), 4))


def evaluate(write_meta):
    """Restore the reader without dropout and read the held-out rows.

    Args:
        write_meta: whether to write this graph as the checkpoint's .meta file.

    Returns:
        The arrays of reader.npz and the reader's figures.
    """
    rng = np.random.RandomState(TEST_SEED)
    images, labels = digits.load("test")
    picks = digits.endless(len(images), rng)
    pixels, lengths, targets = make_rows(images, labels, picks, TEST_ROWS, rng)
    arrays = dict(pixels=pixels, lengths=lengths, targets=targets)
    with tf.Graph().as_default(), results.session() as sess:
        model = build(training=False)
        results.restore(sess, "reader", write_meta)
        logits = sess.run(model["logits"], feed(model, pixels, lengths))
        arrays["predicted"] = logits.argmax(axis=-1).astype(np.uint8)
        few = feed(model, pixels[:GOLDEN_ROWS], lengths[:GOLDEN_ROWS])
        names = ["logits", "outputs", "state"]
        arrays["logits"], arrays["outputs"], state = sess.run([model[n] for n in names], few)
        for layer, (c, h) in enumerate(state):
            arrays["state_%d_c" % layer], arrays["state_%d_h" % layer] = c, h
        figures = dict(score(arrays["predicted"], lengths, targets),
                       layers=clip_fractions(sess, model, pixels, lengths))
    return arrays, figures


def main(_):
    """Train, export or check, as the flags say."""
    if not (FLAGS.check or FLAGS.export):
        train()
    arrays, figures = evaluate(write_meta=not FLAGS.check)
    print(figures)
    if not FLAGS.check:
        return results.write("reader", arrays, figures)
    results.check("reader", arrays, figures)
    few = slice(None, GOLDEN_ROWS)
    feeds = {"pixels:0": arrays["pixels"][few] / np.float32(digits.INK),
             "lengths:0": arrays["lengths"][few]}
    results.check_meta("reader", feeds, "reader/logits/BiasAdd:0", arrays["logits"])


if __name__ == "__main__":
    tf.logging.set_verbosity(tf.logging.ERROR)
    tf.app.run()
