"""What the fused cells refuse, each in one sentence."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.layer_tests import inputs
from tests.sequence.test_fused import adaptor, block


@pytest.mark.parametrize("abstract", [rnn.FusedRNNCell, rnn.LSTMBlockWrapper])
def test_abstract_classes(abstract):
    with pytest.raises(TypeError, match="abstract"):
        abstract()


STATES = keras.ops.zeros((4, 4))
BAD = {
    "no cell": (lambda: rnn.FusedRNNCellAdaptor(3), TypeError, "an RNNCell, received 3"),
    "no fused cell": (lambda: rnn.TimeReversedFusedRNN(3), TypeError, "a fused cell, received 3"),
    "zero size": (lambda: rnn.LSTMBlockFusedCell(0), ValueError, "positive whole number"),
    "argument": (lambda: block(zoneout=1), TypeError, "LSTMBlockFusedCell does not know"),
    "rank": (
        lambda: block()(inputs()[0], dtype="float32"),
        ValueError,
        r"\[time, batch, depth\], received shape \(4, 3\)",
    ),
    "depth": (
        lambda: block()(keras.Input((None, None)), dtype="float32"),
        ValueError,
        "inputs of known depth",
    ),
    "neither": (lambda: block()(inputs()), ValueError, "initial_state or a dtype"),
    "neither for an adaptor": (lambda: adaptor()(inputs()), ValueError, "initial_state or a dtype"),
    "state": (
        lambda: block()(inputs(), initial_state=(STATES,)),
        ValueError,
        "structure .* received 1 elements",
    ),
    "lengths": (
        lambda: block()(inputs(), dtype="float32", sequence_length=[1, 2, 3]),
        ValueError,
        r"vector of length batch \(4\), received shape \(3,\)",
    ),
    "fractions": (
        lambda: block()(inputs(), dtype="float32", sequence_length=np.ones(4, "float32")),
        ValueError,
        "whole numbers, received .*float32",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_refused(name):
    act, error, words = BAD[name]
    with pytest.raises(error, match=words):
        act()
