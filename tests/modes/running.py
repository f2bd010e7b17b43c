"""Modes of plain running: eagerly, in functions, compiled, of unknown sizes, in v1 graphs."""

import tempfile

import keras
import numpy as np
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import BATCH, TIME, at, each, ran, top_level
from tests.goldens import flat
from tests.modes.families import cell_of, difference, inputs_of, specimen, symbolic_of
from tests.v1_graphs import write_checkpoint

v1 = tf.compat.v1
LENGTHS = [TIME, 0, 2]


def expected(cell, inputs, **options):
    """`[outputs, *state]` as a layer with both returns gives them."""
    outputs, state = ran(cell, inputs, **options)
    return [outputs, *top_level(state)]


def layer_of(cell):
    return rnn.RNN(cell, return_sequences=True, return_state=True)


def eager(name):
    """The layer and `dynamic_rnn` give what single steps give, one after the other."""
    cell, inputs = cell_of(name), inputs_of(name)
    state, steps = cell.zero_state(BATCH, "float32"), []
    for t in range(TIME):
        output, state = cell(at(t, inputs), state, training=False)
        steps.append(output)
    outputs = [keras.ops.stack(parts, axis=1) for parts in zip(*map(flat, steps), strict=True)]
    wanted = [outputs, *top_level(state)]
    found = layer_of(cell)(inputs, training=False)
    return max(difference(expected(cell, inputs), wanted), difference(found, wanted))


def in_function(name):
    """`tf.function` gives the same, lengths included."""
    cell, inputs = cell_of(name), inputs_of(name)
    layer = layer_of(cell)
    run = tf.function(lambda x: layer(x, sequence_length=LENGTHS, training=False))
    return difference(run(inputs), expected(cell, inputs, sequence_length=LENGTHS))


def compiled(name):
    """`jit_compile=True` gives the same, and the same gradients."""
    cell, inputs = cell_of(name), inputs_of(name)
    layer = layer_of(cell)
    weights = [variable.value for variable in cell.trainable_variables]

    def run(inputs):
        with tf.GradientTape() as tape:
            found = layer(inputs, training=False)
            total = tf.add_n([tf.reduce_sum(part**2) for part in flat(found)])
        return found, tape.gradient(total, weights, unconnected_gradients="zero")

    found, gradients = tf.function(run, jit_compile=True)(inputs)
    wanted, exact = run(inputs)
    return max(difference(found, wanted), difference(gradients, exact))


def unknown_sizes(name):
    """One `tf.function` of unknown batch and time serves every batch and time."""
    cell = cell_of(name)
    layer = layer_of(cell)
    specs = each(lambda x: tf.TensorSpec(x.shape, x.dtype), symbolic_of(name))
    run = tf.function(lambda x: layer(x, training=False), input_signature=[specs])
    errors = []
    for batch, time in ((BATCH, TIME), (1, 2), (2, 5)):
        inputs = inputs_of(name, batch, time)
        errors.append(difference(run(inputs), expected(cell, inputs)))
    assert run.experimental_get_tracing_count() == 1
    return max(errors)


def in_v1_graph(name):
    """A `tf.compat.v1` graph with placeholders, a Saver and a session gives the same."""
    cell, inputs = cell_of(name), inputs_of(name)
    weights = {f"rnn/{path}": v.numpy() for path, v in cell.tf1_variables().items()}
    wanted = expected(cell, inputs, sequence_length=LENGTHS)
    with tempfile.TemporaryDirectory() as folder, tf.Graph().as_default():
        feeds = {v1.placeholder(x.dtype, (None, None, *x.shape[2:])): x for x in flat(inputs)}
        lengths = v1.placeholder("int32", [None])
        placed = tf.nest.pack_sequence_as(inputs, list(feeds))
        found = expected(specimen(name).make(), placed, sequence_length=lengths)
        with v1.Session() as session:
            saver = v1.train.Saver()
            saver.restore(session, write_checkpoint(f"{folder}/model", weights))
            found = session.run(
                found, {lengths: LENGTHS, **{k: np.asarray(x) for k, x in feeds.items()}}
            )
    return difference(found, wanted)
