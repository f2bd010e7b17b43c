"""What goes wrong with real checkpoints: one sentence, and the model is as it was."""

import shutil
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "checkpoints"
PREFIX = "model.ckpt-3"


def projected(units=5, use_peepholes=True):
    return rnn.LSTMCell(units, use_peepholes=use_peepholes, num_proj=4)


def lone():
    return rnn.LSTMCell(5)


def repeated():
    return rnn.MultiRNNCell([rnn.LSTMCell(5)] * 3)


def keep(path):
    """Leaves the copy as it is."""


def remove(suffix):
    return lambda path: (path / f"{PREFIX}{suffix}").unlink()


def cut(suffix, part):
    def shorten(path):
        file = path / f"{PREFIX}{suffix}"
        file.write_bytes(file.read_bytes()[: int(file.stat().st_size * part)])

    return shorten


def flip(path):
    """Changes one bit of a peephole."""
    file = path / f"{PREFIX}.data-00000-of-00001"
    content = bytearray(file.read_bytes())
    array = tf.train.load_checkpoint(str(path)).get_tensor("rnn/lstm_cell/w_i_diag")
    content[content.index(array.tobytes()) + 2] ^= 16
    file.write_bytes(bytes(content))


def object_based(path):
    shutil.rmtree(path)
    tf.train.Checkpoint(cell=tf.Variable(1.0)).save(str(path / "model.ckpt"))


DATA, INDEX = ".data-00000-of-00001", ".index"

# name: (checkpoint, what happens to it, cell, inputs, options, pieces of the sentence)
FAULTS = {
    "all_missing": ("lstm_projected", shutil.rmtree, projected, 3, {}, ["no checkpoint"]),
    "data_missing": ("lstm_projected", remove(DATA), projected, 3, {}, ["no data file"]),
    "index_missing": ("lstm_projected", remove(INDEX), projected, 3, {}, ["no index"]),
    "data_half": ("lstm_projected", cut(DATA, 0.5), projected, 3, {}, ["cut short", "copy"]),
    "data_almost": (
        "lstm_projected",
        cut(DATA, 0.99),
        projected,
        3,
        {"scope": "rnn"},
        ["cut short"],
    ),
    "data_empty": ("lstm_projected", cut(DATA, 0), projected, 3, {}, ["cut short"]),
    "data_changed": ("lstm_projected", flip, projected, 3, {}, ["damaged"]),
    "index_half": ("lstm_projected", cut(INDEX, 0.5), projected, 3, {}, ["damaged", "copy"]),
    "index_empty": ("lstm_projected", cut(INDEX, 0), projected, 3, {}, ["damaged"]),
    "v1_half": ("lstm_projected_v1", cut("", 0.5), projected, 3, {}, ["damaged"]),
    "v1_parts_half": ("lstm_partitioned_v1", cut("", 0.5), projected, 3, {}, ["damaged"]),
    "object_based": ("lstm_projected", object_based, projected, 3, {}, ["object-based"]),
    "unknown_scope": (
        *("lstm_projected", keep, projected, 3, {"scope": "decoder/rnn"}),
        ["no scope 'decoder/rnn'", "'rnn'"],
    ),
    "two_scopes": ("encoder_decoder", keep, lone, 3, {}, ["'decoder/rnn', 'encoder/rnn'"]),
    "other_shape": (
        *("lstm_projected", keep, lambda: projected(6), 3, {}),
        ["'rnn/lstm_cell/kernel' [7, 20]", "'lstm_cell/kernel' [7, 24]"],
    ),
    "peepholes_too_many": (
        *("lstm_projected", keep, lambda: projected(use_peepholes=False), 3, {}),
        ["w_f_diag", "w_i_diag", "w_o_diag", "options"],
    ),
    "projection_too_many": ("lstm_projected", keep, lone, 3, {}, ["projection/kernel"]),
    "one_cell_three_times": ("multi_three_equal", keep, repeated, 5, {}, ["3 different cells"]),
    "one_of_three": ("multi_three_equal", keep, lone, 5, {}, ["larger network"]),
    "one_of_two": ("multi_lstm_gru", keep, lone, 3, {}, ["larger network", "gru_cell"]),
    "one_direction": ("bidirectional", keep, lone, 3, {}, ["no scope", "fw/basic_lstm_cell"]),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault(fault, tmp_path, untouched):
    name, spoil, make, depth, options, pieces = FAULTS[fault]
    path = Path(shutil.copytree(FOLDER / name, tmp_path / "copy"))
    spoil(path)
    cell = make()
    cell.build((None, depth))
    source = path if fault == "object_based" else path / PREFIX
    untouched(cell, lambda: checkpoint.restore(cell, source, **options), *pieces)


@pytest.mark.parametrize("fault", [name for name, row in FAULTS.items() if row[1] is not keep])
def test_the_model_of_a_fault_is_fed_without_it(fault):
    """No fault is one for another reason than the one it is named after."""
    name, _, make, depth, options, _ = FAULTS[fault]
    cell = make()
    cell.build((None, depth))
    assert checkpoint.restore(cell, FOLDER / name / PREFIX, **options).assigned


def test_a_whole_model_with_one_wrong_layer(untouched):
    model = keras.Sequential(
        [
            keras.Input((6, 3)),
            rnn.RNN(projected(), return_sequences=True),
            keras.layers.Dense(3, name="head"),
        ]
    )
    model.compile("adam", "mse")
    model.fit(np.ones((2, 6, 3)), np.ones((2, 6, 3)), verbose=0)
    pieces = ["'dense/kernel' [4, 2]", "'kernel' [4, 3]", "'dense/bias' [2]"]
    untouched(model, lambda: checkpoint.restore(model, FOLDER / "lstm_projected"), *pieces)
