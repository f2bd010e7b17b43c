"""`--write-old-checkpoints`: what the tests found becomes the page docs/old_checkpoints.md."""

from tests.page_writer import PageWriter


def pytest_addoption(parser):
    parser.addoption(
        "--write-old-checkpoints",
        action="store_true",
        help="write docs/old_checkpoints.md from the results; needs all of test_restored.py",
    )


def pytest_configure(config):
    if config.getoption("--write-old-checkpoints", False):
        writer = PageWriter(config, "difference", write)
        config.pluginmanager.register(writer, "tests.old_checkpoints.writer")


def write(differences):
    """Writes the page from (version, name, difference) of every box."""
    from tests.old_checkpoints.page import PAGE, written

    text = written({(version, name): number for version, name, number in differences})
    PAGE.write_text(text, encoding="utf-8")
