"""The layers of cuDNN: the numbers of TF 1.15.5's compatible cells, and all that a layer does."""

import pytest

import tf_contrib_rnn as rnn
from tests.cases.fused import CASES
from tests.layer_tests import LayerTests, Specimen

NAMES = [case["name"] for case in CASES if case["symbol"].startswith("Cudnn")]
BOTH = {"direction": "bidirectional"}
SPECIMENS = {
    "lstm": Specimen(lambda: rnn.CudnnLSTM(2, 3, kernel_initializer="orthogonal", **BOTH)),
    "gru": Specimen(lambda: rnn.CudnnGRU(2, 4, dropout=0.5, seed=3, name="memory")),
    "tanh": Specimen(lambda: rnn.CudnnRNNTanh(1, 4, bias_initializer="ones", **BOTH)),
    "relu": Specimen(lambda: rnn.CudnnRNNRelu(3, 2, kernel_regularizer="l2")),
}


@pytest.fixture(params=SPECIMENS)
def specimen(request):
    return SPECIMENS[request.param]


@pytest.fixture(params=NAMES)
def golden_name(request):
    return request.param


class TestCudnn(LayerTests):
    pass
