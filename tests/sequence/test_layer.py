"""`rnn.RNN` over time: masks, lengths, kept states, directions, initial states."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import (
    BATCH,
    FEW,
    SPECIMENS,
    TIME,
    assert_same,
    built,
    nested_stack,
    ran,
    sequences,
    top_level,
)
from tests.goldens import error

few_specimens = pytest.mark.parametrize("name", FEW)
MASK = np.array([[1, 1, 0, 1], [0, 0, 0, 0], [0, 1, 1, 0]], bool)
LSTM_WEIGHTS = {"forget_bias": 0.0, "num_units": 4}


def keras_twin():
    """Keras' own LSTM and our cell with the same weights: its gates are i, f, c, o."""
    cell = rnn.BasicLSTMCell(**LSTM_WEIGHTS)
    cell.build_for_shape((None, 3))
    kernel = np.random.default_rng(4).normal(size=(7, 16)).astype("float32")
    bias = np.random.default_rng(5).normal(size=16).astype("float32")
    cell.kernel.assign(kernel)
    cell.bias.assign(bias)
    order = np.r_[0:4, 8:12, 4:8, 12:16]
    weights = [kernel[:3, order], kernel[3:, order], bias[order]]

    def layer(**options):
        twin = keras.layers.LSTM(4, **options)
        twin.build((None, None, 3))
        twin.set_weights(weights)
        return twin

    return cell, layer


OPTIONS = [
    {"return_sequences": sequences_, "zero_output_for_mask": zero, "go_backwards": backwards}
    for sequences_ in (True, False)
    for zero in (True, False)
    for backwards in (True, False)
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("masked", [False, True])
def test_masks_as_in_keras_own_lstm(options, masked):
    cell, twin = keras_twin()
    mask = keras.ops.convert_to_tensor(MASK) if masked else None
    inputs = sequences(SPECIMENS["lstm"])
    wanted, h, c = twin(return_state=True, **options)(inputs, mask=mask)
    for layer_class in (rnn.RNN, keras.layers.RNN):
        result = layer_class(cell, return_state=True, **options)(inputs, mask=mask)
        assert_same(result, [wanted, c, h])


@pytest.mark.parametrize("zero", [True, False])
def test_embedding_in_front(zero):
    cell, twin = keras_twin()
    symbolic = keras.Input((None,), dtype="int32")
    embedded = keras.layers.Embedding(5, 3, mask_zero=True)(symbolic)
    options = {"return_sequences": True, "zero_output_for_mask": zero}
    outputs = [rnn.RNN(cell, **options)(embedded), twin(**options)(embedded)]
    words = np.array([[3, 1, 0, 0], [0, 2, 4, 0]])
    ours, theirs = keras.Model(symbolic, outputs)(words)
    assert_same(ours, theirs)
    assert error(ours[0, 3], ours[0, 2]) == 0


@few_specimens
def test_masked_steps_leave_the_state(name):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen)
    outputs, *state = rnn.RNN(
        cell, return_sequences=True, return_state=True, zero_output_for_mask=True
    )(inputs, mask=keras.ops.convert_to_tensor(MASK), training=False)
    for row in range(BATCH):
        kept = np.flatnonzero(MASK[row])
        assert not np.any(np.delete(np.asarray(outputs[row]), kept, axis=0))
        alone, final = ran(cell, tf.gather(inputs[row : row + 1], kept, axis=1))
        assert_same(tf.gather(outputs[row : row + 1], kept, axis=1), alone)
        assert_same([part[row : row + 1] for part in keras.tree.flatten(state)], top_level(final))


LENGTHS = [
    ([4, 0, 2], [4, 0, 2]),
    ([9, -3, 2], [4, 0, 2]),
    (np.array([4, 0, 2], "int8"), [4, 0, 2]),
    (np.array([4, 0, 2], "uint16"), [4, 0, 2]),
    (np.array([2**40, 0, 2], "int64"), [4, 0, 2]),
]


@few_specimens
@pytest.mark.parametrize(("given", "counted"), LENGTHS, ids=str)
def test_lengths(name, given, counted):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen)
    layer = rnn.RNN(cell, return_sequences=True, return_state=True)
    outputs, *state = layer(inputs, sequence_length=given, training=False)
    last = rnn.RNN(cell)(inputs, sequence_length=given, training=False)
    assert_same((outputs, state), ran(cell, inputs, sequence_length=given))
    for row, length in enumerate(counted):
        one = inputs[row : row + 1, :length]
        alone, final = ran(cell, one)
        assert_same(outputs[row : row + 1, :length], alone)
        assert not np.any(outputs[row, length:])
        assert_same([part[row : row + 1] for part in keras.tree.flatten(state)], [final])
        if length:
            assert_same(last[row : row + 1], alone[:, -1])


