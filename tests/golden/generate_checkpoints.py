"""Write small checkpoints with TF 1.15.5, each with inputs and the outputs TF1 gives for them.

Needs Python 3.7 with tensorflow 1.15.5 and numpy, nothing of this package. Without --write
it only trains the models and says what would be written.
"""

import argparse
import fnmatch
import os
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import tensorflow as tf  # noqa: E402

import _models  # noqa: E402
import _write  # noqa: E402
from _train import Training  # noqa: E402

COMMAND = "python tests/golden/generate_checkpoints.py --write"
FOLDER = os.path.join(HERE, "checkpoints")
V1, V2 = tf.train.SaverDef.V1, tf.train.SaverDef.V2

# name: (model, format, whether shadow averages are kept, whether .meta is the training graph)
CHECKPOINTS = {
    "lstm_projected": (_models.projected, V2, False, True),
    "lstm_projected_v1": (_models.projected, V1, False, False),
    "lstm_partitioned": (_models.partitioned, V2, False, False),
    "lstm_partitioned_v1": (_models.partitioned, V1, False, False),
    "multi_lstm_gru": (_models.mixed_stack, V2, False, False),
    "bidirectional": (_models.bidirectional, V2, False, False),
    "encoder_decoder": (_models.encoder_decoder, V2, False, False),
    "conv_2d_lstm": (_models.convolutional, V2, False, False),
    "embedding_gru": (_models.embedded, V2, False, False),
    "moving_average": (_models.plain, V2, True, False),
    "multi_three_equal": (_models.equal_stack, V2, False, False),
}


def parse(arguments=None):
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the files")
    parser.add_argument("--only", metavar="PATTERN", default="*",
                        help="only the checkpoints whose name matches, such as 'lstm*'")
    return parser.parse_args(arguments)


def make(name, folder):
    """Train one model and write its checkpoint and goldens into an empty folder."""
    model, version, averages, whole_graph = CHECKPOINTS[name]
    training = Training(name, model, averages)
    prefix = training.save(folder, version, whole_graph)
    arrays, facts = training.golden(prefix)
    _write.write(os.path.join(folder, "golden.npz"), _write.npz_bytes(arrays))
    _write.write(os.path.join(folder, "golden.json"), _write.json_bytes(facts))


def main():
    """Make the checkpoints asked for."""
    options = parse()
    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    for name in sorted(CHECKPOINTS):
        if not fnmatch.fnmatch(name, options.only):
            continue
        place = tempfile.mkdtemp()
        try:
            make(name, place)
            files = sorted(os.listdir(place))
            size = sum(os.path.getsize(os.path.join(place, file)) for file in files)
            print("%-24s %7d bytes in %s" % (name, size, ", ".join(files)), flush=True)
            if options.write:
                target = os.path.join(FOLDER, name)
                shutil.rmtree(target, ignore_errors=True)
                shutil.copytree(place, target)
        finally:
            shutil.rmtree(place)
    if options.write:
        path = os.path.join(HERE, "manifest_checkpoints.json")
        print("%d files" % _write.write_manifest(FOLDER, path, COMMAND))


if __name__ == "__main__":
    main()
