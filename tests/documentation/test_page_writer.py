"""A page is written from the results of a whole run, and of one that passed."""

from types import SimpleNamespace

import pytest

from tests.page_writer import PageWriter


def report(value, when="call", failed=False):
    kept = [("box", value), ("other", 0)]
    return SimpleNamespace(failed=failed, passed=not failed, when=when, user_properties=kept)


@pytest.mark.parametrize(
    ("config", "reports", "written"),
    [
        (SimpleNamespace(), [report(1), report(2)], [[1, 2]]),
        (SimpleNamespace(), [report(1, "setup"), report(1), report(1, "teardown")], [[1]]),
        (SimpleNamespace(), [report(1), report(2, failed=True)], []),
        (SimpleNamespace(), [report(1), report(1, "teardown", failed=True)], []),
        (SimpleNamespace(workerinput={}), [report(1)], []),
    ],
)
def test_what_is_written(config, reports, written):
    found = []
    writer = PageWriter(config, "box", found.append)
    for each in reports:
        writer.pytest_runtest_logreport(each)
    writer.pytest_sessionfinish(None)
    assert found == written
