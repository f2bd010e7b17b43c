"""Each limit in stock Keras, without a line of ours: the day one passes, its row is in the way."""

import contextlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.modes.limits import LIMITS
from tests.modes.processes import environment
from tests.modes.workers import free_ports


@contextlib.contextmanager
def limit(name):
    """The block ends in the words of the limit with this reproducer."""
    (words,) = [limit.words for limit in LIMITS if limit.reproducer == name]
    try:
        yield
    except Exception as raised:
        if not re.search(words, str(raised)):
            raise RuntimeError(f"another error than {words!r}") from raised
        raise


class Pair(keras.layers.Layer):
    """A cell whose inputs, or outputs, are a pair."""

    state_size = 3

    def __init__(self, of_inputs=False, **kwargs):
        super().__init__(**kwargs)
        self.of_inputs = of_inputs
        self.output_size = 3 if of_inputs else (3, 3)

    def call(self, inputs, states):
        x = inputs[0] + inputs[1] if self.of_inputs else inputs
        state = x + states[0]
        return (state if self.of_inputs else (state, -state)), [state]


class Both(keras.layers.Layer):
    """A layer over time whose outputs are a pair."""

    def __init__(self, go_backwards=False, **kwargs):
        super().__init__(**kwargs)
        self.go_backwards = go_backwards
        self.return_sequences = True
        self.return_state = self.stateful = False

    def call(self, sequences, initial_state=None, mask=None, training=None):
        return sequences, -sequences

    def compute_output_shape(self, shape, initial_state_shape=None):
        return shape, shape

    def get_config(self):
        return {**super().get_config(), "go_backwards": self.go_backwards}


@pytest.mark.xfail(strict=True, raises=AssertionError)
def test_bidirectional_merges_one_tensor():
    with keras.saving.custom_object_scope({"Both": Both}):
        outputs = keras.layers.Bidirectional(Both())(keras.ops.ones((3, 4, 3)))
    assert isinstance(outputs, tuple)
    assert [tuple(part.shape) for part in outputs] == [(3, 4, 6)] * 2


@pytest.mark.xfail(strict=True, raises=AttributeError)
def test_the_stock_rnn_takes_one_tensor():
    with limit("test_the_stock_rnn_takes_one_tensor"):
        keras.layers.RNN(Pair(of_inputs=True))((keras.ops.ones((2, 4, 3)),) * 2)


@pytest.mark.xfail(strict=True, raises=AssertionError)
def test_the_stock_rnn_gives_one_tensor():
    outputs = keras.layers.RNN(Pair(), return_sequences=True)(keras.ops.ones((3, 4, 3)))
    assert isinstance(outputs, tuple)
    assert [tuple(part.shape) for part in outputs] == [(3, 4, 3)] * 2


class Gathering(keras.layers.Layer):
    """A cell that gathers along the second axis of its state."""

    state_size = output_size = 3

    def build(self, shape):
        self.kernel = self.add_weight(shape=(3, 3), initializer="glorot_uniform")

    def call(self, inputs, states):
        h = keras.ops.tanh(keras.ops.matmul(states[0], self.kernel) + inputs)
        circles = keras.ops.take(h, [[0, 1, 2], [1, 2, 0], [2, 0, 1]], axis=1)
        h = keras.ops.sum(circles * h[:, None, :], axis=2)
        return h, [h]


@pytest.mark.slow
@pytest.mark.xfail(strict=True, raises=tf.errors.InvalidArgumentError)
def test_xla_and_the_second_derivative_of_a_gather():
    layer, inputs = keras.layers.RNN(Gathering()), keras.ops.ones((2, 4, 3))
    layer(inputs)
    kernel = layer.cell.kernel.value

    def second():
        with tf.GradientTape() as outer:
            with tf.GradientTape() as inner:
                total = tf.reduce_sum(layer(inputs) ** 2)
            slope = tf.reduce_sum(tf.convert_to_tensor(inner.gradient(total, kernel)) ** 2)
        return outer.gradient(slope, kernel)

    assert np.all(np.isfinite(tf.function(second)()))
    with limit("test_xla_and_the_second_derivative_of_a_gather"):
        tf.function(second, jit_compile=True)()


@pytest.mark.xfail(strict=True, raises=RuntimeError)
@pytest.mark.filterwarnings("ignore:.*tf.lite.Interpreter is deprecated:UserWarning")
def test_litert_slices_five_dimensions():
    layer = keras.layers.ConvLSTM3D(2, 2, padding="same")
    symbolic = keras.Input((4, 2, 3, 2, 1), batch_size=1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.tflite")
        keras.Model(symbolic, layer(symbolic)).export(path, format="litert", verbose=False)
        content = path.read_bytes()
    with limit("test_litert_slices_five_dimensions"):
        tf.lite.Interpreter(model_content=content).allocate_tensors()


WORKER = """
import json, os, sys
import keras, numpy as np, tensorflow as tf
strategy = tf.distribute.MultiWorkerMirroredStrategy()
with strategy.scope():
    model = keras.Sequential([keras.layers.LSTM(2), keras.layers.Dense(1)])
    model.build((None, 4, 3))
    model.compile("sgd", "mse")
try:
    model.fit(np.ones((4, 4, 3)), np.ones((4, 1)), verbose=0)
except Exception as raised:
    print(json.dumps([type(raised).__name__, str(raised)]))
else:
    print(json.dumps(["", "fit worked"]))
"""


@pytest.mark.slow
@pytest.mark.xfail(strict=True, raises=ValueError)
def test_no_fit_on_several_workers():
    addresses = [f"127.0.0.1:{port}" for port in free_ports(2)]
    configs = [
        json.dumps({"cluster": {"worker": addresses}, "task": {"type": "worker", "index": index}})
        for index in range(2)
    ]
    processes = [
        subprocess.Popen([sys.executable, "-c", WORKER], env=environment(TF_CONFIG=config),
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for config in configs
    ]  # fmt: skip
    try:
        printed, _ = processes[0].communicate(timeout=120)
    finally:
        for process in processes:
            process.kill()
            process.communicate()
    kind, message = json.loads(printed.splitlines()[-1])
    with limit("test_no_fit_on_several_workers"):
        if kind:
            raise {"ValueError": ValueError}.get(kind, RuntimeError)(message)
