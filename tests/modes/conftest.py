"""`--write-table`: what the tests of boxes found becomes the page docs/modes.md."""

from tests.page_writer import PageWriter


def pytest_addoption(parser):
    parser.addoption(
        "--write-table",
        action="store_true",
        help="write docs/modes.md from the results; needs all of tests/modes",
    )


def pytest_configure(config):
    if config.getoption("--write-table", False):
        config.pluginmanager.register(PageWriter(config, "box", write), "tests.modes.writer")


def write(boxes):
    """Writes the page from (mode, family, limit, number) of every box."""
    from tests.modes.table import PAGE, written

    text = written({(mode, family): rest for mode, family, *rest in boxes})
    PAGE.write_text(text, encoding="utf-8")
