"""What the cells with normalization refuse, each in one sentence."""

import re

import numpy as np
import pytest

import tf_contrib_rnn as rnn

BAD = {
    "nothing is kept": (
        lambda: rnn.LayerNormBasicLSTMCell(3, dropout_keep_prob=0.0),
        r"dropout_keep_prob expects a probability in \(0, 1\], received 0.0",
    ),
    "more than all is kept": (
        lambda: rnn.LayerNormBasicLSTMCell(3, dropout_keep_prob=1.5),
        "dropout_keep_prob .* received 1.5",
    ),
    "units": (lambda: rnn.LayerNormBasicLSTMCell(0), "num_units .* received 0"),
    "activation": (
        lambda: rnn.LayerNormBasicLSTMCell(3, activation="no"),
        "activation .* received 'no'",
    ),
    "units of layers": (lambda: rnn.LayerNormLSTMCell(2.5), "num_units .* received 2.5"),
    "no projection": (lambda: rnn.LayerNormLSTMCell(3, num_proj=0), "num_proj .* received 0"),
    "initializer": (
        lambda: rnn.LayerNormLSTMCell(3, initializer="no"),
        "initializer .* received 'no'",
    ),
    "units of weights": (lambda: rnn.WeightNormLSTMCell(-1), "num_units .* received -1"),
    "projection of weights": (
        lambda: rnn.WeightNormLSTMCell(3, num_proj=0),
        "num_proj .* received 0",
    ),
    "unknown depth": (
        lambda: rnn.WeightNormLSTMCell(3).build_for_shape((None, None)),
        r"inputs of known depth, received shape \(None, None\)",
    ),
    "rank": (
        lambda: rnn.LayerNormLSTMCell(3)(
            np.ones((2, 4, 3), "float32"), rnn.LayerNormLSTMCell(3).zero_state(2, "float32")
        ),
        r"received \(2, 4, 3\)",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_refused_in_one_sentence(name):
    act, words = BAD[name]
    with pytest.raises(ValueError, match=words) as raised:
        act()
    message = str(raised.value)
    assert re.search("expects .*, received .*: .*", message)
    assert "\n" not in message
