"""Every case of the judge, as plain data: a cell, its arguments, its sizes.

`CASES` is the list, `BY_NAME` the same by name; `COVERED` are the symbols that have a case,
`FUNCTIONS` the functions that cases name; `EXPORTED` are the names of tf.contrib.rnn, `SYMBOLS`
all that is judged by TF 1.15.5, `CELLS` those that are cells; `keeps_initial` tells which values
a case leaves to the initializers. The keys of a case are told in
tests/golden/README.md. Needs nothing but the standard library of Python 3.7 or later.
"""

import collections

from . import (
    basic,
    block,
    convolutional,
    coupled,
    dropout,
    frequency,
    gated,
    grid_rnn,
    grouped,
    gru,
    independent,
    lstm,
    memory,
    minimal,
    multi,
    nas,
    normalized,
    phased,
    wrappers,
    wrappers_with_weights,
)
from ._case import keeps_initial
from .functions import FUNCTIONS
from .signatures import CELLS, EXPORTED, REQUIRED, SIGNATURES, SYMBOLS

FILES = (
    basic, gru, lstm, convolutional, multi, dropout, wrappers, nas, gated, grouped, independent,
    minimal, block, normalized, coupled, frequency, wrappers_with_weights,
    grid_rnn, phased, memory)
CASES = [case for file in FILES for case in file.CASES]
BY_NAME = {case["name"]: case for case in CASES}
COVERED = [name for name in CELLS if any(case["symbol"] == name for case in CASES)]


def richest_cases(fits=lambda case: True):
    """Return {symbol: its case that sets most arguments and runs over time}."""
    best = collections.OrderedDict()
    for symbol in COVERED:
        usable = [case for case in CASES if case["symbol"] == symbol and "run" in case["runs"]
                  and not case["arguments"].get("reuse") and fits(case)]
        if usable:
            best[symbol] = max(usable, key=lambda case: len(case["sets"]))
    return best


if len(BY_NAME) != len(CASES):
    raise ValueError("Expected every case to have a name of its own.")

__all__ = [
    "BY_NAME", "CASES", "CELLS", "COVERED", "EXPORTED", "FUNCTIONS", "REQUIRED", "SIGNATURES",
    "SYMBOLS", "keeps_initial", "richest_cases",
]
