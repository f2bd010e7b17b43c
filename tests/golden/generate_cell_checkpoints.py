"""Write a checkpoint of every cell: saved by TF 1.15.5 from the graph of one of its cases.

Needs Python 3.7 with tensorflow 1.15.5 and numpy. The values are those of the case's golden.
Without --write it only builds and saves elsewhere.
"""

import argparse
import os
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import tensorflow as tf  # noqa: E402

import _write  # noqa: E402
from _record import building  # noqa: E402
from cases import richest_cases  # noqa: E402

COMMAND = "python tests/golden/generate_cell_checkpoints.py --write"
FOLDER = os.path.join(HERE, "cell_checkpoints")


def save(case, folder):
    """Save one case's variables as `<folder>/model.ckpt`."""
    with building(case) as recording, tf.Session() as session:
        session.run(tf.global_variables_initializer())
        recording.assign_all(session)
        tf.train.Saver().save(session, os.path.join(folder, "model.ckpt"),
                              write_meta_graph=False, write_state=False)


def main():
    """Save every cell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the files")
    options = parser.parse_args()
    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    place = tempfile.mkdtemp()
    try:
        for symbol, case in richest_cases().items():
            os.mkdir(os.path.join(place, symbol))
            save(case, os.path.join(place, symbol))
            print("%-32s %s" % (symbol, case["name"]), flush=True)
        if options.write:
            shutil.rmtree(FOLDER, ignore_errors=True)
            shutil.copytree(place, FOLDER)
            path = os.path.join(HERE, "manifest_cell_checkpoints.json")
            print("%d files" % _write.write_manifest(FOLDER, path, COMMAND))
    finally:
        shutil.rmtree(place)


if __name__ == "__main__":
    main()