@few_specimens
def test_unrolled(name):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen)
    mask = keras.ops.convert_to_tensor(MASK)
    for layer_class in (rnn.RNN, keras.layers.RNN):
        results = [
            tf.function(layer_class(cell, return_sequences=True, unroll=unroll))(
                inputs, mask=mask, training=False
            )
            for unroll in (False, True)
        ]
        assert_same(*results)


@few_specimens
def test_backwards(name):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen)
    layer = rnn.RNN(cell, return_sequences=True, return_state=True, go_backwards=True)
    outputs, *state = layer(inputs, training=False)
    assert_same((outputs, state), ran(cell, keras.ops.flip(inputs, axis=1)))


@few_specimens
def test_kept_states(name):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen, time=2 * TIME)
    layer = rnn.RNN(cell, stateful=True, return_sequences=True, return_state=True)
    wanted, final = ran(cell, inputs)
    for _ in range(2):
        first, *_ = layer(inputs[:, :TIME], training=False)
        second, *state = layer(inputs[:, TIME:], training=False)
        assert_same(keras.ops.concatenate([first, second], axis=1), wanted)
        assert_same(state, top_level(final))
        layer.reset_state()
    assert len(layer.weights) == len(cell.weights)


def test_kept_states_in_a_model_and_its_file(tmp_path):
    cell = nested_stack()
    symbolic = keras.Input(batch_shape=(BATCH, TIME, 3))
    model = keras.Model(symbolic, rnn.RNN(cell, stateful=True)(symbolic))
    inputs = sequences(SPECIMENS["gru"])
    first, second = (model.predict(inputs, verbose=0) for _ in range(2))
    assert error(first, second) > 1e-3
    model.save(tmp_path / "model.keras")
    assert_same(keras.saving.load_model(tmp_path / "model.keras").predict(inputs, verbose=0), first)
    model.layers[-1].reset_state()
    assert_same(model.predict(inputs, verbose=0), first)


def initial(cell):
    numbers = np.random.default_rng(6)
    return tf.nest.map_structure(
        lambda zeros: keras.ops.convert_to_tensor(numbers.normal(size=zeros.shape), "float32"),
        cell.zero_state(BATCH, "float32"),
    )


@few_specimens
def test_initial_states(name):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen)
    state = initial(cell)
    wanted = ran(cell, inputs, initial_state=state)
    for layer_class in (rnn.RNN, keras.layers.RNN):
        layer = layer_class(cell, return_sequences=True, return_state=True)
        assert_same(layer(inputs, initial_state=top_level(state), training=False), wanted)


@few_specimens
def test_symbolic_initial_states(name):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen)
    state = initial(cell)
    symbols = [keras.Input(part.shape[1:]) for part in keras.tree.flatten(state)]
    packed = tf.nest.pack_sequence_as(state, symbols)
    symbolic = specimen.symbolic()
    result = rnn.RNN(cell, return_sequences=True)(symbolic, initial_state=packed)
    model = keras.Model([symbolic, *symbols], result)
    wanted, _ = ran(cell, inputs, initial_state=state)
    assert_same(model([inputs, *keras.tree.flatten(state)], training=False), wanted)


def test_symbolic_lengths():
    cell = built(SPECIMENS["lstm"])
    symbolic, lengths = keras.Input((None, 3)), keras.Input((), dtype="int32")
    model = keras.Model([symbolic, lengths], rnn.RNN(cell)(symbolic, sequence_length=lengths))
    inputs = sequences(SPECIMENS["lstm"])
    for given in ([4, 1, 2], [1, 4, 4]):
        given = keras.ops.convert_to_tensor(given, "int32")
        wanted = rnn.RNN(cell)(inputs, sequence_length=given)
        assert_same(model([inputs, given]), wanted)


def test_no_steps():
    layer = rnn.RNN(built(SPECIMENS["multi_nested"]), return_sequences=True, return_state=True)
    unknown = tf.function(layer, input_signature=[tf.TensorSpec([None, None, 3])])
    for run in (layer, tf.function(layer), unknown):
        outputs, *state = run(keras.ops.ones((BATCH, 0, 3)))
        assert outputs.shape == (BATCH, 0, 2)
        assert_same(state, layer.cell.zero_state(BATCH, "float32"))
