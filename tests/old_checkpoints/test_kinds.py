"""Whole models as programs of 2016 to 2018 left them behind."""

import h5py
import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint


def arrays(shapes):
    draw = np.random.default_rng(3)
    return {name: draw.normal(size=shape).astype("float32") for name, shape in shapes.items()}


def stack(scope, cells):
    """Names and shapes of the cells below a scope."""
    named = ((place, *one) for place, cell in cells.items() for one in cell)
    return {f"{scope}/{place}/{name}": shape for place, name, shape in named}


def twice(make):
    return rnn.MultiRNNCell([make() for _ in range(2)])


def model_of(*layers):
    return keras.Sequential([keras.Input((4, 3)), *layers])


def check(report, contents):
    assert not report.left_over and not report.notes
    for record in report.assigned:
        value = keras.ops.convert_to_numpy(record.variable)
        np.testing.assert_array_equal(value, contents[record.checkpoint])


BASIC_0_12 = {
    f"Cell{n}": [("BasicLSTMCell/Linear/Matrix", (rows, 20)), ("BasicLSTMCell/Linear/Bias", 20)]
    for n, rows in enumerate((8, 10))
}
BASIC_1_0 = {
    f"cell_{n}": [("basic_lstm_cell/weights", (rows, 20)), ("basic_lstm_cell/biases", 20)]
    for n, rows in enumerate((8, 10))
}


@pytest.mark.parametrize(
    ("scope", "cells", "today"),
    [
        ("Rnn/MultiRNNCell", BASIC_0_12, "Rnn"),
        ("Model/RNN/MultiRNNCell", BASIC_0_12, "Model/rnn"),
        ("tower_0/net/RNN/MultiRNNCell", BASIC_0_12, "tower_0/net/rnn"),
        ("Model/RNN/multi_rnn_cell", BASIC_1_0, "Model/RNN"),
        ("Model/RNN/rnn/multi_rnn_cell", BASIC_1_0, "Model/RNN/rnn"),
        ("rnnlm/multi_rnn_cell", BASIC_1_0, "rnnlm"),
    ],
)
def test_a_stack_and_bare_variables(scope, cells, today):
    contents = arrays(stack(scope, cells) | {"out_w": (5, 2), "out_b": 2})
    network = rnn.RNN(twice(lambda: rnn.BasicLSTMCell(5)))
    report = checkpoint.restore(model_of(network, keras.layers.Dense(2)), contents)
    check(report, contents)
    assert today in report.scopes.values()


@pytest.mark.parametrize("form", ["mapping", "npz", "hdf5"])
def test_two_directions_of_stacks_with_projections(tmp_path, form):
    cells = {
        f"Cell{n}": [("LSTMCell/W_0", (6, 20)), ("LSTMCell/B", 20), ("LSTMCell/W_P_0", (5, 3))]
        for n in range(2)
    }
    contents = arrays(
        stack("RNN_0/RNN/MultiRNNCell", cells) | stack("RNN_1/RNN/MultiRNNCell", cells)
    )
    source = contents
    if form == "npz":
        source = tmp_path / "weights.npz"
        np.savez(source, **contents)
    elif form == "hdf5":
        source = tmp_path / "weights.hdf5"
        with h5py.File(source, "w") as file:
            for name, array in contents.items():
                file[name] = array
    inputs = keras.Input((4, 3))
    both = [
        rnn.RNN(twice(lambda: rnn.LSTMCell(5, num_proj=3)), go_backwards=back, name=name)
        for name, back in (("forward", False), ("backward", True))
    ]
    model = keras.Model(inputs, [layer(inputs) for layer in both])
    with pytest.raises(checkpoint.CheckpointError, match="'RNN_0/rnn' is 'RNN_0/RNN' in the file"):
        checkpoint.restore(model, source)
    scopes = {"forward": "RNN_0/RNN", "backward": "RNN_1"}
    report = checkpoint.restore(model, source, scopes=scopes)
    check(report, contents)
    assert report.scopes == {"forward": "RNN_0/rnn", "backward": "RNN_1/rnn"}


def test_keys_with_output_numbers_and_slots_elsewhere():
    cells = {"cell_0": BASIC_1_0["cell_0"]}
    variables = arrays(stack("decoder/attention_wrapper/multi_rnn_cell", cells))
    contents = {f"{name}:0": array for name, array in variables.items()}
    contents |= {f"model/{name}/Adam:0": array for name, array in variables.items()}
    network = rnn.RNN(rnn.MultiRNNCell([rnn.BasicLSTMCell(5)]))
    model = model_of(network)
    report = checkpoint.restore(model, contents, scope="decoder/attention_wrapper")
    check(report, contents)
    assert len(report.slots) == 2


def test_a_bidirectional_network_of_1_0():
    sides = {
        f"{side}/multi_rnn_cell/cell_{n}/lstm_cell/{name}": shape
        for side in ("fw", "bw")
        for n, rows in enumerate((8, 10))
        for name, shape in (("weights", (rows, 20)), ("biases", 20), ("w_i_diag", 5))
        + (("w_f_diag", 5), ("w_o_diag", 5))
    }
    contents = arrays({f"enc/bidirectional_rnn/{name}": shape for name, shape in sides.items()})
    halves = [twice(lambda: rnn.LSTMCell(5, use_peepholes=True)) for _ in range(2)]
    layer = keras.layers.Bidirectional(
        rnn.RNN(halves[0]), backward_layer=rnn.RNN(halves[1], go_backwards=True)
    )
    check(checkpoint.restore(model_of(layer), contents), contents)
