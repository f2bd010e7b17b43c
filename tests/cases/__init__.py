"""Every case of the judge, as plain data: a cell, its arguments, its sizes.

`CASES` is the list, `BY_NAME` the same by name; `COVERED` are the symbols that have a case,
`FUNCTIONS` the functions that cases name; `EXPORTED` are the names of tf.contrib.rnn, `SYMBOLS`
all that is judged by TF 1.15.5, `CELLS` those that are cells. The keys of a case are told in
tests/golden/README.md. Needs nothing but the standard library of Python 3.7 or later.
"""

from . import (
    basic,
    convolutional,
    coupled,
    dropout,
    gru,
    lstm,
    memory,
    multi,
    normalized,
    phased,
    wrappers,
)
from ._case import KEPT
from .functions import FUNCTIONS
from .signatures import CELLS, EXPORTED, REQUIRED, SIGNATURES, SYMBOLS

FILES = (
    basic, gru, lstm, convolutional, multi, dropout, wrappers, normalized, coupled, phased, memory)
CASES = [case for file in FILES for case in file.CASES]
BY_NAME = {case["name"]: case for case in CASES}
COVERED = [name for name in CELLS if any(case["symbol"] == name for case in CASES)]

if len(BY_NAME) != len(CASES):
    raise ValueError("Expected every case to have a name of its own.")

__all__ = [
    "BY_NAME", "CASES", "CELLS", "COVERED", "EXPORTED", "FUNCTIONS", "KEPT", "REQUIRED",
    "SIGNATURES", "SYMBOLS",
]
