"""Every mode with every family of cells: the boxes of the table in docs/modes.md.

`make modes`, which is `python -m pytest tests/modes --write-table`, runs all and writes the page.
"""

import pytest

from tests.modes.families import FAMILIES
from tests.modes.limits import is_met, limit_of
from tests.modes.modes import MODES

# What neither the tests of single cells run nor takes long.
GATE = {
    ("mixed_float16", "gru"),
    ("tapes", "norm"),
    ("tapes_in_function", "lstm"),
    ("train_on_batch", "nested"),
    ("litert", "conv_2d"),
    ("litert", "conv_3d"),
    ("litert", "phased"),
    ("stateful", "attention"),
}
SINGLE = [mode for mode in MODES if not MODES[mode].whole]
BOXES = [
    pytest.param(mode, family, marks=[] if (mode, family) in GATE else pytest.mark.slow)
    for mode in SINGLE
    for family in FAMILIES
]
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*tf.lite.Interpreter is deprecated:UserWarning"),
    # Keras' patch of tf2onnx 1.17 for NumPy 2 asks for names that NumPy no longer has.
    pytest.mark.filterwarnings("ignore:In the future `np.object`:FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:tf2onnx"),
]


def judged(mode, family, outcome):
    """The box's symbol: the limit's name, or "" for a mode that works; fails for all else."""
    limit = limit_of(mode, family)
    if isinstance(outcome, Exception):
        if limit is None or not is_met(limit, outcome):
            raise outcome
        return limit.name
    assert limit is None, f"{mode}, {family}: the limit {limit.name!r} is met no more"
    assert outcome <= MODES[mode].limit, f"{mode}, {family}: {outcome}"
    return ""


def outcome_of(mode, family):
    """What a mode of this process finds, or raises."""
    try:
        return MODES[mode].check(family)
    except Exception as raised:
        return raised


@pytest.mark.parametrize(("mode", "family"), BOXES)
def test_box(mode, family, record_property):
    outcome = outcome_of(mode, family)
    record_property("box", (mode, family, judged(mode, family, outcome), worst(outcome)))


@pytest.mark.slow
@pytest.mark.parametrize("mode", [mode for mode in MODES if MODES[mode].whole])
def test_row(mode, record_property):
    outcomes = MODES[mode].check(list(FAMILIES))
    assert outcomes.keys() == FAMILIES.keys()
    for family, outcome in outcomes.items():
        record_property("box", (mode, family, judged(mode, family, outcome), worst(outcome)))


def worst(outcome):
    """The number of a box; none for a limit."""
    return None if isinstance(outcome, Exception) else float(outcome)
