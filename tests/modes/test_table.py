"""The committed page is that of the modes, families and limits there are."""

import pytest

from tests.modes import test_limits
from tests.modes.families import FAMILIES
from tests.modes.limits import LIMITS
from tests.modes.modes import MODES
from tests.modes.table import PAGE, declared, page, read, written


def test_the_page_is_what_a_run_would_write():
    text = PAGE.read_text(encoding="utf-8")
    symbols, numbers = read(text)
    assert symbols == declared()
    assert numbers.keys() == MODES.keys()
    for mode, number in numbers.items():
        limited = all(symbols[mode, name] != "✓" for name in FAMILIES)
        assert (number == "") == limited, mode
        assert limited or float(number) <= 10 * MODES[mode].limit, mode
    assert page(symbols, numbers) == text


def test_every_limit_has_a_box_and_a_reproducer():
    for limit in LIMITS:
        assert limit.boxes
        assert all(mode in MODES and family in FAMILIES for mode, family in limit.boxes)
        reproducer = getattr(test_limits, limit.reproducer)
        (mark,) = [mark for mark in reproducer.pytestmark if mark.name == "xfail"]
        assert mark.kwargs == {"strict": True, "raises": limit.error}
    assert len({limit.name for limit in LIMITS}) == len(LIMITS)


def test_a_page_needs_every_box():
    boxes = {(mode, name): ("", 0.0) for mode in MODES for name in FAMILIES}
    assert "| eager | ✓ |" in written(boxes)
    del boxes["eager", "gru"]
    with pytest.raises(ValueError, match=r"expects every box.*\('eager', 'gru'\)"):
        written(boxes)


def test_a_number_is_rounded_up():
    boxes = {(mode, name): ("", 3e-8) for mode in MODES for name in FAMILIES}
    _, numbers = read(written(boxes))
    assert set(numbers.values()) == {"1e-7"}
