"""What CoupledInputForgetGateLSTMCell refuses, each in one sentence."""

import re

import pytest

import tf_contrib_rnn as rnn


def coupled(**options):
    return rnn.CoupledInputForgetGateLSTMCell(**{"num_units": 5, **options})


BAD = {
    "units": (lambda: coupled(num_units=0), "num_units .* received 0"),
    "projection": (lambda: coupled(num_proj=0), "num_proj .* received 0"),
    "shards": (lambda: coupled(num_unit_shards=0), "num_unit_shards .* received 0"),
    "activation": (lambda: coupled(activation="no"), "activation .* received 'no'"),
    "more shards than rows": (
        lambda: coupled(num_unit_shards=9).build_for_shape((None, 3)),
        "expects at most as many shards as the 8 rows of W, received 9",
    ),
    "more shards than units": (
        lambda: coupled(num_proj=2, num_proj_shards=6).build_for_shape((None, 3)),
        "expects at most as many shards as the 5 rows of W_P, received 6",
    ),
    "unknown depth": (
        lambda: coupled().build_for_shape((None, None)),
        "inputs of known depth",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_refused_in_one_sentence(name):
    act, words = BAD[name]
    with pytest.raises(ValueError, match=words) as raised:
        act()
    assert re.search("expects .*, received .*: .*", str(raised.value))
    assert "\n" not in str(raised.value)
