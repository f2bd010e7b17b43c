"""`rnn.hard_sigmoid`, the hard sigmoid of TF 1.x' Keras."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.goldens import LIMITS, error
from tests.layers.test_legacy_keras import lstm_of


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_hard_sigmoid(dtype):
    x = tf.constant([-3.0, -2.5, -1.0, 0.0, 0.7, 2.5, 4.0], dtype)
    wanted = [0, 0, 0.3, 0.5, 0.64, 1, 1]
    for run in (rnn.hard_sigmoid, tf.function(rnn.hard_sigmoid, jit_compile=True)):
        y = run(x)
        assert y.dtype == x.dtype
        assert error(tf.cast(y, "float64"), np.array(wanted)) <= LIMITS[dtype]


def test_hard_sigmoid_is_saved_by_name(tmp_path):
    model = lstm_of(rnn.hard_sigmoid)
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    assert again.layers[1].recurrent_activation is rnn.hard_sigmoid
    x = np.random.default_rng(0).normal(size=(2, 5, 4)).astype("float32")
    assert error(again(x), model(x)) == 0
