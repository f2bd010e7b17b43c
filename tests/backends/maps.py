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
