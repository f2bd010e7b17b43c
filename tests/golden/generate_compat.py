"""Write the goldens of tests/cases/compat: what TF 1.15.5 makes of each program.

Needs Python 3.7 with tensorflow 1.15.5 and numpy. Without --write it only runs the programs.
"""

import argparse
import collections
import fnmatch
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

import _write  # noqa: E402
from cases.compat import contrib_layers, crf, layers, seq2seq  # noqa: E402, F401
from cases.compat._recording import PROGRAMS, record  # noqa: E402

COMMAND = "python tests/golden/generate_compat.py --write"
FOLDER = os.path.join(HERE, "compat")


def main():
    """Run the programs asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the files")
    parser.add_argument("--only", metavar="PATTERN", default="*",
                        help="only the programs whose name matches, such as 'layers/conv*'")
    options = parser.parse_args()
    tf.logging.set_verbosity(tf.logging.ERROR)
    everything = collections.OrderedDict()
    facts = collections.OrderedDict()
    for name in PROGRAMS:
        if not fnmatch.fnmatch(name, options.only):
            continue
        arrays, facts[name] = record(name)
        assert all(np.all(np.isfinite(array)) for array in arrays.values()), name
        print("%-44s %d arrays" % (name, len(arrays)), flush=True)
        everything.update(("%s|%s" % (name, key), arrays[key]) for key in sorted(arrays))
    if options.write:
        _write.write(os.path.join(FOLDER, "programs.npz"), _write.npz_bytes(everything))
        _write.write(os.path.join(FOLDER, "programs.json"), _write.json_bytes(facts))
        path = os.path.join(HERE, "manifest_compat.json")
        print("%d files" % _write.write_manifest(FOLDER, path, COMMAND))


if __name__ == "__main__":
    main()
