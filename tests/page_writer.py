"""Writes a page of docs from what the tests of a run kept with pytest's `record_property`."""

import pytest


class PageWriter:
    """A plugin that collects one property of the reports, those of other processes too.

    Args:
        config: pytest's configuration.
        key: the name of the property.
        write: function of the list of its values; it is called if nothing failed.
    """

    def __init__(self, config, key, write):
        self._is_worker = hasattr(config, "workerinput")
        self._key, self._write = key, write
        self._values, self._failed = [], False

    def pytest_runtest_logreport(self, report):
        self._failed = self._failed or report.failed
        if report.when == "call" and report.passed:
            self._values += [value for key, value in report.user_properties if key == self._key]

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        if not (self._is_worker or self._failed):
            self._write(self._values)
