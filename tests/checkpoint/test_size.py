"""Memory beside the model while a large checkpoint is restored, measured process by process."""

import pytest

from tests.checkpoint import measure_size

LARGEST = measure_size.KERNEL  # 134 MB
OTHERS = 90e6  # an allocator's own notes when it grows, and what is imported meanwhile


@pytest.mark.slow
@pytest.mark.parametrize(("stock", "copies"), [(False, 1), (True, 1.5)])
def test_the_largest_array_and_variable_stand_beside_the_model(tmp_path, stock, copies):
    figures = measure_size.measure(300, str(tmp_path), stock, filled=False)
    assert figures["variables"] == 5 and figures["model_bytes"] == figures["bytes"] > 300e6
    assert figures["beside_model_bytes"] < copies * LARGEST + OTHERS


@pytest.mark.slow
def test_the_reader_keeps_no_array(tmp_path):
    prefix = str(tmp_path / "model.ckpt")
    measure_size.alone("write", prefix, 4)
    kept = measure_size.alone("read", prefix)["kept_bytes"]
    assert kept < 2 * LARGEST  # of 600 MB, for the next to be read into
