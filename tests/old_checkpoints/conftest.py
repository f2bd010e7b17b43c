"""`--write-old-checkpoints`: what the tests found becomes the page docs/old_checkpoints.md."""

import pytest


def pytest_addoption(parser):
    parser.addoption(
        "--write-old-checkpoints",
        action="store_true",
        help="write docs/old_checkpoints.md from the results; needs all of test_restored.py",
    )


def pytest_configure(config):
    if config.getoption("--write-old-checkpoints", False):
        config.pluginmanager.register(Writer(config), "tests.old_checkpoints.writer")


class Writer:
    """Collects the differences from the reports, those of other processes' workers too."""

    def __init__(self, config):
        self._is_worker = hasattr(config, "workerinput")
        self._differences = {}
        self._failed = False

    def pytest_runtest_logreport(self, report):
        self._failed = self._failed or report.failed
        if report.when == "call" and report.passed:
            for key, (version, name, difference) in report.user_properties:
                if key == "difference":
                    self._differences[version, name] = difference

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        if self._is_worker or self._failed:
            return
        from tests.old_checkpoints.page import PAGE, written

        PAGE.write_text(written(self._differences), encoding="utf-8")
