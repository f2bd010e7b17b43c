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


def counted(lengths, steps):
    """A mask of the steps within the lengths."""
    steps = keras.ops.expand_dims(keras.ops.arange(steps), 0)
    return keras.ops.less(steps, keras.ops.expand_dims(lengths, 1))


def directions(forward, backward, name):
    """Both directions over all steps."""
    options = {"return_sequences": True, "zero_output_for_mask": True}
    return keras.layers.Bidirectional(
        rnn.RNN(forward, **options),
        backward_layer=rnn.RNN(backward, go_backwards=True, **options),
        name=name,
    )


def segmenter():
    ids = keras.Input((7,), dtype="int32", name="input_x")
    lengths = keras.Input((), dtype="int32", name="sequence_lengths")
    looked_up = keras.layers.Embedding(17, 6, name="embedding")(ids)
    cell = rnn.GRUCell(5)
    options = {"return_sequences": True, "zero_output_for_mask": True}
    mask = counted(lengths, 7)
    forward = rnn.RNN(cell, name="forward", **options)(looked_up, mask=mask)
    backward = rnn.RNN(cell, name="backward", go_backwards=True, **options)(looked_up, mask=mask)
    both = keras.layers.Concatenate()([forward, keras.ops.flip(backward, 1)])
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


def sentiment():
    ids = keras.Input((5,), dtype="int32", name="inputs")
    looked_up = keras.layers.Embedding(13, 6, name="embedding")(ids)
    both = keras.layers.Bidirectional(rnn.RNN(rnn.LSTMCell(4)), name="both")(looked_up)
    dense = keras.layers.Dense(3, "softmax", name="dense")
    return keras.Model(ids, dense(both))


def digits(order=(0, 1, 2)):
    inputs = keras.Input((None, 5), name="frames")
    lengths = keras.Input((), dtype="int32", name="lengths")
    cells = [rnn.GRUCell(6) for _ in range(3)]
    cell = rnn.MultiRNNCell([cells[n] for n in order])
    last = rnn.RNN(cell, name="rnn")(inputs, sequence_length=lengths)
    return keras.Model([inputs, lengths], keras.layers.Dense(4, "softmax", name="dense")(last))


def activity():
    inputs = keras.Input((5, 3), name="input")
    hidden = keras.layers.Dense(7, "relu", name="hidden")(inputs)
    cell = rnn.MultiRNNCell([rnn.BasicLSTMCell(7) for _ in range(2)])
    last = rnn.RNN(cell, name="rnn")(hidden)
    return keras.Model(inputs, keras.layers.Dense(4, "softmax", name="y_")(last))


def keywords():
    inputs = keras.Input((60,), name="Mfcc")
    maps = keras.layers.Reshape((10, 6, 1))(inputs)
    maps = keras.layers.Conv2D(5, (4, 3), strides=(2, 1), activation="relu", name="conv")(maps)
    steps = keras.layers.Reshape((4, 20))(maps)
    cell = rnn.MultiRNNCell([rnn.GRUCell(7), rnn.GRUCell(6)])
    last = rnn.RNN(cell, name="rnn")(steps)
    hidden = keras.layers.Dense(9, "relu", name="fc")(last)
    return keras.Model(inputs, keras.layers.Dense(8, "softmax", name="labels")(hidden))


def stacked_directions(swapped=False):
    inputs = keras.Input((6, 3), name="inputs")
    lengths = keras.Input((), dtype="int32", name="lengths")
    values = inputs
    for number, units in enumerate((5, 4)):
        layer = directions(rnn.LSTMCell(units), rnn.LSTMCell(units), f"cell_{number}")
        values = layer(values, mask=counted(lengths, 6))
    return keras.Model([inputs, lengths], keras.layers.Dense(2, name="dense")(values))


def wrapped():
    inputs = keras.Input((None, 5), name="inputs")
    normal = keras.layers.BatchNormalization(name="batch_normalization")(inputs)
    cell = rnn.MultiRNNCell(
        [rnn.ResidualWrapper(rnn.GRUCell(5)), rnn.GRUCell(7), rnn.ResidualWrapper(rnn.GRUCell(7))]
    )
    outputs = rnn.RNN(cell, return_sequences=True, name="rnn")(normal)
    return keras.Model(inputs, keras.layers.Dense(3, name="dense")(outputs))


def tags_of_keras():
    ids = keras.Input((7,), dtype="int32", name="X")
    lengths = keras.Input((), dtype="int32", name="lengths")
    looked_up = keras.layers.Embedding(14, 5, name="embed")(ids)
    layer = rnn.RNN(keras.layers.SimpleRNNCell(6), return_sequences=True, name="simple_rnn")
    outputs = layer(looked_up, sequence_length=lengths)
    dense = keras.layers.Dense(4, name="fully_connected")
    return keras.Model([ids, lengths], dense(outputs))


def language_model():
    ids = keras.Input((3,), dtype="int32", name="Placeholder")
    looked_up = keras.layers.Embedding(11, 5, name="embedding")(ids)
    cell = rnn.MultiRNNCell([rnn.LSTMCell(7) for _ in range(2)])
    outputs = rnn.RNN(cell, return_sequences=True, name="rnnlm")(looked_up)
    return keras.Model(ids, keras.layers.Dense(11, "softmax", name="softmax")(outputs))


def actor_critic():
    inputs = keras.Input((5,), name="state")
    hidden = keras.layers.Dense(7, "elu", name="hidden")(inputs)
    steps = keras.ops.expand_dims(hidden, 0)
    outputs = rnn.RNN(rnn.BasicLSTMCell(6), return_sequences=True, name="rnn")(steps)
    flat = keras.ops.reshape(outputs, (-1, 6))
    chances = keras.layers.Dense(3, "softmax", use_bias=False, name="policy")(flat)
    value = keras.layers.Dense(1, use_bias=False, name="value")(flat)
    return keras.Model(inputs, [chances, value])
