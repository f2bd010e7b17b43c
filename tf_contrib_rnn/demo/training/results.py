"""What both training scripts share: feeding a state, writing results, and comparing them."""

import json
import os
import platform

import numpy as np
import sklearn
import tensorflow as tf

DATA = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data")
VERSIONS = {
    "tensorflow": tf.__version__,
    "numpy": np.__version__,
    "scikit-learn": sklearn.__version__,
    "python": platform.python_version(),
}


def session():
    """Open a session on the default graph with the threads the figures were made with."""
    return tf.Session(config=tf.ConfigProto(
        intra_op_parallelism_threads=2, inter_op_parallelism_threads=2))


def minimize(loss, rate, steps):
    """Build the training operation: Adam, a cosine-decayed rate, gradients clipped to norm 1.

    Args:
        loss: the scalar to make small.
        rate: the learning rate of the first step.
        steps: the step at which the rate has gone down to 0.

    Returns:
        The operation of one step, which also counts `global_step` up.
    """
    step = tf.train.get_or_create_global_step()
    optimizer = tf.train.AdamOptimizer(tf.train.cosine_decay(rate, step, steps))
    gradients, variables = zip(*optimizer.compute_gradients(loss))
    gradients, _ = tf.clip_by_global_norm(gradients, 1.0)
    return optimizer.apply_gradients(zip(gradients, variables), step)


def state_feed(initial_state, state):
    """Feed a state that an earlier run returned in place of a graph's initial state.

    Args:
        initial_state: the structure of tensors the graph starts from.
        state: arrays in the same structure.

    Returns:
        A feed_dict.
    """
    flatten = tf.contrib.framework.nest.flatten
    return dict(zip(flatten(initial_state), flatten(state)))


def save_checkpoint(sess, folder):
    """Save every variable, Adam's slots and `global_step` included, in the V2 format.

    Args:
        sess: the session that holds them.
        folder: the folder inside the data folder; the file is model.ckpt-<global step> there.
    """
    folder = os.path.join(DATA, folder)
    tf.gfile.MakeDirs(folder)
    saver = tf.train.Saver(max_to_keep=1, save_relative_paths=True)
    saver.save(sess, os.path.join(folder, "model.ckpt"), tf.train.get_global_step(),
               write_meta_graph=False)


def restore(sess, folder, write_meta=False):
    """Restore the default graph's variables from the newest checkpoint of a folder.

    Args:
        sess: the session to restore into.
        folder: the folder inside the data folder.
        write_meta: whether to write the default graph beside the checkpoint as its .meta file.
    """
    path = tf.train.latest_checkpoint(os.path.join(DATA, folder))
    saver = tf.train.Saver()
    saver.restore(sess, path)
    if write_meta:
        saver.export_meta_graph(path + ".meta", clear_devices=True, strip_default_attrs=True)


def write(name, arrays, figures):
    """Write a model's arrays to <name>.npz and its figures to its part of figures.json.

    Args:
        name: the model's name.
        arrays: {key: array}.
        figures: what JSON can hold.
    """
    np.savez_compressed(os.path.join(DATA, name + ".npz"), **arrays)
    path = os.path.join(DATA, "figures.json")
    everything = {}
    if os.path.exists(path):
        with open(path) as file:
            everything = json.load(file)
    everything[name] = dict(figures, versions=VERSIONS)
    with open(path, "w") as file:
        json.dump(everything, file, indent=2, sort_keys=True)
        file.write("\n")


def check(name, arrays, figures):
    """Compare recomputed results with the written ones and print how far apart they are.

    Args:
        name: the model's name.
        arrays: the recomputed arrays.
        figures: the recomputed figures.

    Raises:
        AssertionError: an array differs by more than 1e-5, an integer or a figure at all.
    """
    with np.load(os.path.join(DATA, name + ".npz")) as written:
        assert sorted(written.files) == sorted(arrays), (written.files, sorted(arrays))
        for key in written.files:
            expected, received = written[key], np.asarray(arrays[key])
            assert (expected.dtype, expected.shape) == (received.dtype, received.shape), key
            tolerance = 1e-5 if expected.dtype.kind == "f" else 0
            gap = np.abs(expected.astype(np.float64) - received).max()
            print("%-24s %-8s %-22s %.1e" % (key, expected.dtype, expected.shape, gap))
            assert gap <= tolerance, "%s differs by %g" % (key, gap)
    with open(os.path.join(DATA, "figures.json")) as file:
        expected = json.load(file)[name]
    assert json.loads(json.dumps(figures)) == {
        key: value for key, value in expected.items() if key != "versions"}, expected


def check_meta(folder, feeds, fetch, expected):
    """Import a checkpoint's own .meta graph into an empty graph and compare one tensor.

    Args:
        folder: the folder inside the data folder.
        feeds: {tensor name: array}.
        fetch: the name of the tensor to compute.
        expected: what it should be.

    Raises:
        AssertionError: it differs by more than 1e-5.
    """
    path = tf.train.latest_checkpoint(os.path.join(DATA, folder))
    with tf.Graph().as_default(), session() as sess:
        tf.train.import_meta_graph(path + ".meta").restore(sess, path)
        gap = np.abs(sess.run(fetch, feeds) - expected).max()
    print("%s from the .meta graph: %.1e" % (fetch, gap))
    assert gap <= 1e-5, gap
