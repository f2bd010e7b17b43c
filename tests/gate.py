"""What the gate runs of long tables; the rest is slow and runs in `make test-all`."""

import pytest

from tests.cases import CASES, COVERED, richest_cases

# The families whose cases also stand for the ways to run a cell, whatever cell it is.
FAMILIES = (
    "basic", "gru", "lstm", "convolutional", "multi", "dropout", "residual", "placement",
    "wrappers",
)  # fmt: skip

# All cases of those families; of every other symbol the first, and the one that sets most.
TYPICAL = {case["name"] for case in CASES if case["family"] in FAMILIES}
TYPICAL |= {next(case["name"] for case in CASES if case["symbol"] == symbol) for symbol in COVERED}
TYPICAL |= {case["name"] for case in richest_cases().values()}
# Those that set most arguments, of the core cells and wrappers.
CORE = [case["name"] for case in richest_cases().values() if case["family"] in FAMILIES]


def gated(names, chosen):
    """Parameters for every name; those not among the chosen ones are marked slow."""
    return [n if n in chosen else pytest.param(n, marks=pytest.mark.slow) for n in names]
