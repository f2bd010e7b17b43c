"""The fused cells: TF 1.15.5's numbers, and everything a Keras layer is asked for."""

import pytest

import tf_contrib_rnn as rnn
from tests.cases.fused import CASES
from tests.layer_tests import LayerTests, Specimen

NAMES = [case["name"] for case in CASES if not case["symbol"].startswith("Cudnn")]


def block(**options):
    return rnn.LSTMBlockFusedCell(4, 0.5, cell_clip=0.4, use_peephole=True, **options)


def adaptor(dynamic=True):
    return rnn.FusedRNNCellAdaptor(rnn.MultiRNNCell([rnn.GRUCell(4), rnn.LSTMCell(2)]), dynamic)


SPECIMENS = {
    "block": Specimen(block),
    "block_named": Specimen(lambda: block(name="memory", kernel_regularizer="l2")),
    "adaptor": Specimen(adaptor),
    "adaptor_static": Specimen(lambda: adaptor(False), needs_time=True),
    "reversed_block": Specimen(lambda: rnn.TimeReversedFusedRNN(block())),
    "reversed_adaptor": Specimen(lambda: rnn.TimeReversedFusedRNN(adaptor())),
}


@pytest.fixture(params=SPECIMENS)
def specimen(request):
    return SPECIMENS[request.param]


@pytest.fixture(params=NAMES)
def golden_name(request):
    return request.param


class TestFused(LayerTests):
    pass


def test_every_fused_symbol_has_two_cases():
    symbols = [case["symbol"] for case in CASES if not case["symbol"].startswith("Cudnn")]
    counts = {symbol: symbols.count(symbol) for symbol in symbols}
    assert set(counts) == {"LSTMBlockFusedCell", "FusedRNNCellAdaptor", "TimeReversedFusedRNN"}
    assert min(counts.values()) >= 2
