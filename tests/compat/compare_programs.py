"""Runs every program of tests/cases/compat under the hook; prints its facts and errors as JSON.

A process of its own: TensorFlow cannot take the modes of TensorFlow 1 back.
"""

import json
import sys
import traceback
from pathlib import Path

import numpy as np

import tf_contrib_rnn.compat  # noqa: F401
from tests.cases.compat import contrib_layers, crf, layers, seq2seq  # noqa: F401
from tests.cases.compat._recording import PROGRAMS, record
from tests.goldens import error

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "compat" / "programs.npz"


def goldens():
    """{program: {key: array}} of what TF 1.15.5 computed."""
    found = {}
    with np.load(GOLDEN) as arrays:
        for key in arrays.files:
            name, _, rest = key.partition("|")
            found.setdefault(name, {})[rest] = arrays[key]
    return found


def compared(name, golden):
    """The facts of a program, and {key: (error, dtype)} of what it computes; or its traceback."""
    try:
        arrays, facts = record(name, golden)
    except Exception:
        return {"traceback": traceback.format_exc()}
    errors = {
        key: (error(arrays[key], golden[key]), str(golden[key].dtype))
        for key in golden.keys() & arrays.keys()
    }
    other = [key for key in errors if arrays[key].dtype != golden[key].dtype]
    missing = sorted(golden.keys() ^ arrays.keys())
    return {"facts": facts, "errors": errors, "missing": missing, "other_dtype": other}


def main():
    """Prints {program: what was found}."""
    arrays = goldens()
    print(json.dumps({name: compared(name, arrays[name]) for name in sys.argv[1:] or PROGRAMS}))


if __name__ == "__main__":
    main()
