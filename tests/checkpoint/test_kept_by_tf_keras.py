"""Keras' own recurrent layers out of what tf.keras kept: the variables as Keras has them."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.checkpoint.conftest import values
from tf_contrib_rnn import checkpoint

layers = keras.layers


def kept(scope, depth=3, units=5, gates=4, suffix=""):
    shapes = {"kernel": (depth, gates * units), "recurrent_kernel": (units, gates * units)}
    shapes["bias"] = (gates * units,)
    return {f"{scope}/{name}{suffix}": values(*shape) for name, shape in shapes.items()}


@pytest.mark.parametrize("scope", ["lstm", "rnn/while/lstm_cell", "model/lstm_1", "lstm/lstm_cell"])
def test_what_tf_keras_kept(write, read, sequential, scope):
    model, prefix = sequential(layers.LSTM(5)), write(kept(scope))
    report = checkpoint.restore(model, prefix)
    assert not report.assumed and list(report.scopes.values()) == [scope]
    for record in report.assigned:
        np.testing.assert_array_equal(record.variable, read(prefix, record.checkpoint))


@pytest.mark.parametrize(
    ("forward", "backward"),
    [
        ("bidirectional/forward_lstm", "bidirectional/backward_lstm"),
        ("b/fw/fw/while/lstm_cell", "b/bw/bw/while/lstm_cell_1"),
    ],
)
def test_two_directions_of_tf_keras(write, read, sequential, forward, backward):
    layer = layers.Bidirectional(layers.LSTM(5))
    model, prefix = sequential(layer), write(kept(forward) | kept(backward))
    checkpoint.restore(model, prefix)
    for scope, side in ((forward, layer.forward_layer), (backward, layer.backward_layer)):
        np.testing.assert_array_equal(side.cell.kernel, read(prefix, f"{scope}/kernel"))


def test_a_stack_of_tf_keras(write, read, sequential, untouched):
    layer = layers.RNN([layers.LSTMCell(5), layers.GRUCell(4, reset_after=False)])
    contents = kept("rnn") | kept("rnn", 5, 4, 3, "_1")
    model, prefix = sequential(layer), write(contents)
    checkpoint.restore(model, prefix)
    np.testing.assert_array_equal(layer.cell.cells[1].kernel, read(prefix, "rnn/kernel_1"))
    single = sequential(layers.LSTM(5))
    untouched(single, lambda: checkpoint.restore(single, prefix), "'rnn/kernel_1'")


def test_our_maps_kept_by_tf_keras(write, read):
    layer = rnn.ConvLSTM1D(2, 3)
    layer.build((None, 4, 6, 3))
    prefix = write({"c/kernel": (3, 3, 8), "c/recurrent_kernel": (3, 2, 8), "c/bias": (8,)})
    checkpoint.restore(layer, prefix)
    np.testing.assert_array_equal(layer.cell.recurrent_kernel, read(prefix, "c/recurrent_kernel"))
