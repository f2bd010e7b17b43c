"""The networks of a row: ours, Keras' own layer, and our cell in the plain `keras.layers.RNN`.

Each is a pair (function of the inputs, its weights), in the mode of the row.
"""

import inspect

import keras
import numpy as np
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.benchmarks.row import EAGER, FORWARD, JIT

OURS, KERAS, PLAIN, LEAN = "ours", "Keras", "RNN(cell)", "ours, lean"
LAYERS = (OURS, KERAS, PLAIN)
# What is told beside them: the bare products, and the work of all cores together.
FLOOR, PROCESSOR = "floor", "processor"
CONVOLUTIONS = {1: "ConvLSTM1D", 2: "ConvLSTM2D", 3: "ConvLSTM3D"}
SEQUENCES = {"return_sequences": True}
STARTS = {"recurrent_initializer": "glorot_uniform"}  # Keras' own has no bfloat16


def cell_of(row):
    """Our cell of a row."""
    options = {
        name: value for name, value in row.options.items() if name not in ("depth", "kernel")
    }
    options["dtype"] = row.dtype
    if row.kind == "gru":
        return rnn.GRUCell(row.units, **options)
    if row.kind == "layer_norm":
        return rnn.LayerNormBasicLSTMCell(row.units, **options)
    if row.kind == "stack":
        cells = [rnn.LSTMCell(row.units, **options) for _ in range(row.options["depth"])]
        return rnn.MultiRNNCell(cells, dtype=row.dtype)
    if row.space:
        rank = len(row.space)
        cell = {1: rnn.Conv1DLSTMCell, 2: rnn.Conv2DLSTMCell, 3: rnn.Conv3DLSTMCell}[rank]
        window = [row.options["kernel"]] * rank
        return cell(
            input_shape=list(row.inputs), output_channels=row.units, kernel_shape=window, **options
        )
    return rnn.LSTMCell(row.units, **options)


def keras_convolution(home, row, **more):
    """A ConvLSTM layer, Keras' or ours."""
    kind = getattr(home, CONVOLUTIONS[len(row.space)])
    return kind(
        row.units,
        row.options["kernel"],
        padding="same",
        dtype=row.dtype,
        **SEQUENCES,
        **STARTS,
        **more,
    )


def ours(row, **more):
    """Our layer of a row; `more` goes to the layer that runs the cell."""
    if row.kind == "conv":
        return keras_convolution(rnn, row, **more)
    layer = rnn.RNN(cell_of(row), dtype=row.dtype, **SEQUENCES, **more)
    return keras.layers.Bidirectional(layer) if row.kind == "bidirectional" else layer


def plain(row):
    """Our cell in Keras' own loop."""
    layer = keras.layers.RNN(cell_of(row), dtype=row.dtype, **SEQUENCES)
    return keras.layers.Bidirectional(layer) if row.kind == "bidirectional" else layer


def stock(row):
    """What Keras itself offers that is nearest."""
    if row.space:
        return keras_convolution(keras.layers, row)
    options = SEQUENCES | STARTS | {"dtype": row.dtype}
    if row.kind == "gru":
        return keras.layers.GRU(row.units, reset_after=False, **options)
    if row.kind == "stack":
        return keras.Sequential(
            [keras.layers.LSTM(row.units, **options) for _ in range(row.options["depth"])]
        )
    layer = keras.layers.LSTM(row.units, **options)
    return keras.layers.Bidirectional(layer) if row.kind == "bidirectional" else layer


def saves_memory() -> bool:
    """Whether our layer can be told to save memory."""
    return "memory" in inspect.signature(rnn.RNN.__init__).parameters


def layer_of(name, row):
    """The layer of a name."""
    if name == LEAN:
        return ours(row, memory="lean")
    return {OURS: ours, KERAS: stock, PLAIN: plain}[name](row)


def inputs_of(row):
    """The inputs of a row, the same numbers for all."""
    shape = row.inputs if row.space else (row.inputs,)
    numbers = np.random.default_rng(1).normal(size=(row.batch, row.time, *shape))
    return tf.constant(numbers.astype("float32") * 0.5, row.dtype)


def subject(name, row, what):
    """A function without arguments that runs a network forward, or forward and back.

    It is built, and traced where its mode traces, but has not run at its size yet.

    Args:
        name: one of `LAYERS`, or the one that saves memory.
        row: the size and the mode.
        what: "forward" or "train".
    """
    keras.utils.set_random_seed(1)
    run, weights = network(name, row)
    inputs = inputs_of(row)
    if row.kind == "step":
        inputs = inputs[:, 0]
    run(inputs[:1, :1] if row.kind != "step" else inputs)  # builds
    if what == FORWARD:
        return in_mode(run, row, inputs)
    return in_mode(lambda x: gradients(run, weights(), x), row, inputs)


def network(name, row):
    """(function of the inputs, function that gives the weights)."""
    if row.kind == "step":
        return stepped(name, row)
    if row.kind == "dynamic_rnn" and name == OURS:
        cell = cell_of(row)
        run = lambda x: rnn.dynamic_rnn(cell, x, dtype=row.dtype)[0]  # noqa: E731
        return run, lambda: values(cell)
    layer = layer_of(name, row)
    return layer, lambda: values(layer)


def stepped(name, row):
    """One step of a cell, ours or Keras', from a state."""
    cell = keras.layers.LSTMCell(row.units) if name == KERAS else cell_of(row)
    zeros = tf.zeros([row.batch, row.units])
    if name == KERAS:
        return lambda x: cell(x, [zeros, zeros])[0], lambda: values(cell)
    state = rnn.LSTMStateTuple(zeros, zeros)
    return lambda x: cell(x, state)[0], lambda: values(cell)


def values(layer):
    """The variables of TensorFlow behind a layer's trainable weights."""
    return [variable.value for variable in layer.trainable_variables]


def gradients(run, weights, inputs):
    """Of the mean square of the outputs, by all weights."""
    with tf.GradientTape() as tape:
        outputs = run(inputs)
        loss = tf.reduce_mean(tf.square(tf.cast(outputs, "float32")))
    return tape.gradient(loss, weights)


def in_mode(function, row, *arguments):
    """A function without arguments that runs another one in the mode of a row."""
    if row.mode == EAGER:
        return lambda: function(*arguments)
    traced = tf.function(function, jit_compile=row.mode == JIT, autograph=False)
    traced.get_concrete_function(*arguments)
    return lambda: traced(*arguments)
