"""Models on another backend: dropout while training, files, whole layers; what Keras cannot do."""

import itertools
import tempfile

import keras
import numpy as np

import tf_contrib_rnn as rnn
from tests.goldens import LIMITS, error

BACKEND = keras.backend.backend()


class Ones(rnn.RNNCell):
    """A cell whose output is its input and whose state is a constant."""

    state_size = 1
    output_size = 16

    def call(self, inputs, state):
        return inputs, state


class Recorder(keras.layers.Layer):
    """Hands what it sees in training to the host."""

    seen = []

    def build(self, shape):
        self.scale = self.add_weight(shape=(), initializer="ones")

    def call(self, inputs, training=None):
        if training and BACKEND == "jax":
            import jax

            jax.debug.callback(lambda x: Recorder.seen.append(np.asarray(x)), inputs)
        elif training and inputs.device.type != "meta":
            Recorder.seen.append(keras.ops.convert_to_numpy(inputs))
        return inputs * self.scale


def dropout_differs_from_step_to_step():
    """In `fit` every step of every batch has a mask of its own."""
    cell = rnn.DropoutWrapper(Ones(), output_keep_prob=0.5, seed=1)
    layers = [keras.Input((8, 16)), rnn.RNN(cell, return_sequences=True), Recorder()]
    model = keras.Sequential(layers)
    model.compile("sgd", "mse")
    x = np.ones((4, 8, 16), "float32")
    model.fit(x, x, batch_size=2, verbose=0)
    if BACKEND == "jax":
        import jax

        jax.effects_barrier()
    masks = [kept[:, t] for kept in Recorder.seen for t in range(8)]
    assert len(masks) == 16
    for one, other in itertools.combinations(masks, 2):
        assert not np.array_equal(one, other)
    assert all(set(np.unique(mask)) == {0.0, 2.0} for mask in masks)


def layers_of_sequences():
    """Models of whole layers come back from a .keras file; cuDNN's dropout draws anew."""
    symbolic, x = keras.Input((None, 3)), np.ones((5, 4, 3), "float32")
    reverse = rnn.TimeReversedFusedRNN(rnn.LSTMBlockFusedCell(4, use_peephole=True))
    cudnn = rnn.CudnnGRU(2, 4, direction="bidirectional", dropout=0.5)
    hidden, state = reverse(symbolic, dtype="float32")
    model = keras.Model(symbolic, [cudnn(hidden)[0], *state])
    before = model(x, training=False)
    pairs = zip(saved_and_loaded(model)(x, training=False), before, strict=True)
    assert all(error(one, other) == 0 for one, other in pairs)
    one, other = model(x, training=True)[0], model(x, training=True)[0]
    assert error(one, other) > 0


def round_trip():
    """A model of a stack comes back from a .keras file with its numbers, and from its weights."""
    cell = rnn.MultiRNNCell([rnn.LSTMCell(4, num_proj=2, use_peepholes=True), rnn.GRUCell(3)])
    wrapped = rnn.DropoutWrapper(rnn.ResidualWrapper(cell), output_keep_prob=0.5, seed=3)
    model = keras.Sequential([keras.Input((None, 3)), rnn.RNN(wrapped)])
    x = np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")
    before = model.predict(x, verbose=0)
    again = saved_and_loaded(model)
    assert np.array_equal(again.predict(x, verbose=0), before)
    ours, theirs = model.layers[0].cell, again.layers[0].cell
    assert list(theirs.tf1_variables()) == list(ours.tf1_variables())


def saved_and_loaded(model):
    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/model.keras")
        return keras.saving.load_model(f"{folder}/model.keras")


def the_stock_layer_and_dropout():
    """Keras' own layer draws inside its steps: jax traces them once and is refused, torch not."""
    cell = rnn.DropoutWrapper(Ones(), output_keep_prob=0.5, seed=1)
    layer = keras.layers.RNN(cell, return_sequences=True)
    x = np.ones((2, 5, 16), "float32")
    assert error(layer(x, training=False), x) <= LIMITS["float32"]
    if BACKEND == "torch":
        steps = np.split(keras.ops.convert_to_numpy(layer(x, training=True)), 5, axis=1)
        pairs = itertools.combinations(steps, 2)
        assert not any(np.array_equal(one, other) for one, other in pairs)
        return
    sentence = (
        "dropout on jax expects its random numbers before the loop, received a traced step "
        "without: run the cell through rnn.RNN or dynamic_rnn, or pass noise=."
    )
    message = refusal(lambda: layer(x, training=True), ValueError)
    assert sentence in message, message


def what_needs_tensorflow_says_so():
    """One error of one sentence for each."""
    assert "checkpoint" not in vars(rnn)
    sentence = "checkpoint expects TensorFlow, which is not installed: pip install tensorflow."
    assert refusal(lambda: rnn.checkpoint, ImportError) == sentence
    cell = rnn.GRUCell(2)
    sentence = f"raw_rnn expects the TensorFlow backend, received {BACKEND}: use dynamic_rnn, or "
    sentence += "a loop of your own."
    assert refusal(lambda: rnn.raw_rnn(cell, lambda *a: None), NotImplementedError) == sentence


def kept_states_through_predict():
    """A compiled `predict` leaves its last state; on jax Keras' own layers lose it."""

    def kept(layer):
        symbolic = keras.Input(batch_shape=(2, 3, 4))
        keras.Model(symbolic, layer(symbolic)).predict(np.ones((2, 3, 4)), verbose=0)
        return np.any([keras.ops.convert_to_numpy(part) for part in layer.states])

    assert kept(rnn.RNN(rnn.GRUCell(2), stateful=True))
    assert kept(keras.layers.GRU(2, stateful=True)) == (BACKEND != "jax")


def keras_own_limits():
    """What Keras 3.15 gets wrong on this backend and we go round, in stock Keras.

    A failure here is good news: the way round in `cells/_math.py` or `wrappers` can go.
    """
    ops, x = keras.ops, keras.ops.ones((2, 2), "float64")
    if BACKEND == "jax":
        assert dtype_of(ops.tanh(x)) == dtype_of(keras.activations.tanh(x)) == "float32"
        return
    assert dtype_of(ops.matmul(x, x)) == dtype_of(ops.maximum(x, 1e-3)) == "float32"
    assert float(ops.clip(x, -0.1, 0.1)[0, 0]) == float(np.float32(0.1)) != 0.1
    with keras.device("cpu:0"):
        weight = keras.Variable(np.ones(2, "float32"))
        message = refusal(lambda: keras.layers.Dropout(0.5).build((2, 2)), RuntimeError)
    assert not weight.value.is_leaf
    assert "Only Tensors of floating point" in message, message


def dtype_of(x):
    return keras.backend.standardize_dtype(x.dtype)


def refusal(function, kind):
    """The message of the error a function must end in, which no other error caused."""
    try:
        function()
    except kind as error:
        assert error.__cause__ is None and (error.__context__ is None or
                                            error.__suppress_context__)  # fmt: skip
        return str(error)
    raise AssertionError(f"no {kind.__name__}")


CHECKS = (
    dropout_differs_from_step_to_step,
    round_trip,
    the_stock_layer_and_dropout,
    what_needs_tensorflow_says_so,
    kept_states_through_predict,
    keras_own_limits,
)
