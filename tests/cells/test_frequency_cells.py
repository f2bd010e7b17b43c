"""The cells along frequencies: their errors, their sizes, their states."""

import copy
import re

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.goldens import error

GRID = {"num_units": 2, "feature_size": 2, "frequency_skip": 1, "num_frequency_blocks": [2]}
LISTS = {"start_freqindex_list": [0, 1], "end_freqindex_list": [3, 3]}


def grid(**options):
    return rnn.GridLSTMCell(**{**GRID, **options})


def time_freq(**options):
    return rnn.TimeFreqLSTMCell(**{"num_units": 2, "feature_size": 2, **options})


def built(cell, depth=3):
    cell.build_for_shape((None, depth))
    return cell


def test_the_state_of_both_directions_is_a_tuple():
    with pytest.raises(TypeError, match="state_is_tuple"):
        rnn.BidirectionalGridLSTMCell(**GRID, state_is_tuple=False)


# name: (what is done, words the error must contain)
BAD = {
    "no feature size": (lambda: rnn.TimeFreqLSTMCell(2), "feature_size .* received None"),
    "no skip": (lambda: time_freq(frequency_skip=0), "frequency_skip .* received 0"),
    "no shards": (lambda: time_freq(num_unit_shards=0), "num_unit_shards .* received 0"),
    "too many shards": (lambda: built(time_freq(num_unit_shards=7)), "the 6 rows of W, received 7"),
    "inputs narrower than a window": (lambda: built(time_freq(), 1), "the 1 features .* up to"),
    "a state of one window": (
        lambda: time_freq()(np.ones((1, 3), "float32"), np.zeros((1, 4), "float32")),
        r"\[batch, 8\] for 2 windows, received shape \(1, 4\)",
    ),
    "no blocks": (lambda: grid(num_frequency_blocks=None), "num_frequency_blocks .* received None"),
    "one number": (lambda: grid(num_frequency_blocks=2), "received 2: pass a list"),
    "an empty block": (lambda: grid(num_frequency_blocks=[0]), "frequency_blocks .* received 0"),
    "two blocks without a start": (
        lambda: grid(num_frequency_blocks=[1, 1]),
        r"one block without start_freqindex_list, received \[1, 1\]",
    ),
    "no frequency skip": (lambda: grid(frequency_skip=None), "frequency_skip .* received None"),
    "no window size": (lambda: grid(feature_size=None), "feature_size .* received None"),
    "lists of two lengths": (
        lambda: grid(num_frequency_blocks=[2, 1], start_freqindex_list=[0, 1],
                     end_freqindex_list=[3]),
        "each of the 2 blocks, received 2 and 1",
    ),
    "no end list": (
        lambda: grid(start_freqindex_list=[0]),
        "each of the 1 blocks, received 1 and 0",
    ),
    "blocks and lists": (lambda: grid(**LISTS), "each of the 1 blocks, received 2 and 2"),
    "another number of windows": (
        lambda: grid(**LISTS, num_frequency_blocks=[2, 2]),
        "1 windows of 2 features every 1 for 2 features, received 2",
    ),
    "another depth": (lambda: built(grid(), 4), "3 windows .* for 4 features, received 2"),
    "blocks beyond the inputs": (
        lambda: built(grid(**LISTS, num_frequency_blocks=[2, 1]), 2),
        "inside the 2 features .* from 0 up to 3",
    ),
    "shards of a block": (lambda: built(grid(num_unit_shards=9)), "6 rows of W_f_0, received 9"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_errors(name):
    act, words = BAD[name]
    with pytest.raises(ValueError, match="expects") as raised:
        act()
    lines = str(raised.value).splitlines()
    framed = lines[0].startswith("Exception encountered when calling")
    message = re.sub(r"\x1b\[\d+m", "", lines[2]).strip() if framed else str(raised.value)
    assert re.search(words, message), message
    assert "\n" not in message
    assert re.search(r"received .*: \w.*\.$", message), message


def test_sizes_are_those_of_all_windows_once_they_are_known():
    cell = time_freq()
    assert (cell.state_size, cell.output_size) == (4, 2)
    built(cell, 4)
    assert (cell.state_size, cell.output_size) == (12, 6)


@pytest.mark.parametrize("layer_class", [keras.layers.RNN, rnn.RNN])
def test_a_layer_around_a_cell_that_does_not_know_its_sizes_yet(layer_class):
    symbolic = keras.Input((None, 4))
    layer = layer_class(time_freq(), return_state=True)
    model = keras.Model(symbolic, layer(symbolic))
    inputs = np.random.default_rng(0).normal(size=(2, 5, 4)).astype("float32")
    output, state = model(inputs)
    outputs, final = rnn.dynamic_rnn(layer.cell, inputs, dtype="float32")
    assert error(output, outputs[:, -1]) < 1e-6
    assert error(state, final) < 1e-6
    assert [tuple(part.shape) for part in model.outputs] == [(None, 6), (None, 12)]


def test_equal_cells_have_one_class_of_state():
    one, other = grid(), grid(frequency_skip=2)
    assert type(one.state_size) is type(other.state_size) is one.state_tuple_type
    assert type(copy.deepcopy(one).state_size) is one.state_tuple_type
    again = rnn.GridLSTMCell.from_config(one.get_config())
    assert type(again.state_size) is one.state_tuple_type
    tf.nest.assert_same_structure(one.zero_state(2, "float32"), other.zero_state(2, "float32"))
    assert one.state_tuple_type.__name__ == "GridLSTMStateTuple"
    assert grid(state_is_tuple=False).state_tuple_type is None


@pytest.mark.parametrize("container", [list, tuple])
def test_a_state_in_any_container(container):
    cell = built(grid())
    inputs, state = np.ones((2, 3), "float32"), cell.zero_state(2, "float32")
    output, new_state = cell(inputs, container(state))
    assert type(new_state) is cell.state_tuple_type
    assert error(output, cell(inputs, state)[0]) == 0


def test_every_block_reads_its_own_part_of_a_concatenated_state():
    options = {**LISTS, "num_frequency_blocks": [2, 1]}
    tuples, one_tensor = built(grid(**options)), built(grid(**options, state_is_tuple=False))
    for ours, theirs in zip(one_tensor.weights, tuples.weights, strict=True):
        ours.assign(theirs)
    generator = np.random.default_rng(0)
    inputs = generator.normal(size=(2, 3)).astype("float32")
    parts = [generator.normal(size=(2, 2)).astype("float32") for _ in range(6)]
    output, state = tuples(inputs, parts)
    joined = one_tensor(inputs, np.concatenate(parts, -1))
    assert error(joined[0], output) < 1e-6
    assert error(joined[1], np.concatenate(state, -1)) < 1e-6
