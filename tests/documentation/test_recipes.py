"""Every Python block of the documentation runs as it stands, and prints what it says."""

import re

import pytest

from tests.conftest import ROOT, WARNINGS_ARE_ERRORS
from tests.documentation.recipes import BLOCK, recipes, run
from tf_contrib_rnn import checkpoint, demo

DOCS = ROOT / "docs"
PAGES = sorted(path.name for path in DOCS.glob("*.md") if recipes(path.read_text("utf-8")))
GATE = ("adding_a_cell.md", "index.md")


@pytest.mark.parametrize(
    "pages",
    [GATE, *(pytest.param([p], marks=pytest.mark.slow) for p in PAGES if p not in GATE)],
    ids=lambda pages: pages[0],
)
def test_recipes_run(pages, run_python):
    files = [DOCS / page for page in pages]
    module = ("-m", "tests.documentation.recipes")
    done = run_python(*WARNINGS_ARE_ERRORS, *module, *files)
    assert done.returncode == 0, done.stderr


def test_every_block_belongs_to_a_recipe():
    assert set(GATE) < set(PAGES) and len(PAGES) >= 6
    for name in PAGES:
        text = (DOCS / name).read_text("utf-8")
        run_blocks = "".join(recipes(text).values())
        assert all(block.strip() in run_blocks for block in BLOCK.findall(text)), name


def test_the_inventory_is_what_inspect_prints():
    (shown,) = re.findall(r"```text\n(.*?)```", (DOCS / "checkpoint_cookbook.md").read_text(), re.S)
    assert shown.rstrip() == str(checkpoint.inspect(demo.checkpoint_of("reader"))).rstrip()


def test_what_is_printed_is_compared(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("for i in range(2):\n    print('a', i)\nprint(1 + 1)  # 2\n")
    with pytest.raises(AssertionError, match="printed 3"):
        run("print(1 + 2)  # 2")
    with pytest.raises(AssertionError, match="never printed"):
        run("if False:\n    print(2)  # 2")
