"""Memory beside the model while a large checkpoint is restored, measured process by process."""

import pytest

from tests.checkpoint import measure_size

LARGEST = measure_size.KERNEL  # 134 MB
BESIDE = 300e6  # the promise: an array or two, and what is imported meanwhile


@pytest.mark.slow
@pytest.mark.parametrize("stock", [False, True])
def test_an_array_or_two_stand_beside_the_model(tmp_path, stock):
    figures = measure_size.measure(300, str(tmp_path), stock, filled=False)
    assert figures["variables"] == 5 and figures["model_bytes"] == figures["bytes"] > BESIDE
    assert figures["beside_model_bytes"] < BESIDE


@pytest.mark.slow
def test_the_reader_keeps_no_array(tmp_path):
    prefix = str(tmp_path / "model.ckpt")
    measure_size.alone("write", prefix, 4)
    kept = measure_size.alone("read", prefix)["kept_bytes"]
    assert kept < 2 * LARGEST  # of 600 MB, for the next to be read into
