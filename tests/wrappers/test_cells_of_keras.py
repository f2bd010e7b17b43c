"""Wrappers around Keras' cells, which have no noise, no zero state and no TF1 names."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.goldens import error
from tf_contrib_rnn import checkpoint

DEPTH = 4
AROUND = {
    "attention": lambda cell: rnn.AttentionCellWrapper(cell, 2),
    "compiled": rnn.CompiledWrapper,
    "device": lambda cell: rnn.DeviceWrapper(cell, "/cpu:0"),
    "dropout": lambda cell: rnn.DropoutWrapper(cell, 0.9, 0.8, 0.7),
    "highway": rnn.HighwayWrapper,
    "input projection": lambda cell: rnn.InputProjectionWrapper(cell, 3),
    "machine": lambda cell: rnn.NTMCell(cell, 5, 3, 1, 1),
    "output projection": lambda cell: rnn.OutputProjectionWrapper(cell, 3),
    "residual": rnn.ResidualWrapper,
    "stack": lambda cell: rnn.MultiRNNCell([rnn.GRUCell(3), cell]),
}


def sequences():
    return np.random.default_rng(0).normal(size=(2, 3, DEPTH)).astype("float32")


@pytest.mark.parametrize("stock", [keras.layers.LSTMCell, keras.layers.GRUCell])
@pytest.mark.parametrize("name", AROUND)
def test_training(name, stock):
    inner = stock(DEPTH)
    cell = AROUND[name](inner)
    layer = rnn.RNN(cell, return_state=True)
    with tf.GradientTape() as tape:
        output, *_ = layer(sequences(), training=True)
        loss = tf.reduce_sum(output)
    gradients = tape.gradient(loss, layer.trainable_variables)
    assert all(gradient is not None for gradient in gradients)
    assert len(gradients) >= len(inner.weights) == 3
    zeros = keras.tree.flatten(cell.zero_state(2, "float32"))
    assert not any(np.any(part) for part in zeros)
    # Only variables of ours have TF1 names.
    of_keras = {id(variable) for variable in inner.weights}
    named = {id(variable) for variable in cell.tf1_variables().values()}
    assert named == {id(variable) for variable in cell.weights} - of_keras


@pytest.mark.parametrize("name", ["compiled", "device", "dropout"])
def test_outside_training_they_change_nothing(name):
    inner = keras.layers.LSTMCell(DEPTH)
    outputs = rnn.RNN(AROUND[name](inner))(sequences(), training=False)
    assert error(outputs, keras.layers.RNN(inner)(sequences())) < 1e-6


@pytest.mark.parametrize("stacked", [False, True])
def test_a_checkpoint_of_tf1_restores_what_is_inside(stacked):
    inner = keras.layers.LSTMCell(DEPTH)
    cell = rnn.DropoutWrapper(rnn.ResidualWrapper(inner))
    layer = rnn.RNN(rnn.MultiRNNCell([cell]) if stacked else cell)
    layer.build((None, None, DEPTH))
    scope = "rnn/multi_rnn_cell/cell_0/lstm_cell" if stacked else "rnn/lstm_cell"
    arrays = {f"{scope}/kernel": np.full((2 * DEPTH, 16), 0.5), f"{scope}/bias": np.zeros(16)}
    checkpoint.restore(layer, arrays, forget_bias=1.0)
    ours = rnn.RNN(rnn.ResidualWrapper(rnn.BasicLSTMCell(DEPTH)))
    ours.build((None, None, DEPTH))
    ours.set_weights([arrays[f"{scope}/{name}"] for name in ("kernel", "bias")])
    assert error(layer(sequences(), training=False), ours(sequences())) < 1e-6


def test_a_checkpoint_of_a_wrapper_with_variables_around_a_cell_of_keras():
    layer = rnn.RNN(rnn.HighwayWrapper(keras.layers.GRUCell(DEPTH)))
    layer.build((None, None, DEPTH))
    arrays = {"rnn/carry_w": np.ones((DEPTH, DEPTH)), "rnn/carry_b": np.ones(DEPTH)}
    with pytest.raises(checkpoint.CheckpointError, match="no layer or cell gives a TF1 name to"):
        checkpoint.restore(layer, arrays)
