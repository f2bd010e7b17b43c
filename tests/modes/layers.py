"""Modes of Keras' layers and models around the cells."""

import keras

import tf_contrib_rnn as rnn
from tests.conformance.specimens import each, ran, randomize
from tests.modes.families import (
    BATCH,
    TIME,
    OneTensor,
    cell_of,
    difference,
    inputs_of,
    model_of,
    outputs_of,
    specimen,
    symbolic_of,
)


def functional(name):
    """`rnn.RNN` in a functional model."""
    cell = cell_of(name)
    return difference(model_of(name, cell)(inputs_of(name)), outputs_of(name, cell))


def sequential(name):
    """`rnn.RNN` first in a Sequential model that is told no shape."""
    cell, inputs = cell_of(name), inputs_of(name)
    layers = [rnn.RNN(cell, return_sequences=True), OneTensor(), keras.layers.Flatten()]
    found = keras.Sequential(layers)(inputs, training=False)
    wanted = OneTensor()(outputs_of(name, cell))
    return difference(found, keras.ops.reshape(wanted, (BATCH, -1)))


def bidirectional(name):
    """`rnn.RNN` in a `keras.layers.Bidirectional` of a functional model."""
    layer = rnn.RNN(specimen(name).make(), return_sequences=True)
    both, inputs, symbolic = keras.layers.Bidirectional(layer), inputs_of(name), symbolic_of(name)
    model = keras.Model(symbolic, both(symbolic))
    randomize(both.weights)
    ahead, _ = ran(both.forward_layer.cell, inputs)
    back, _ = ran(both.backward_layer.cell, each(lambda x: keras.ops.flip(x, axis=1), inputs))
    wanted = keras.tree.map_structure(
        lambda a, b: keras.ops.concatenate([a, keras.ops.flip(b, axis=1)], axis=-1), ahead, back
    )
    return difference(model(inputs, training=False), wanted)


def stock(name):
    """The stock `keras.layers.RNN` around the cell, eagerly and in a functional model."""
    cell, inputs = cell_of(name), inputs_of(name)
    wanted = outputs_of(name, cell)
    layer = keras.layers.RNN(cell, return_sequences=True)
    eager = difference(layer(inputs, training=False), wanted)
    model = model_of(name, cell, layer=keras.layers.RNN)
    return max(eager, difference(model(inputs, training=False), wanted))


def unrolled(name):
    """`unroll=True` in a model of fixed time."""
    cell = cell_of(name)
    model = model_of(name, cell, time=TIME, unroll=True)
    return difference(model.predict(inputs_of(name), verbose=0), outputs_of(name, cell))


def stateful(name):
    """`stateful=True`: two calls of half a sequence are one of the whole; then a fresh start."""
    cell = cell_of(name)
    inputs = inputs_of(name, time=2 * TIME)
    wanted, _ = ran(cell, inputs)
    model = model_of(name, cell, batch=BATCH, stateful=True)
    halves = [
        each(lambda x, part=part: x[:, part], inputs) for part in (slice(TIME), slice(TIME, None))
    ]
    errors = []
    for _ in range(2):
        parts = [model(half, training=False) for half in halves]
        found = keras.tree.map_structure(lambda *p: keras.ops.concatenate(p, axis=1), *parts)
        errors.append(difference(found, wanted))
        model.layers[-1].reset_state()
    return max(errors)
