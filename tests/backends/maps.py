"""The ConvLSTM layers on another backend, beside Keras' own."""

import tempfile

import keras
import numpy as np

import tf_contrib_rnn as rnn
from tests.backends.numbers import differentiated
from tests.conformance.specimens import assert_same
from tests.conv_lstm import MASK, made, model_of, sequences, twins
from tests.goldens import LIMITS, flat


def check_maps(rank):
    """A ConvLSTM layer and Keras' own: numbers and gradients a kept state, dropout."""
    rank = int(rank)
    inputs = sequences(rank)
    options = {"return_sequences": True, "return_state": True, "padding": "same"}
    pair = twins(rank, inputs, **options)

    def results(layer):
        def total(values, x):
            with keras.StatelessScope(list(zip(layer.weights, values, strict=True))):
                found = flat(layer(x))
            return sum((part**2).sum() for part in found), found

        return flat(differentiated(total, [weight.value for weight in layer.weights], inputs))

    assert_same(*map(results, pair), LIMITS["float32"])
    masked_maps(*pair, inputs)
    pair = twins(rank, inputs, stateful=True, strides=2)
    for _ in range(2):
        assert_same(*(layer(inputs) for layer in pair))
    pair = twins(rank, inputs, dropout=0.4, recurrent_dropout=0.3, seed=3)
    pair[1].cell.seed_generator.state.assign([3, 0])  # Keras' has drawn when it was made
    assert_same(*(layer(inputs, training=True) for layer in pair))


def masked_maps(ours, theirs, inputs):
    """Masked steps are as if they were not there; Keras' own layer takes no mask on jax."""
    mask = keras.ops.convert_to_tensor(MASK)
    outputs, *state = ours(inputs, mask=mask)
    for row, counts in enumerate(MASK):
        kept = np.flatnonzero(counts)
        alone, *final = ours(inputs[row : row + 1, kept])
        assert_same(outputs[row : row + 1, kept], alone)
        assert_same([part[row : row + 1] for part in state], final)
    if keras.backend.backend() == "torch":
        assert_same(ours(inputs, mask=mask), theirs(inputs, mask=mask))
        return
    try:
        theirs(inputs, mask=mask)
    except ValueError as refusal:
        assert "Incompatible shapes for broadcasting" in str(refusal)
    else:
        raise AssertionError("Keras' own layer takes a mask on jax now: compare with it")


def model_of_maps():
    """Maps of two sizes through one layer, fit with dropout, a file."""
    layer = made(rnn, padding="same", return_sequences=True, dropout=0.3, seed=2)
    model = model_of(layer)
    model.compile("sgd", "mse")
    inputs = np.asarray(sequences())
    model.fit(inputs, np.zeros(model.compute_output_shape(inputs.shape)), verbose=0)
    assert layer(sequences(maps=(3, 8))).shape[2:4] == (3, 8)
    before = model.predict(inputs, verbose=0)
    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/model.keras")
        again = keras.saving.load_model(f"{folder}/model.keras")
    assert np.array_equal(again.predict(inputs, verbose=0), before)


def dropout_differs_from_step_to_step():
    """In `fit` every step of every batch has a mask of its own."""
    cell = rnn.DropoutWrapper(Ones(), output_keep_prob=0.5, seed=1)
    layers = [keras.Input((8, 16)), rnn.RNN(cell, return_sequences=True), Recorder()]
    model = keras.Sequential(layers)
    model.compile("sgd", "mse")
    x = np.ones((4, 8, 16), "float32")
    model.fit(x, x, batch_size=2, verbose=0)
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
    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/model.keras")
        again = keras.saving.load_model(f"{folder}/model.keras")
    pairs = zip(again(x, training=False), before, strict=True)
    assert all(np.array_equal(one, other) for one, other in pairs)
    one, other = model(x, training=True)[0], model(x, training=True)[0]
    assert not np.array_equal(one, other)


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
        if training:
            jax.debug.callback(lambda x: Recorder.seen.append(np.asarray(x)), inputs)
        return inputs * self.scale


def round_trip():
    """A model of a stack comes back from a .keras file with its numbers."""
    cell = rnn.MultiRNNCell([rnn.LSTMCell(4, num_proj=2, use_peepholes=True), rnn.GRUCell(3)])
    wrapped = rnn.DropoutWrapper(rnn.ResidualWrapper(cell), output_keep_prob=0.5, seed=3)
    model = keras.Sequential([keras.Input((None, 3)), rnn.RNN(wrapped)])
    x = np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")
    before = model.predict(x, verbose=0)
    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/model.keras")
        again = keras.saving.load_model(f"{folder}/model.keras")
    assert np.array_equal(again.predict(x, verbose=0), before)
    ours, theirs = model.layers[0].cell, again.layers[0].cell
    assert list(theirs.tf1_variables()) == list(ours.tf1_variables())


def stock_layer_refuses_dropout():
    """Keras' own layer draws inside a traced step: refused in training, fine in inference."""
    cell = rnn.DropoutWrapper(rnn.GRUCell(3), output_keep_prob=0.5, seed=1)
    layer = keras.layers.RNN(cell, return_sequences=True)
    x = np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")
    wanted = rnn.RNN(cell, return_sequences=True)(x, training=False)
    assert error(layer(x, training=False), wanted) <= LIMITS["float32"]
    try:
        layer(x, training=True)
    except ValueError as refusal:
        message = str(refusal)
    else:
        raise AssertionError("one mask for all steps was not refused")
    sentence = (
        "dropout on jax expects its random numbers before the loop, received a traced step "
        "without: run the cell through rnn.RNN or dynamic_rnn, or pass noise=."
    )
    assert sentence in message, message
