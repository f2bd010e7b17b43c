"""Train small models with TF 1.15.5, and take over what Keras went on with.

Needs Python 3.7 with tensorflow 1.15.5 and numpy, nothing of this package. Without --write it
only runs and says what would be written. With --back it restores the checkpoints that
`python -m tests.checkpoint.training FOLDER` saved out of Keras into the graphs they came from,
and trains on.
"""

import argparse
import fnmatch
import hashlib
import os
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

import _write  # noqa: E402
from _draw import draw, weight_scale  # noqa: E402
from _train import ONE_THREAD  # noqa: E402
from _variables import whole_variables  # noqa: E402
from cases import training  # noqa: E402

COMMAND = "python tests/golden/generate_training.py --write"
FOLDER = os.path.join(HERE, "training")


def parse(arguments=None):
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the files")
    parser.add_argument("--back", metavar="FOLDER", help="checkpoints that Keras wrote")
    parser.add_argument("--only", metavar="PATTERN", default="*",
                        help="only the trainings whose name matches, such as 'adam*'")
    return parser.parse_args(arguments)


class Run(object):
    """A model and its optimizer in a session.

    Args:
        name: the key of TRAININGS.
    """

    def __init__(self, name):
        model, shape, optimizer, scope = training.TRAININGS[name]
        self.name, self.case = name, {"seed": sum(map(ord, name)), "dtype": "float64"}
        self.inputs = draw(self.case, "inputs", [training.BATCHES] + shape, 0.8)
        self.targets = draw(
            self.case, "targets", [training.BATCHES] + shape[:2] + [training.CLASSES], 1.0)
        self.fed = tf.placeholder(tf.float64, shape, "inputs")
        self.wanted = tf.placeholder(tf.float64, self.targets.shape[1:], "targets")
        outputs = model(tf, self.fed)
        self.weights = whole_variables()
        self.loss = tf.reduce_mean(tf.square(outputs - self.wanted), name="loss")
        step = tf.train.get_or_create_global_step()
        with tf.variable_scope(scope) if scope else tf.name_scope(None):
            made = optimizer(tf)
            pairs = made.compute_gradients(self.loss)
            # AdamW would else be free to decay the variables before they are used.
            with tf.control_dependencies([self.loss] + [gradient for gradient, _ in pairs]):
                self.train = made.apply_gradients(pairs, step)
        self.session = tf.Session(config=tf.ConfigProto(**ONE_THREAD))
        self.saver = tf.train.Saver()

    def start(self):
        """Give every weight a drawn value; the optimizer begins as it does in TF1."""
        self.session.run(tf.global_variables_initializer())
        for weight in self.weights:
            value = draw(self.case, weight.name, weight.shape, weight_scale(weight.shape))
            for part, piece in zip(weight.parts, weight.slices(value)):
                part.load(piece, self.session)

    def steps(self, first, count):
        """Train; return the losses before each step."""
        losses = []
        for step in range(first, first + count):
            batch = step % training.BATCHES
            feeds = {self.fed: self.inputs[batch], self.wanted: self.targets[batch]}
            losses.append(self.session.run([self.loss, self.train], feeds)[0])
        return np.array(losses)

    def values(self):
        """Return every variable of the model, whole, by its name in a checkpoint."""
        return {w.name: w.join(self.session.run(w.parts)) for w in self.weights}


def make(name, folder):
    """Train, save a checkpoint, and train on."""
    run = Run(name)
    run.start()
    run.steps(0, training.BEFORE)
    has_graph = name not in training.WITHOUT_GRAPH
    prefix = run.saver.save(run.session, os.path.join(folder, "model.ckpt"), training.BEFORE,
                            write_meta_graph=has_graph, write_state=False,
                            strip_default_attrs=True)
    if has_graph:
        _keep_the_graph(prefix + ".meta")
    arrays = {"inputs": run.inputs, "targets": run.targets,
              "losses": run.steps(0, training.STEPS)}
    arrays.update(("variables/" + key, value) for key, value in run.values().items())
    _write.write(os.path.join(folder, "golden.npz"), _write.npz_bytes(
        {key: arrays[key] for key in sorted(arrays)}))


def _keep_the_graph(path):
    """Write a .meta file again with its graph alone, in a fixed order."""
    whole, kept = tf.MetaGraphDef(), tf.MetaGraphDef()
    with open(path, "rb") as stream:
        whole.ParseFromString(stream.read())
    kept.graph_def.CopyFrom(whole.graph_def)
    with open(path, "wb") as stream:
        stream.write(kept.SerializeToString(deterministic=True))


def take_back(name, folder, target):
    """Restore what Keras saved into the graph it came from, and train on."""
    run = Run(name)
    arrays, files = {}, {}
    for place in (name, name + "_stock"):
        path = os.path.join(folder, place)
        if not os.path.isdir(path):
            continue
        found = _taken_back(run, os.path.join(path, "model.ckpt"))
        for key in sorted(set(found) | set(arrays)):
            np.testing.assert_allclose(found[key], arrays.get(key, found[key]), 1e-9, 1e-12)
        arrays = arrays or found
        for file in sorted(os.listdir(path)):
            with open(os.path.join(path, file), "rb") as stream:
                key = "%s/%s" % (place, file)
                files[key] = hashlib.sha256(stream.read()).hexdigest()
    facts = {"restored by": tf.__version__, "variables": len(tf.global_variables()),
             "files": files}
    _write.write(os.path.join(target, "back.npz"), _write.npz_bytes(
        {key: arrays[key] for key in sorted(arrays)}))
    _write.write(os.path.join(target, "back.json"), _write.json_bytes(facts))


def _taken_back(run, prefix):
    """Restore all variables, train on, and return what was saved and what came of it."""
    run.saver.restore(run.session, prefix)
    reader = tf.train.NewCheckpointReader(prefix)
    arrays = {"saved/" + key: reader.get_tensor(key)
              for key in reader.get_variable_to_shape_map()}
    for variable in tf.global_variables():
        if variable._save_slice_info is None:
            np.testing.assert_array_equal(
                arrays["saved/" + variable.op.name], run.session.run(variable))
    arrays["losses"] = run.steps(training.BEFORE + training.BACK, training.BACK)
    arrays.update(("variables/" + key, value) for key, value in run.values().items())
    return arrays


def main():
    """Run the trainings asked for."""
    options = parse()
    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    for name in sorted(training.TRAININGS):
        if not fnmatch.fnmatch(name, options.only):
            continue
        place, target = tempfile.mkdtemp(), os.path.join(FOLDER, name)
        try:
            with tf.Graph().as_default():
                if options.back:
                    take_back(name, options.back, place)
                else:
                    make(name, place)
            files = sorted(os.listdir(place))
            size = sum(os.path.getsize(os.path.join(place, file)) for file in files)
            print("%-24s %7d bytes in %s" % (name, size, ", ".join(files)), flush=True)
            if options.write:
                if not options.back:
                    shutil.rmtree(target, ignore_errors=True)
                for file in files:
                    with open(os.path.join(place, file), "rb") as stream:
                        _write.write(os.path.join(target, file), stream.read())
        finally:
            shutil.rmtree(place)
    if options.write:
        path = os.path.join(HERE, "manifest_training.json")
        print("%d files" % _write.write_manifest(FOLDER, path, COMMAND))


if __name__ == "__main__":
    main()
