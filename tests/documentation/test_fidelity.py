"""The committed page is that of the cases and programs there are."""

import pytest

from tests.fidelity import COLUMNS, PAGE, keep, page, read, rows, written
from tests.goldens import LIMITS

EVERY = [(name, dict.fromkeys(COLUMNS, 0.0)) for name in rows()]


def test_the_page_is_what_a_run_would_write():
    text = PAGE.read_text(encoding="utf-8")
    numbers = read(text)
    assert numbers.keys() == rows().keys()
    for name, (_, _, dtype) in rows().items():
        met = [float(number) for number in numbers[name] if number]
        assert met and max(met) <= LIMITS[dtype], name
    assert page(numbers) == text


def test_a_page_needs_every_case():
    assert "| `lstm_cell` |  | float64 | 0 | 0 | 0 |" in written(EVERY)
    without = [(name, errors) for name, errors in EVERY if name != "lstm_cell"]
    with pytest.raises(ValueError, match=r"expects every case.*\['lstm_cell'\]"):
        written(without)


def test_a_number_is_rounded_up():
    others = [("lstm_cell", {"sequence": 1.3e-12}), ("lstm_cell", {"gradients": 9.5e-13})]
    text = written([*EVERY, *others])
    assert read(text)["lstm_cell"] == ["0", "2e-12", "1e-12"]
    assert "| [`LSTMCell`](#lstmcell) | 32 | 2e-12 | 0 |" in text


def test_errors_are_kept_by_column():
    found = {}
    keep(found.__setitem__, "a", {"run/outputs": 1.0, "full/state/0": 2.0, "step/output": 3.0})
    assert found == {"fidelity": ("a", {"sequence": 2.0, "one step": 3.0})}
