"""Constants: side inputs that every step of a sequence sees."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import BATCH, TIME, assert_same, randomize
from tests.goldens import error

INPUTS = np.random.default_rng(1).normal(size=(BATCH, TIME, 3)).astype("float32")
CONTEXT = np.random.default_rng(2).normal(size=(BATCH, 4)).astype("float32")


@keras.saving.register_keras_serializable(package="tests")
class Conditioned(rnn.RNNCell):
    """A cell written as for Keras 2, whose weights depend on the shape of its constants."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = self.state_size = self.output_size = units

    def build(self, shapes):
        inputs_shape, context_shape = shapes
        self.kernel = self.add_variable("kernel", [inputs_shape[-1] + self.units, self.units])
        self.context = self.add_variable("context", [context_shape[-1], self.units])

    def call(self, inputs, state, constants):
        (context,) = constants
        joined = keras.ops.concatenate([inputs, state], axis=-1)
        output = keras.ops.tanh(joined @ self.kernel + context @ self.context)
        return output, output


@keras.saving.register_keras_serializable(package="tests")
class ConditionedAsOnce(rnn.RNNCell):
    """A cell that makes its weights inside `call`, as in TF1."""

    state_size = output_size = 2

    def call(self, inputs, state, constants=None):
        joined = keras.ops.concatenate([inputs, *(constants or [])], axis=-1)
        weights = tf.compat.v1.get_variable("weights", [joined.shape[-1], 2])
        output = keras.ops.tanh(joined @ weights + state)
        return output, output


CELLS = {
    "alone": lambda: Conditioned(5),
    "in a stack": lambda: rnn.MultiRNNCell([rnn.GRUCell(2), rnn.ResidualWrapper(Conditioned(2))]),
    "weights made in call": ConditionedAsOnce,
}


@pytest.mark.parametrize("name", CELLS)
def test_every_step_sees_them(name, tmp_path):
    layer = rnn.RNN(CELLS[name](), return_sequences=True)
    symbolic, context = keras.Input((None, 3)), keras.Input((4,))
    model = keras.Model([symbolic, context], layer(symbolic, constants=context))
    randomize(model.weights)
    result = model([INPUTS, CONTEXT])
    state, steps = layer.cell.zero_state(BATCH, "float32"), []
    for t in range(TIME):
        output, state = layer.cell(INPUTS[:, t], state, constants=[CONTEXT])
        steps.append(output)
    assert_same(result, np.stack(steps, axis=1))
    assert error(model([INPUTS, 2 * CONTEXT]), result) > 1e-2
    assert_same(model.predict([INPUTS, CONTEXT], verbose=0), result)
    compiled = tf.function(lambda x, c: layer(x, constants=[c]), jit_compile=True)
    assert_same(compiled(INPUTS, CONTEXT), result)
    model.save(tmp_path / "model.keras")
    assert_same(keras.saving.load_model(tmp_path / "model.keras")([INPUTS, CONTEXT]), result)


def test_they_get_gradients():
    layer = rnn.RNN(Conditioned(5))
    context = tf.constant(CONTEXT)
    with tf.GradientTape() as tape:
        tape.watch(context)
        total = tf.reduce_sum(layer(INPUTS, constants=context) ** 2)
    gradients = tape.gradient(total, [context, *layer.trainable_weights])
    assert all(np.any(gradient) for gradient in gradients)


def test_cells_of_keras_may_take_them():
    class Shifted(keras.layers.GRUCell):
        def call(self, inputs, states, constants, training=False):
            return super().call(inputs + constants[0], states, training=training)

    cell = Shifted(2)
    shift = np.ones((BATCH, 3), "float32")
    layer = rnn.RNN(cell, return_sequences=True)
    cell.build((BATCH, 3))
    plain = rnn.RNN(keras.layers.GRUCell(2), return_sequences=True)
    plain(INPUTS)
    plain.set_weights(cell.get_weights())
    assert_same(layer(INPUTS, constants=shift), plain(INPUTS + 1))


def test_no_cell_takes_them():
    words = "constants expects a cell whose call takes an argument constants, received MultiRNNCell"
    with pytest.raises(ValueError, match=words):
        rnn.RNN([rnn.GRUCell(2)])(INPUTS, constants=CONTEXT)


def test_optional_ones_left_out():
    assert rnn.RNN(ConditionedAsOnce())(INPUTS).shape == (BATCH, 2)
