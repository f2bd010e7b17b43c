"""What is done with the tests of goldens, and which of them must fail.

A test with a row in the table of exceptions passes if it fails with that very error;
`--write-fidelity` makes the page docs/fidelity.md of what the goldens' tests found.
"""

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


def pytest_addoption(parser):
    parser.addoption(
        "--write-fidelity",
        action="store_true",
        help="write docs/fidelity.md from the results; needs all goldens: make fidelity",
    )


def pytest_configure(config):
    if config.getoption("--write-fidelity", False):
        config.pluginmanager.register(Writer(config), "tests.conformance.writer")


class Writer:
    """Collects the errors from the reports, those of other processes' workers too."""

    def __init__(self, config):
        self._is_worker = hasattr(config, "workerinput")
        self._errors = {}
        self._failed = False

    def pytest_runtest_logreport(self, report):
        self._failed = self._failed or report.failed
        if report.when == "call" and report.passed:
            for key, kept in report.user_properties:
                if key == "fidelity":
                    self._add(*kept)

    def _add(self, name, worst):
        """A case that ran in two ways has the larger error of both."""
        errors = self._errors.setdefault(name, {})
        for column, value in worst.items():
            errors[column] = max(errors.get(column, 0.0), value)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        if self._is_worker or self._failed:
            return
        from tests.fidelity import PAGE, written

        PAGE.write_text(written(self._errors), encoding="utf-8")
