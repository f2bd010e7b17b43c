"""What is done with the tests of goldens, and which of them must fail.

A test with a row in the table of exceptions passes if it fails with that very error;
`--write-fidelity` makes the page docs/fidelity.md of what the goldens' tests found.
"""

import fnmatch

import pytest

from tests.conformance.exceptions import REFUSALS
from tests.page_writer import PageWriter


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


def pytest_addoption(parser):
    parser.addoption(
        "--write-fidelity",
        action="store_true",
        help="write docs/fidelity.md from the results; needs all goldens: make fidelity",
    )


def pytest_configure(config):
    if config.getoption("--write-fidelity", False):
        config.pluginmanager.register(
            PageWriter(config, "fidelity", write), "tests.fidelity.writer"
        )


def write(kept):
    """Writes the page from what `tests.fidelity.keep` kept of every case."""
    from tests.fidelity import PAGE, written

    PAGE.write_text(written(kept), encoding="utf-8")
