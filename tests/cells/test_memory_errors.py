"""What NTMCell refuses, each in one sentence."""

import re

import pytest

import tf_contrib_rnn as rnn


def machine(controller=None, **options):
    options = {"memory_size": 6, "memory_vector_dim": 4, **options}
    heads = {"read_head_num": 1, "write_head_num": 1, **options}
    return rnn.NTMCell(controller or rnn.GRUCell(3), **heads)


BAD = {
    "no cell": (lambda: machine(3), TypeError, "controller expects an RNNCell, received 3"),
    "two outputs": (
        lambda: machine(rnn.GridRNNCell(3, num_dims=2, output_dims=[0, 1])),
        ValueError,
        r"controller .* single vector as its output, received one of output_size \(3, 3\)",
    ),
    "maps": (
        lambda: machine(rnn.Conv1DLSTMCell(input_shape=[4, 2], output_channels=3, kernel_shape=2)),
        ValueError,
        r"controller .* received one of output_size \(4, 3\)",
    ),
    "no place": (lambda: machine(memory_size=0), ValueError, "memory_size .* received 0"),
    "no vector": (lambda: machine(memory_vector_dim=0), ValueError, "memory_vector_dim .* 0"),
    "no reader": (lambda: machine(read_head_num=0), ValueError, "read_head_num .* received 0"),
    "no writer": (lambda: machine(write_head_num=0), ValueError, "write_head_num .* received 0"),
    "no output": (lambda: machine(output_dim=0), ValueError, "output_dim .* received 0"),
    "far shifts": (
        lambda: machine(shift_range=3),
        ValueError,
        "shift_range expects a whole number from 0 to 2 for memory_size=6, received 3",
    ),
    "half a shift": (lambda: machine(shift_range=0.5), ValueError, "shift_range .* received 0.5"),
    "unknown depth": (
        lambda: machine().build_for_shape((None, None)),
        ValueError,
        "inputs of known depth",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_refused_in_one_sentence(name):
    act, error, words = BAD[name]
    with pytest.raises(error, match=words) as raised:
        act()
    assert re.search("expects .*, received .*: .*", str(raised.value))
    assert "\n" not in str(raised.value)
