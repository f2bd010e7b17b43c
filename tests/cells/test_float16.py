"""Cells that TF1 refused in float16, or whose epsilon is 0 there, give numbers and gradients."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn

CELLS = {
    "layer_norm_basic": lambda **dtype: rnn.LayerNormBasicLSTMCell(5, **dtype),
    "layer_norm": lambda **dtype: rnn.LayerNormLSTMCell(5, layer_norm=True, **dtype),
    "weight_norm": lambda **dtype: rnn.WeightNormLSTMCell(5, **dtype),
    "coupled": lambda **dtype: rnn.CoupledInputForgetGateLSTMCell(5, layer_norm=True, **dtype),
    "ntm": lambda **dtype: rnn.NTMCell(rnn.GRUCell(4), 5, 3, 1, 1, **dtype),
}


@pytest.mark.parametrize("policy", ["float16", "mixed_float16"])
@pytest.mark.parametrize("name", CELLS)
def test_numbers_and_gradients(name, policy):
    layer = rnn.RNN(CELLS[name](dtype=policy), dtype=policy)
    inputs = keras.ops.cast(np.random.default_rng(0).normal(size=(2, 4, 3)), "float16")
    layer(inputs)
    with tf.GradientTape() as tape:
        output = layer(inputs)
        total = tf.reduce_sum(tf.cast(output, "float32"))
    assert output.dtype == tf.float16
    gradients = tape.gradient(total, [v.value for v in layer.trainable_weights])
    found = [output, *(gradient for gradient in gradients if gradient is not None)]
    assert all(np.all(np.isfinite(np.asarray(part, "float32"))) for part in found)
