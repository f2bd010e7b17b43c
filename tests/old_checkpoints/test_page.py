"""The committed page is that of the configurations and files there are."""

import pytest

from tests.old_checkpoints.configurations import CONFIGURATIONS
from tests.old_checkpoints.files import VERSIONS, configurations
from tests.old_checkpoints.page import PAGE, page, read, written

EVERY = {(version, name): 0.0 for version in VERSIONS for name in configurations(version)}


def test_the_page_is_what_a_run_would_write():
    text = PAGE.read_text(encoding="utf-8")
    numbers = read(text)
    assert page(numbers) == text
    for name, number in numbers.items():
        assert (number == "") == (CONFIGURATIONS[name].run is None), name
        assert number == "" or float(number) <= 2e-6, name


def test_a_page_needs_every_box():
    assert "| `GRUCell` | ✓ | ✓ | ✓ | 0 |" in written(EVERY)
    assert "| `UGRNNCell` |  |  | ✓ | 0 |" in written(EVERY)
    with pytest.raises(ValueError, match=r"expects every box.*\('1.1.0', 'GRUCell'\)"):
        written({box: 0.0 for box in EVERY if box != ("1.1.0", "GRUCell")})


def test_a_number_is_rounded_up():
    assert read(written({box: 1.3e-7 for box in EVERY}))["GRUCell"] == "1e-6"
