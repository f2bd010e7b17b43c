"""Train the demo's next-frame predictor with TF 1.15.5.

A movie is a handwritten digit that moves across a 16x16 frame and bounces off its edges. At every
frame the model draws the next one. Fed with its own drawings, it goes on by itself.

    python frames.py            train, save the checkpoint, write frames.npz and figures.json
    python frames.py --export   write them again from the checkpoint there is
    python frames.py --check    recompute everything from the checkpoint and compare
"""

import time

import digits
import numpy as np
import results
import tensorflow as tf

FLAGS = tf.app.flags.FLAGS
tf.app.flags.DEFINE_bool("check", False, "Recompute and compare; write nothing.")
tf.app.flags.DEFINE_bool("export", False, "Do not train; write from the checkpoint.")
tf.app.flags.DEFINE_integer("steps", 1800, "Steps of training.")

SIZE = 16
CHANNELS, WINDOW = (12, 8), [5, 5]
LENGTH, RATE, BATCH, SEED = 14, 6e-3, 16, 1
OWN_FROM, OWN_SHARE = 0.4, 0.5  # of the steps; of the frames at the end (see with_own_frames)
TEST_MOVIES, TEST_LENGTH, TEST_SEED = 64, 20, 2
GOLDEN_MOVIES, GOLDEN_STATES, SEEN, AHEAD = 4, 2, 8, 10


def make_movie(image, length, rng):
    """Returns a digit's movie [length, SIZE, SIZE]: one pixel a frame along each axis."""
    digit = digits.trim(image)
    room = SIZE - np.array(digit.shape)
    corner = [rng.randint(r + 1) for r in room]
    speed = rng.choice([-1, 1], 2)
    movie = np.zeros((length, SIZE, SIZE), np.uint8)
    for frame in movie:
        (top, left), (height, width) = corner, digit.shape
        frame[top:top + height, left:left + width] = digit
        ahead = corner + speed
        speed = np.where((ahead < 0) | (ahead > room), -speed, speed)
        corner = corner + speed
    return movie


def make_movies(images, picks, count, length, rng):
    """Returns movies of the next `count` picked digits, uint8 [count, length, SIZE, SIZE]."""
    return np.stack([make_movie(images[next(picks)], length, rng) for _ in range(count)])


def scaled(movies):
    """Returns uint8 movies as the model sees them: float32 0..1, with a channel axis."""
    return movies[..., None] / np.float32(digits.INK)


def build():
    """Build the predictor in the default graph.

    Returns:
        {name: tensor} of the placeholder `frames`, of `initial_state` and `state` of the
        recurrent layers, of `logits` and of the `predictions` they stand for, 0 paper to 1 ink.
    """
    frames = tf.placeholder(tf.float32, [None, None, SIZE, SIZE, 1], "frames")
    cell = tf.contrib.rnn.MultiRNNCell([
        tf.contrib.rnn.Conv2DLSTMCell(
            input_shape=[SIZE, SIZE, depth], output_channels=channels, kernel_shape=WINDOW)
        for depth, channels in zip((1,) + CHANNELS, CHANNELS)])
    initial_state = cell.zero_state(tf.shape(frames)[0], tf.float32)
    outputs, state = tf.nn.dynamic_rnn(cell, frames, initial_state=initial_state)
    flat = tf.reshape(outputs, [-1, SIZE, SIZE, CHANNELS[-1]])
    drawn = tf.layers.conv2d(flat, 1, WINDOW, padding="same", name="next_frame")
    logits = tf.reshape(drawn, tf.shape(frames), name="logits")
    predictions = tf.sigmoid(logits, name="predictions")
    return dict(frames=frames, initial_state=initial_state, state=state,
                logits=logits, predictions=predictions)


def with_own_frames(sess, model, seen, share, rng):
    """Returns the frames with a random share, from the fourth on, replaced by the model's own."""
    drawn = sess.run(model["predictions"], {model["frames"]: seen})
    own = rng.uniform(size=seen.shape[:2]) < share
    own[:, :3] = False
    mixed = seen.copy()
    mixed[:, 1:][own[:, 1:]] = drawn[:, :-1][own[:, 1:]]
    return mixed


