"""Layer normalization of zeros at the start of a sequence, in the numbers of TF 1.15.5."""

import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn

# Of one step after 0, 1, 2 and 3 steps of zeros: the largest gradients of the kernel, and of the
# first step's inputs. After four both are NaN.
LSTM = [5.11127, 3.03177], [5.11127, 1.07186e12], [5.11127, 6.66541e22], [5.11127, 7.23632e33]
COUPLED = (
    [0.372452, 0.195185], [0.372452, 1.80653e10], [0.372452, 3.72393e21], [0.372452, 5.18806e32],
)  # fmt: skip
CELLS = {
    rnn.LayerNormBasicLSTMCell: LSTM,
    rnn.LayerNormLSTMCell: LSTM,
    rnn.CoupledInputForgetGateLSTMCell: COUPLED,
}


def gradients(cell, steps_of_zeros):
    """The output, and the largest gradients of one of its units."""
    x = np.zeros((2, steps_of_zeros + 1, 3), "float32")
    x[:, -1] = np.random.RandomState(3).randn(2, 3)
    x = tf.constant(x)
    cell.build_for_shape((2, 3))
    kernel = cell.weights[0]
    kernel.assign(np.random.RandomState(7).randn(*kernel.shape) * 0.5)
    with tf.GradientTape() as tape:
        tape.watch(x)
        outputs, _ = rnn.dynamic_rnn(cell, x, dtype="float32")
        one = tf.reduce_sum(outputs[:, -1, 0])
    of_kernel, of_inputs = tape.gradient(one, [kernel.value, x])
    return outputs, [np.max(np.abs(of_kernel)), np.max(np.abs(of_inputs[:, 0]))]


@pytest.mark.parametrize("cell", CELLS)
def test_gradients_after_steps_of_zeros(cell):
    for steps, wanted in enumerate(CELLS[cell]):
        outputs, found = gradients(cell(4, layer_norm=True), steps)
        assert not np.any(outputs[:, :steps])
        np.testing.assert_allclose(found, wanted, rtol=1e-3)
    outputs, found = gradients(cell(4, layer_norm=True), 4)
    assert np.all(np.isfinite(outputs)) and np.all(np.isnan(found))
