"""Write the checkpoints of tests/cases/whole_models.py, with inputs and the outputs of TF 1.15.5.

Needs Python 3.7 with tensorflow 1.15.5 and numpy. Without --write it only runs the programs.
"""

import argparse
import os
import shutil
import sys
import tempfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

import _write  # noqa: E402
from cases.whole_models import WHOLE_MODELS, WITH_GRAPH, WORDS  # noqa: E402

COMMAND = "python tests/golden/generate_whole_models.py --write"
FOLDER = os.path.join(HERE, "whole_models")


def draw(name, key, shape, is_whole):
    """Return numbers that depend on the names alone."""
    random = np.random.RandomState(zlib.crc32(("%s/%s" % (name, key)).encode()) % 2**32)
    if is_whole:
        return random.randint(0, WORDS, shape).astype(np.int32)
    return random.normal(0, 0.5, shape).astype(np.float32)


def make(name, folder):
    """Save one program's variables, and write what it makes of its inputs."""
    case = WHOLE_MODELS[name]
    values = {key: draw(name, key, shape, key == "words") for key, shape in case["feeds"].items()}
    with tf.Graph().as_default(), tf.Session() as session:
        feeds = {key: tf.placeholder(array.dtype, array.shape) for key, array in values.items()}
        outputs = case["run"](tf, feeds)
        for variable in tf.global_variables():
            array = draw(name, variable.op.name, variable.shape.as_list(), False)
            if "variance" in variable.name:
                array = np.abs(array) + 0.1
            variable.load(array, session)
        results = session.run(outputs, {feeds[key]: array for key, array in values.items()})
        tf.train.Saver().save(session, os.path.join(folder, "model.ckpt"),
                              write_meta_graph=False, write_state=False)
        if name in WITH_GRAPH:
            meta = tf.MetaGraphDef(graph_def=session.graph.as_graph_def(add_shapes=False))
            content = meta.SerializeToString(deterministic=True)
            _write.write(os.path.join(folder, "model.ckpt.meta"), content)
    arrays = dict(values, outputs=results)
    _write.write(os.path.join(folder, "golden.npz"), _write.npz_bytes(arrays))


def main():
    """Run every program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the files")
    options = parser.parse_args()
    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    place = tempfile.mkdtemp()
    try:
        for name in sorted(WHOLE_MODELS):
            os.mkdir(os.path.join(place, name))
            make(name, os.path.join(place, name))
            print(name, flush=True)
        if options.write:
            shutil.rmtree(FOLDER, ignore_errors=True)
            shutil.copytree(place, FOLDER)
            path = os.path.join(HERE, "manifest_whole_models.json")
            print("%d files" % _write.write_manifest(FOLDER, path, COMMAND))
    finally:
        shutil.rmtree(place)


if __name__ == "__main__":
    main()
