"""What Keras itself cannot do, each with its exact error: a failure here is good news."""

import keras
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import (
    PLANE,
    SPECIMENS,
    assert_same,
    built,
    plane_cell,
    ran,
    sequences,
)


def two_layers(cell, tmp_path):
    """A file of a model with two stock layers around one cell, loaded again."""
    symbolic = keras.Input((None, 3))
    hidden = keras.layers.RNN(cell, return_sequences=True)(symbolic)
    keras.Model(symbolic, keras.layers.RNN(cell)(hidden)).save(tmp_path / "model.keras")
    return keras.saving.load_model(tmp_path / "model.keras")


def stateful(name):
    specimen = SPECIMENS[name]
    layer = keras.layers.RNN(specimen.make(), stateful=True)
    layer(sequences(specimen), training=False)
    layer.reset_state()


def functional_of(cell):
    return keras.layers.RNN(cell, return_state=True)(keras.Input((None, *PLANE)))


# name: (what is done, the error's type, words of its message)
LIMITS = {
    "one cell of Keras in two layers of a file": (
        lambda path: two_layers(keras.layers.GRUCell(3), path),
        ValueError,
        "A total of 1 objects could not be loaded.",
    ),
    "one cell of ours in two stock layers of a file": (
        lambda path: two_layers(rnn.GRUCell(3), path),
        ValueError,
        "A total of 1 objects could not be loaded.",
    ),
    "stateful stock layer with nested states": (
        lambda path: stateful("multi_nested"),
        ValueError,
        "unsupported type .*_TupleWrapper",
    ),
    "stock layer over no steps": (
        lambda path: keras.layers.RNN(rnn.GRUCell(2))(keras.ops.ones((2, 0, 3))),
        tf.errors.InvalidArgumentError,
        "slice index 0 of dimension 1 out of bounds",
    ),
    "stateful stock layer in both directions with its states": (
        lambda path: keras.layers.Bidirectional(
            keras.layers.LSTM(2, stateful=True, return_state=True)
        )(keras.ops.ones((2, 3, 4))),
        TypeError,
        "unsupported operand type",
    ),
    "stacked cells of Keras with maps": (
        lambda path: functional_of(keras.layers.StackedRNNCells([plane_cell()])),
        ValueError,
        "output_size must be an integer",
    ),
}


@pytest.mark.parametrize("name", LIMITS)
def test_limit(name, tmp_path):
    act, error, words = LIMITS[name]
    with pytest.raises(error, match=words) as raised:
        act(tmp_path)
    assert type(raised.value) is error


@pytest.fixture
def keras_alone():
    rnn.restore_keras_rnn()
    yield
    rnn.extend_keras_rnn()


@pytest.mark.parametrize("stacked", [False, True])
def test_keras_alone_cannot_tell_the_shape(stacked, keras_alone):
    cell = rnn.MultiRNNCell([plane_cell()]) if stacked else plane_cell()
    with pytest.raises(ValueError, match="output_size must be an integer"):
        functional_of(cell)


def test_the_extension_can_be_switched_off_and_on():
    extended = keras.layers.RNN.compute_output_shape
    rnn.extend_keras_rnn()
    assert keras.layers.RNN.compute_output_shape is extended
    rnn.restore_keras_rnn()
    own = keras.layers.RNN.compute_output_shape
    assert own is not extended
    assert own.__module__.startswith("keras.")
    assert own.__globals__["__name__"].startswith("keras.")
    rnn.restore_keras_rnn()
    assert keras.layers.RNN.compute_output_shape is own
    rnn.extend_keras_rnn()
    assert [tuple(t.shape) for t in keras.tree.flatten(functional_of(plane_cell()))] == [
        (None, 4, 3, 2)
    ] * 3


def test_keras_own_cells_do_not_notice_the_extension():
    layer = keras.layers.RNN(keras.layers.LSTMCell(4), return_state=True)
    with_ours = layer.compute_output_shape((None, None, 3))
    rnn.restore_keras_rnn()
    assert layer.compute_output_shape((None, None, 3)) == with_ours
    rnn.extend_keras_rnn()


def test_our_layer_does_not_need_the_extension(keras_alone):
    specimen = SPECIMENS["conv_2d"]
    cell, inputs = built(specimen), sequences(specimen)
    symbolic = specimen.symbolic()
    model = keras.Model(symbolic, rnn.RNN(cell)(symbolic))
    assert_same(model(inputs), ran(cell, inputs)[0][:, -1])


def test_another_keras_is_left_alone(monkeypatch):
    rnn.restore_keras_rnn()
    stock = keras.layers.RNN.compute_output_shape
    with monkeypatch.context() as patched:
        patched.setattr(keras, "__version__", "4.0.0")
        rnn.extend_keras_rnn()
        assert keras.layers.RNN.compute_output_shape is stock
    rnn.extend_keras_rnn()
    assert keras.layers.RNN.compute_output_shape is not stock


@pytest.mark.parametrize("make", [lambda: rnn.GRUCell(4), lambda: keras.layers.GRUCell(4)])
def test_bidirectional_copies_a_cell_shared_by_both_directions(make):
    cell = make()
    wrapper = keras.layers.Bidirectional(
        keras.layers.RNN(cell), backward_layer=keras.layers.RNN(cell, go_backwards=True)
    )
    assert wrapper.forward_layer.cell is not wrapper.backward_layer.cell
