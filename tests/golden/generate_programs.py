"""Write the goldens of tests/cases/programs.py: what TF 1.15.5 makes of each program.

Needs Python 3.7 with tensorflow 1.15.5 and numpy. Without --write it only runs the programs.
"""

import argparse
import fnmatch
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import tensorflow as tf  # noqa: E402

import _write  # noqa: E402
from _programs import record_program  # noqa: E402
from cases.programs import PROGRAMS  # noqa: E402

COMMAND = "python tests/golden/generate_programs.py --write"
FOLDER = os.path.join(HERE, "programs")


def main():
    """Run the programs asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the files")
    parser.add_argument("--only", metavar="PATTERN", default="*",
                        help="only the programs whose name matches, such as 'raw_rnn*'")
    options = parser.parse_args()
    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    for program in PROGRAMS:
        if not fnmatch.fnmatch(program["name"], options.only):
            continue
        arrays, facts = record_program(program)
        print("%-44s %d arrays" % (program["name"], len(arrays)), flush=True)
        if options.write:
            path = os.path.join(FOLDER, program["name"])
            _write.write(path + ".npz", _write.npz_bytes(arrays))
            _write.write(path + ".json", _write.json_bytes(facts))
    if options.write:
        path = os.path.join(HERE, "manifest_programs.json")
        print("%d files" % _write.write_manifest(FOLDER, path, COMMAND))


if __name__ == "__main__":
    main()