def train():
    """Train the predictor on movies of the training digits and save its checkpoint."""
    rng = np.random.RandomState(SEED)
    images, _ = digits.load("train")
    picks = digits.endless(len(images), rng)
    with tf.Graph().as_default(), results.session() as sess:
        tf.set_random_seed(SEED)
        model = build()
        following = tf.placeholder(tf.float32, [None, None, SIZE, SIZE, 1], "following")
        loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(
            labels=following, logits=model["logits"]))
        step = results.minimize(loss, RATE, FLAGS.steps)
        sess.run(tf.global_variables_initializer())
        start = time.time()
        for count in range(FLAGS.steps):
            movies = scaled(make_movies(images, picks, BATCH, LENGTH, rng))
            seen = movies[:, :-1]
            done = count / FLAGS.steps
            if done > OWN_FROM:
                share = OWN_SHARE * (done - OWN_FROM) / (1 - OWN_FROM)
                seen = with_own_frames(sess, model, seen, share, rng)
            value, _ = sess.run(
                [loss, step], {model["frames"]: seen, following: movies[:, 1:]})
            if count % 200 == 199:
                print("step %d loss %.4f (%.0f s)" % (count + 1, value, time.time() - start),
                      flush=True)
        results.save_checkpoint(sess, "frames")


def go_on(sess, model, seen, ahead):
    """Returns `ahead` frames after the seen ones, each drawn from the one drawn before."""
    fetches = [model["predictions"], model["state"]]
    drawn, state = sess.run(fetches, {model["frames"]: seen})
    future = [drawn[:, -1:]]
    while len(future) < ahead:
        feeds = results.state_feed(model["initial_state"], state)
        feeds[model["frames"]] = future[-1]
        drawn, state = sess.run(fetches, feeds)
        future.append(drawn)
    return np.concatenate(future, axis=1)


def score(movies, predictions, future):
    """Returns squared errors a pixel: the model's, of repeating the last frame, and ahead."""
    seen, following = movies[:, :-1], movies[:, 1:]
    error, repeating = (predictions - following) ** 2, (seen - following) ** 2
    true = movies[:, SEEN:SEEN + AHEAD]
    last = movies[:, SEEN - 1:SEEN]

    def mean(squares):
        return round(float(squares.mean(dtype=np.float64)), 6)

    return dict(
        movies=len(movies), frames=int(np.prod(following.shape[:2])),
        error=mean(error), error_of_repeating=mean(repeating),
        ratio=round(mean(error) / mean(repeating), 4),
        ratio_from_third_frame=round(mean(error[:, 1:]) / mean(repeating[:, 1:]), 4),
        error_by_frames_ahead=[mean((future - true)[:, k] ** 2) for k in range(AHEAD)],
        repeating_by_frames_ahead=[mean((last[:, 0] - true[:, k]) ** 2) for k in range(AHEAD)])


def evaluate(write_meta):
    """Restore the predictor and show it movies of the held-out digits.

    Args:
        write_meta: whether to write this graph as the checkpoint's .meta file.

    Returns:
        The arrays of frames.npz and the predictor's figures.
    """
    rng = np.random.RandomState(TEST_SEED)
    images, _ = digits.load("test")
    picks = digits.endless(len(images), rng)
    movies = make_movies(images, picks, TEST_MOVIES, TEST_LENGTH, rng)
    shown = scaled(movies)
    arrays = dict(movies=movies)
    with tf.Graph().as_default(), results.session() as sess:
        model = build()
        results.restore(sess, "frames", write_meta)
        predictions = sess.run(model["predictions"], {model["frames"]: shown[:, :-1]})
        future = go_on(sess, model, shown[:, :SEEN], AHEAD)
        figures = score(shown, predictions, future)
        arrays["logits"], state = sess.run(
            [model["logits"], model["state"]], {model["frames"]: shown[:GOLDEN_MOVIES, :-1]})
    arrays["predictions"] = predictions[:GOLDEN_MOVIES]
    arrays["future"] = future[:GOLDEN_MOVIES]
    for layer, (c, h) in enumerate(state):
        arrays["state_%d_c" % layer] = c[:GOLDEN_STATES]
        arrays["state_%d_h" % layer] = h[:GOLDEN_STATES]
    return arrays, figures


def main(_):
    """Train, export or check, as the flags say."""
    if not (FLAGS.check or FLAGS.export):
        train()
    arrays, figures = evaluate(write_meta=not FLAGS.check)
    print(figures)
    if not FLAGS.check:
        return results.write("frames", arrays, figures)
    results.check("frames", arrays, figures)
    few = scaled(arrays["movies"][:GOLDEN_MOVIES])[:, :-1]
    results.check_meta("frames", {"frames:0": few}, "logits:0", arrays["logits"])


if __name__ == "__main__":
    tf.logging.set_verbosity(tf.logging.ERROR)
    tf.app.run()
