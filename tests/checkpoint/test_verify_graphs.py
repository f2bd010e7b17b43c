"""Verifying against graphs of one size, with an op that is lacking, with outputs of their own."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tf_contrib_rnn import checkpoint


def test_a_graph_that_was_built_for_one_size():
    """The last step is gathered by a number, so no shape says how many there are."""
    with tf.Graph().as_default() as graph:
        inputs = tf.compat.v1.placeholder(tf.float32, [None, None, 3], "inputs")
        last = tf.gather(tf.transpose(inputs, [1, 0, 2]), 12, name="last")
        kernel = tf.compat.v1.get_variable("dense/kernel", [3, 2])
        tf.matmul(last, kernel, name="dense/MatMul")
    kernel = np.ones((3, 2), np.float32)
    frames = keras.Input((None, 3), name="inputs")
    dense = keras.layers.Dense(2, use_bias=False, name="dense")
    model = keras.Model(frames, dense(frames[:, -1]))
    dense.kernel.assign(kernel)
    options = {"graph": graph.as_graph_def()}
    found = checkpoint.verify(model, {"dense/kernel": kernel}, **options)
    assert found.agrees and "the graph was built for 13 steps" in " ".join(str(found).split())
    assert checkpoint.verify(model, {"dense/kernel": kernel}, steps=13, **options).agrees
    assert not checkpoint.verify(model, {"dense/kernel": kernel}, steps=14, **options).agrees


def test_ops_that_tensorflow_lacks():
    with tf.Graph().as_default() as graph:
        inputs = tf.compat.v1.placeholder(tf.float32, [None, 3], "inputs")
        kernel = tf.compat.v1.get_variable("dense/kernel", [3, 2])
        tf.matmul(tf.identity(inputs, "scaled"), kernel, name="dense/MatMul")
    definition = graph.as_graph_def()
    next(node for node in definition.node if node.name == "scaled").op = "MagicScale"
    frames = keras.Input((3,), name="inputs")
    model = keras.Model(frames, keras.layers.Dense(2, use_bias=False, name="dense")(frames))
    source = {"dense/kernel": model.layers[-1].kernel.numpy()}
    with pytest.raises(checkpoint.CheckpointError, match="has no MagicScale on this machine"):
        checkpoint.verify(model, source, graph=definition)
    inside = checkpoint.verify(model, source, graph=definition, tensors={"inputs": "scaled:0"})
    assert inside.agrees


def dense_graph(build):
    """The graph of a dense layer, and of what `build(output, kernel)` adds."""
    with tf.Graph().as_default() as graph:
        inputs = tf.compat.v1.placeholder(tf.float32, [None, 3], "inputs")
        kernel = tf.compat.v1.get_variable("dense/kernel", [3, 2])
        build(inputs, tf.matmul(inputs, kernel, name="dense/MatMul"))
    return graph.as_graph_def()


def test_the_verdict_says_what_was_not_compared():
    kernel = np.ones((3, 2), np.float32)
    inputs = keras.Input((3,), name="inputs")
    dense = keras.layers.Dense(2, use_bias=False, name="dense")
    other = keras.layers.Dense(2, use_bias=False, name="other")
    model = keras.Model(inputs, [dense(inputs), other(inputs)])
    dense.kernel.assign(kernel)
    definition = dense_graph(lambda _, output: tf.identity(output, "head"))
    found = checkpoint.verify(model, {"dense/kernel": kernel}, graph=definition)
    assert not found.agrees
    assert found.verdict.startswith("agrees as far as it was compared: 1 tensor up to the output")
    assert "not compared: output 'other' (name its tensor with tensors=)" in found.verdict


def test_a_graph_of_one_batch():
    """A constant of 12 rows is joined to what is fed."""

    def build(_, output):
        tf.concat([np.zeros((12, 1), np.float32), output], 1, name="joined")

    kernel = np.ones((3, 2), np.float32)
    inputs = keras.Input((3,), name="inputs")
    dense = keras.layers.Dense(2, use_bias=False, name="dense")(inputs)
    zeros = keras.ops.zeros_like(dense[:, :1])
    model = keras.Model(inputs, {"joined": keras.ops.concatenate([zeros, dense], 1)})
    model.get_layer("dense").kernel.assign(kernel)
    options = {"graph": dense_graph(build), "tensors": {"joined": "joined:0"}}
    found = checkpoint.verify(model, {"dense/kernel": kernel}, **options)
    assert found.agrees and "the graph was built for batches of 12" in " ".join(str(found).split())
