"""A test with a row in the table of exceptions passes if it fails with that very error."""

import fnmatch

import pytest

from tests.conformance.exceptions import REFUSALS


def refusal_of(item):
    """The row of the table for a test, or None."""
    name = f"{item.path.stem}::{item.name}"
    rows = [r for r in REFUSALS if fnmatch.fnmatchcase(name, r.tests.replace("[", "[[]"))]
    assert len(rows) <= 1, f"{name} has several rows: {[row.tests for row in rows]}"
    return rows[0] if rows else None


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem):
    refusal = refusal_of(pyfuncitem)
    if refusal is None:
        return (yield)
    with pytest.raises(refusal.error, match=refusal.words) as raised:
        yield
    assert type(raised.value) is refusal.error
    return True
