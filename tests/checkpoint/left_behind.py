"""The models of programs of `tests/cases/left_behind.py`, as a user writes them by hand."""

from pathlib import Path

import keras
import numpy as np

import tf_contrib_rnn as rnn

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "left_behind"


def golden(name):
    """What TF 1.15.5 was fed and gave: two dicts by tensor."""
    with np.load(FOLDER / name / "golden.npz") as arrays:
        found = {key: arrays[key] for key in arrays}
    return [
        {key.partition("|")[2]: value for key, value in found.items() if key.startswith(side)}
        for side in ("in|", "out|")
    ]


def rectified(forget_bias=0.0, activation="relu"):
    inputs = keras.Input((None, 4))
    cell = rnn.BasicLSTMCell(6, forget_bias=forget_bias, activation=activation)
    outputs, _, h = rnn.RNN(cell, return_sequences=True, return_state=True, name="lstm")(inputs)
    return keras.Model(inputs, [keras.layers.Dense(1, name="prediction")(h), outputs])


def segmenter(swapped=False):
    ids = keras.Input((7,), dtype="int32", name="input_x")
    lengths = keras.Input((), dtype="int32", name="sequence_lengths")
    cell = rnn.GRUCell(5)
    looked_up = keras.layers.Embedding(17, 6, name="embedding")(ids)
    directions = rnn.Bidirectional if hasattr(rnn, "Bidirectional") else keras.layers.Bidirectional
    both = directions(
        rnn.RNN(cell, return_sequences=True),
        backward_layer=rnn.RNN(cell, return_sequences=True, go_backwards=True),
    )(looked_up, sequence_length=lengths)
    return keras.Model([ids, lengths], keras.layers.Dense(3, name="score")(both))


def radar():
    frames = keras.Input((4, 6, 5, 2), name="frames")
    cell = rnn.ConvLSTMCell(2, [6, 5, 2], 3, [3, 2])
    last = rnn.RNN(cell, name="rnn")(frames)
    return keras.Model(frames, keras.layers.Conv2D(1, [2, 3], padding="same", name="draw")(last))


def whole_state(**options):
    inputs = keras.Input((6, 3), name="frames")
    options = {"cell_clip": 0.4, "proj_clip": 0.5} | options
    cell = rnn.LSTMCell(5, use_peepholes=True, num_proj=4, **options)
    _, c, h = rnn.RNN(cell, return_state=True, name="rnn")(inputs)
    joined = keras.layers.Concatenate()([c, h])
    dense = keras.layers.Dense(2, "sigmoid", name="probabilities")
    return keras.Model(inputs, dense(joined))
