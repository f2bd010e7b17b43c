"""The table of exceptions itself: every row is of a test that there is."""

import fnmatch
import importlib

import pytest

from tests.conformance.exceptions import REFUSALS
from tests.conformance.specimens import SPECIMENS
from tests.gate import TYPICAL


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.tests)
def test_row(refusal):
    file, rest = refusal.tests.split("::")
    test, parameters = rest.removesuffix("]").split("[")
    assert callable(getattr(importlib.import_module(f"tests.conformance.{file}"), test))
    names = {f"{name}{kind}" for name in SPECIMENS for kind in ("", "-stock", "-ours")} | TYPICAL
    assert fnmatch.filter(names, parameters), parameters
    assert refusal.words and refusal.why.endswith(".")


def test_no_test_has_two_rows():
    patterns = [refusal.tests for refusal in REFUSALS]
    assert len(patterns) == len(set(patterns))
