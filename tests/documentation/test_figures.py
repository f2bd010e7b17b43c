"""The figures that the first page names are those of the tests."""

from tests.conftest import ROOT
from tests.documentation.recipes import BLOCK
from tests.fidelity import rows
from tests.goldens import LIMITS
from tests.modes.families import FAMILIES
from tests.modes.limits import LIMITS as MODE_LIMITS
from tests.modes.modes import MODES

NUMBERS = {5: "five", 6: "six", 7: "seven", 8: "eight"}


def test_the_first_page():
    text = BLOCK.sub("", (ROOT / "docs" / "index.md").read_text("utf-8"))
    words = " ".join(text.split())
    assert f"ran {len(rows())} cases once" in words
    assert f"{len(MODES)} ways to run a model" in words
    assert f"times {len(FAMILIES)} families of cells" in words
    assert f"the {NUMBERS[len(MODE_LIMITS)]} limits met" in words
    assert LIMITS["float64"] == 1e-10 and "1e-10 in float64" in words
    assert LIMITS["float32"] == 2e-6 and "2e-6 in float32" in words
