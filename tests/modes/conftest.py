"""`--write-table`: what the tests of boxes found becomes the page docs/modes.md."""

import pytest


def pytest_addoption(parser):
    parser.addoption(
        "--write-table",
        action="store_true",
        help="write docs/modes.md from the results; needs all of tests/modes",
    )


def pytest_configure(config):
    if config.getoption("--write-table", False):
        config.pluginmanager.register(Writer(config), "tests.modes.writer")


class Writer:
    """Collects the boxes from the reports, those of other processes' workers too."""

    def __init__(self, config):
        self._is_worker = hasattr(config, "workerinput")
        self._boxes = {}
        self._failed = False

    def pytest_runtest_logreport(self, report):
        self._failed = self._failed or report.failed
        if report.when == "call" and report.passed:
            for key, (mode, family, name, number) in report.user_properties:
                if key == "box":
                    self._boxes[mode, family] = (name, number)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        if self._is_worker or self._failed:
            return
        from tests.modes.table import PAGE, written

        PAGE.write_text(written(self._boxes), encoding="utf-8")
