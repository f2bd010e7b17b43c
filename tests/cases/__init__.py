"""Every case of the judge, as plain data: a cell, its arguments, its sizes.

`CASES` is the list, `BY_NAME` the same by name; `FUNCTIONS` are the functions that cases
name, `SIGNATURES` the constructors of TF 1.15.5. The keys of a case are told in
tests/golden/README.md. Needs nothing but the standard library of Python 3.7 or later.
"""

from . import basic, convolutional, dropout, gru, lstm, multi, wrappers
from .functions import FUNCTIONS
from .signatures import REQUIRED, SIGNATURES

FILES = (basic, gru, lstm, convolutional, multi, dropout, wrappers)
CASES = [case for file in FILES for case in file.CASES]
BY_NAME = {case["name"]: case for case in CASES}

if len(BY_NAME) != len(CASES):
    raise ValueError("Expected every case to have a name of its own.")

__all__ = ["BY_NAME", "CASES", "FUNCTIONS", "REQUIRED", "SIGNATURES"]
