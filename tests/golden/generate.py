"""Write the goldens: what TF 1.15.5 computes for every case of tests/cases.

Needs Python 3.7 with tensorflow 1.15.5 and numpy, nothing of this package. Without --write
it only runs the cases and says what would be written.
"""

import argparse
import collections
import fnmatch
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import tensorflow as tf  # noqa: E402

import _checks  # noqa: E402
import _write  # noqa: E402
from _facts import facts_of  # noqa: E402
from _prove import unproven  # noqa: E402
from _record import record  # noqa: E402
from _replay import check_replay  # noqa: E402
from cases import CASES  # noqa: E402
from generate_signatures import check_signatures  # noqa: E402

COMMAND = "python tests/golden/generate.py --write"
DATA = os.path.join(HERE, "data")


def parse(arguments=None):
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the files")
    parser.add_argument("--prove", action="store_true",
                        help="also take every argument away and see that the results change")
    parser.add_argument("--only", metavar="PATTERN", default="*",
                        help="only the cases whose name matches, such as 'lstm_cell*'")
    return parser.parse_args(arguments)


def golden(case, prove=False):
    """Record and check one case.

    Args:
        case: the case.
        prove: whether to run it once more without each of its arguments.

    Returns:
        The bytes of its .npz file and of its JSON file.

    Raises:
        AssertionError: if TF 1.15.5 does not behave as the case says.
    """
    recording = record(case)
    idle = unproven(case, recording) if prove else []
    assert not idle, "Expected the statements of %s to hold, not for %s." % (case["name"], idle)
    arrays = recording.arrays
    _checks.check_numbers(case, arrays)
    _checks.check_clips(case, arrays)
    _checks.check_saturation(case, recording.gates)
    check_replay(case, arrays)
    ordered = collections.OrderedDict((key, arrays[key]) for key in sorted(arrays))
    return _write.npz_bytes(ordered), _write.json_bytes(facts_of(case, recording, ordered))


def main():
    """Run the cases asked for."""
    options = parse()
    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    check_signatures()
    chosen = [case for case in CASES if fnmatch.fnmatch(case["name"], options.only)]
    for case in chosen:
        npz, facts = golden(case, options.prove)
        path = os.path.join(DATA, case["name"])
        print("%-44s %7d bytes%s" % (case["name"], len(npz) + len(facts),
                                     "" if options.write else " (not written)"), flush=True)
        if options.write:
            _write.write(path + ".npz", npz)
            _write.write(path + ".json", facts)
    if options.write:
        number = _write.write_manifest(DATA, os.path.join(HERE, "manifest.json"), COMMAND)
        print("manifest.json lists %d files" % number)


if __name__ == "__main__":
    main()
