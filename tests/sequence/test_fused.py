"""The fused cells: TF 1.15.5's numbers, and everything a Keras layer is asked for."""

import numpy as np
import pytest

from tests.cases.fused import CASES
from tests.sequences import SequenceGolden, computed

NAMES = [case["name"] for case in CASES if not case["symbol"].startswith("Cudnn")]
every_golden = pytest.mark.parametrize("name", NAMES)


@every_golden
def test_golden(name):
    golden = SequenceGolden(name)
    found = computed(golden, golden.built())
    assert golden.worst(found) <= golden.limit
    assert any(np.any(value) for key, value in found.items() if key.startswith("gradients/"))


def test_every_fused_symbol_has_two_cases():
    symbols = [case["symbol"] for case in CASES if not case["symbol"].startswith("Cudnn")]
    counts = {symbol: symbols.count(symbol) for symbol in symbols}
    assert set(counts) == {"LSTMBlockFusedCell", "FusedRNNCellAdaptor", "TimeReversedFusedRNN"}
    assert min(counts.values()) >= 2
