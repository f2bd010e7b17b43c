"""Masks of Keras through `rnn.RNN`: agreed with the stock layers around it, today and tomorrow."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.conformance.specimens import (
    BATCH,
    PLANE,
    SPECIMENS,
    TIME,
    assert_same,
    built,
    randomize,
    sequences,
)
from tests.goldens import error

WORDS = np.array([[3, 1, 0, 0], [0, 2, 4, 0], [0, 0, 4, 0], [4, 3, 2, 1]])
MASK = np.array([[1, 1, 0, 1], [0, 0, 0, 0], [0, 1, 1, 0]], bool)


# What the coming Keras says of its own layers when a mask reaches them.
pytestmark = pytest.mark.filterwarnings("ignore:Layer '(lstm|gru|rnn).* does not support masking")


@pytest.fixture(params=["today", "coming"])
def keras_version(request, monkeypatch):
    """The coming Keras says of its layer over time that it supports no masking."""
    if request.param == "coming":
        init = keras.layers.RNN.__init__

        def without_masking(self, *args, **kwargs):
            init(self, *args, **kwargs)
            self.supports_masking = False

        monkeypatch.setattr(keras.layers.RNN, "__init__", without_masking)
    return request.param


def stack(layer, **options):
    """A model in which everything after the embedding depends on its mask."""
    words = keras.Input((None,), dtype="int32")
    hidden = keras.layers.Embedding(5, 3, mask_zero=True)(words)
    hidden = layer(rnn.BasicLSTMCell(4, name="low"), return_sequences=True, **options)(hidden)
    hidden = keras.layers.TimeDistributed(keras.layers.Dense(3, activation="tanh"))(hidden)
    hidden = keras.layers.Dropout(0.5)(hidden)
    hidden = layer(rnn.GRUCell(5, name="high"), return_sequences=True)(hidden)
    pooled = keras.layers.GlobalAveragePooling1D()(hidden)
    return keras.Model(words, [keras.layers.GRU(2)(hidden), pooled, keras.layers.LSTM(2)(hidden)])


@pytest.mark.parametrize("zero", [True, False])
@pytest.mark.parametrize("backwards", [True, False])
def test_a_stack_of_ours_and_theirs(zero, backwards, keras_version):
    options = {"zero_output_for_mask": zero, "go_backwards": backwards}
    model = stack(rnn.RNN, **options)
    randomize(model.weights)
    if keras_version == "today":
        of_stock_layers = stack(keras.layers.RNN, **options)
        randomize(of_stock_layers.weights)
        assert_same(model(WORDS), of_stock_layers(WORDS))
    if not backwards:  # padding behind changes nothing where every layer minds the mask
        padded = np.concatenate([WORDS, np.zeros((4, 3), int)], axis=1)
        assert_same(model(padded), model(WORDS))


def test_losses_are_masked(keras_version):
    words = keras.Input((None,), dtype="int32")
    embedded = keras.layers.Embedding(5, 3, mask_zero=True)(words)
    model = keras.Model(words, rnn.RNN(rnn.GRUCell(4), return_sequences=True)(embedded))
    model.compile("sgd", "mse")
    targets = np.random.default_rng(0).normal(size=(4, 4, 4)).astype("float32")
    squares = np.mean((np.asarray(model(WORDS)) - targets) ** 2, axis=-1)
    counted = WORDS != 0
    wanted = np.sum(squares * counted) / np.sum(counted)
    assert error(model.evaluate(WORDS, targets, verbose=0), wanted) < 1e-6


def test_places_of_maps(keras_version):
    frames = np.array(sequences(SPECIMENS["conv_2d"]))
    frames[~MASK] = 0
    frames[:, :, 0] = 0
    symbolic = keras.Input((None, *PLANE))
    hidden = keras.layers.Masking()(symbolic)
    outputs = []
    for cell in (built(SPECIMENS["conv_2d"]), plain_maps()):
        layer = rnn.RNN(cell, return_sequences=True, return_state=True)
        hidden, *states = layer(hidden)
        outputs += [hidden, *states]
    model = keras.Model(symbolic, outputs)
    places = keras.ops.convert_to_tensor(np.any(frames != 0, axis=-1))
    wanted, inputs = [], frames
    for layer in model.layers[2:]:
        stock = keras.layers.RNN(layer.cell, return_sequences=True, return_state=True)
        inputs, *states = stock(inputs, mask=places)
        wanted += [inputs, *states]
    assert_same(model(frames), wanted)
    assert not np.any(model(frames)[0][:, :, 0])


def test_a_step_counts_when_an_element_does(keras_version):
    """Vectors for maps: there are no places left in what the cell makes."""
    layer = rnn.RNN(Flattened(), return_sequences=True, return_state=True)
    frames = np.array(sequences(SPECIMENS["conv_2d"]))
    frames[~MASK] = 0
    frames[:, :, 0] = 0
    symbolic = keras.Input((None, *PLANE))
    model = keras.Model(symbolic, layer(keras.layers.Masking()(symbolic)))
    assert_same(model(frames), layer(frames, mask=keras.ops.convert_to_tensor(MASK)))


class Flattened(rnn.RNNCell):
    """Sums up the maps it sees."""

    state_size = output_size = PLANE[-1]

    def call(self, inputs, state):
        output = state + keras.ops.sum(inputs, axis=(1, 2))
        return output, output


def plain_maps():
    return rnn.Conv2DLSTMCell(input_shape=[*PLANE[:2], 2], output_channels=2, kernel_shape=[3, 3])


@pytest.mark.parametrize("name", ["lstm", "grid_2_lstm", "multi_nested", "conv_2d"])
@pytest.mark.parametrize("return_state", [True, False])
def test_every_output_has_the_mask_and_no_state_has_one(name, return_state):
    cell, inputs = built(SPECIMENS[name]), sequences(SPECIMENS[name])
    for return_sequences in (True, False):
        layer = rnn.RNN(cell, return_sequences=return_sequences, return_state=return_state)
        mask = keras.ops.convert_to_tensor(MASK)
        result = layer(inputs, mask=mask, training=False)
        masks = keras.tree.flatten(layer.compute_mask(inputs, mask))
        assert len(masks) == len(keras.tree.flatten(result))
        outputs = len(keras.tree.flatten(result[0] if return_state else result))
        kept = outputs if return_sequences else 0
        assert [found is not None for found in masks] == [i < kept for i in range(len(masks))]


def test_within_time_distributed(keras_version):
    sentences = np.stack([WORDS, WORDS[::-1], WORDS[[1, 1, 3, 0]]])
    model = stack(rnn.RNN)
    encoder = keras.Model(model.input, model.outputs[0])
    symbolic = keras.Input((None, 4), dtype="int32")
    around = keras.Model(symbolic, keras.layers.TimeDistributed(encoder)(symbolic))
    wanted = np.stack([encoder(part) for part in sentences.swapaxes(0, 1)], axis=1)
    assert_same(around(sentences), wanted)


@pytest.mark.parametrize("return_sequences", [True, False])
def test_mask_and_lengths_together(return_sequences):
    cell, inputs = built(SPECIMENS["lstm"]), sequences(SPECIMENS["lstm"])
    layer = rnn.RNN(cell, return_sequences=return_sequences, return_state=True)
    lengths = np.array([2, 4, 9])
    both = MASK & (np.arange(TIME) < lengths[:, None])
    zeros = rnn.RNN(
        cell,
        return_sequences=return_sequences,
        return_state=True,
        zero_output_for_mask=return_sequences,
    )
    wanted = zeros(inputs, mask=keras.ops.convert_to_tensor(both))
    assert_same(layer(inputs, mask=MASK, sequence_length=lengths), wanted)


def test_of_another_shape():
    layer, inputs = rnn.RNN(rnn.GRUCell(2)), keras.ops.ones((BATCH, TIME, 3))
    with pytest.raises(ValueError, match=r"mask expects booleans \[batch, time\], received"):
        layer(inputs, mask=keras.ops.ones((BATCH,), bool))
    with pytest.raises(
        ValueError, match=r"mask expects booleans \[3, 4\], received shape \(3, 5\)"
    ):
        layer(inputs, mask=keras.ops.ones((BATCH, TIME + 1), bool))


def test_a_computed_mask_counts_beside_states_lengths_and_constants(keras_version):
    """Keras' own layers drop the mask of their inputs where other tensors come with them."""
    layer = rnn.RNN(rnn.GRUCell(4), return_sequences=True)
    words = keras.Input((None,), dtype="int32")
    state, lengths = keras.Input((4,)), keras.Input((), dtype="int32")
    embedding = keras.layers.Embedding(5, 3, mask_zero=True)
    outputs = layer(embedding(words), initial_state=state, sequence_length=lengths)
    model = keras.Model([words, state, lengths], [outputs, keras.layers.LSTM(2)(outputs)])
    randomize(model.weights)
    given = [WORDS, np.ones((4, 4), "float32"), np.array([4, 2, 3, 1])]
    mask = keras.ops.convert_to_tensor(WORDS != 0)
    options = {"initial_state": given[1], "sequence_length": given[2]}
    wanted = layer(np.asarray(embedding(WORDS)), mask=mask, **options)
    assert_same(model(given), [wanted, model.layers[-1](wanted, mask=mask)])
    without = layer(np.asarray(embedding(WORDS)), **options)
    assert error(without, wanted) > 1e-2
