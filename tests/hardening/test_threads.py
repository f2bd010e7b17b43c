"""Several threads at once get exactly the numbers of one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import randomize
from tests.gate import gated

THREADS, TURNS = 8, 3


def stack():
    cells = [rnn.LSTMCell(6, use_peepholes=True, num_proj=4), rnn.DropoutWrapper(rnn.GRUCell(5))]
    inputs = keras.Input((None, 3))
    return keras.Model(inputs, rnn.RNN(rnn.MultiRNNCell(cells), return_sequences=True)(inputs))


def maps():
    inputs = keras.Input((None, 6, 5, 2))
    cell = rnn.Conv2DLSTMCell(input_shape=[6, 5, 2], output_channels=3, kernel_shape=[3, 3])
    return keras.Model(inputs, rnn.RNN(cell, return_sequences=True)(inputs))


def both_directions():
    inputs = keras.Input((None, 3))
    forward = rnn.RNN(rnn.BasicLSTMCell(4), return_sequences=True)
    backward = rnn.RNN(rnn.GRUCell(4), return_sequences=True, go_backwards=True)
    layer = keras.layers.Bidirectional(forward, backward_layer=backward)
    return keras.Model(inputs, layer(inputs))


@keras.saving.register_keras_serializable(package="hardening")
class OldCell(rnn.RNNCell):
    """A cell of TF1 that makes its variables inside `call`, in scopes of TensorFlow's."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    @property
    def state_size(self):
        return self.units

    @property
    def output_size(self):
        return self.units

    def call(self, inputs, state):
        with tf.compat.v1.variable_scope("gate"):
            shape = [inputs.shape[-1] + self.units, self.units]
            kernel = tf.compat.v1.get_variable("kernel", shape, dtype=inputs.dtype)
        new = tf.tanh(tf.matmul(tf.concat([inputs, state], 1), kernel))
        return new, new


def old_cell():
    inputs = keras.Input((None, 3))
    return keras.Model(inputs, rnn.RNN(OldCell(4), return_sequences=True)(inputs))


MODELS = {"stack": stack, "maps": maps, "both_directions": both_directions, "old_cell": old_cell}


def traced(model):
    return tf.function(lambda x: model(x, training=False), autograph=False)


# What is called with inputs, made of a model once for all threads.
WAYS = {
    "called": lambda model: lambda x: model(x, training=False),
    "traced": traced,
    "compiled": lambda model: tf.function(
        lambda x: model(x, training=False), jit_compile=True, autograph=False
    ),
    "predict_on_batch": lambda model: model.predict_on_batch,
    "predict": lambda model: lambda x: model.predict(x, verbose=0),
}
PAIRS = [f"{model} {way}" for model in MODELS for way in WAYS]
FEW = ["stack traced", "maps predict", "both_directions called", "old_cell traced"]


def inputs_of(model, thread):
    shape = [2, 4, *model.inputs[0].shape[2:]]
    return np.random.default_rng(thread).normal(size=shape).astype("float32")


def together(work):
    """What a function of a thread's number gives in every thread, all of them at the same time."""
    barrier = Barrier(THREADS)

    def begun(thread):
        barrier.wait(60)
        return [work(thread) for _ in range(TURNS)]

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(begun, range(THREADS)))


@pytest.mark.parametrize("warm", [False, True], ids=["at_first", "warm"])
@pytest.mark.parametrize("pair", gated(PAIRS, FEW))
def test_inference_on_one_model(pair, warm):
    name, way = pair.split()
    model = MODELS[name]()
    randomize(model.weights)
    alone = WAYS[way](model)
    wanted = [np.array(alone(inputs_of(model, thread))) for thread in range(THREADS)]
    shared = alone if warm else WAYS[way](model)  # a new one is traced by all threads at once
    for thread, found in enumerate(together(lambda i: np.array(shared(inputs_of(model, i))))):
        assert all(np.array_equal(one, wanted[thread]) for one in found)


@pytest.mark.parametrize("name", gated(MODELS, ["old_cell"]))
def test_models_that_are_built_at_the_same_time(name):
    """Names, shapes and numbers are those of a model that is built alone."""

    def work(thread):
        model = MODELS[name]()
        randomize(model.weights, seed=thread)
        layer = model.layers[-1]
        layers = [layer] if name != "both_directions" else [layer.forward_layer]
        paths = [list(one.tf1_variables()) for one in layers]
        return paths, np.array(traced(model)(inputs_of(model, thread)))

    alone = [work(thread) for thread in range(THREADS)]
    for (paths, numbers), found in zip(alone, together(work), strict=True):
        assert all(one[0] == paths and np.array_equal(one[1], numbers) for one in found)


def test_constants_stay_in_their_thread():
    """What a runner hands its steps is seen by its own thread alone."""
    cell = rnn.GRUCell(3)
    x = inputs_of(stack(), 0)
    rnn.dynamic_rnn(cell, x, dtype="float32")
    run = tf.function(lambda x, n: rnn.dynamic_rnn(cell, x, n, dtype="float32"), autograph=False)
    wanted = [np.array(run(x, [n % 5, 4])[0]) for n in range(THREADS)]
    for thread, found in enumerate(together(lambda n: np.array(run(x, [n % 5, 4])[0]))):
        assert all(np.array_equal(one, wanted[thread]) for one in found)
