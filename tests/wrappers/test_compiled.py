"""`CompiledWrapper` compiles: eagerly, in functions, in graphs, with dropout, masks and files."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import SPECIMENS, assert_same, built, dropped, ran, sequences
from tests.goldens import error

v1 = tf.compat.v1
INPUTS = sequences(SPECIMENS["gru"])


class Uncompilable(rnn.RNNCell):
    """A cell with an operation that XLA does not know."""

    makes_variables_in_call = False
    state_size = 3
    output_size = 3

    def call(self, inputs, state):
        return tf.numpy_function(lambda x: x, [inputs], tf.float32), state


def test_a_step_is_compiled():
    cell = rnn.CompiledWrapper(Uncompilable())
    with pytest.raises(tf.errors.InvalidArgumentError, match="compile|XLA"):
        cell(INPUTS[:, 0], cell.zero_state(3, "float32"))


def test_its_variables_are_the_cells():
    cell = built(SPECIMENS["compiled"])
    assert list(cell.tf1_variables()) == list(cell.cell.tf1_variables())
    assert [id(v) for v in cell.weights] == [id(v) for v in cell.cell.weights]
    assert_same(ran(cell, INPUTS), ran(cell.cell, INPUTS))


@pytest.mark.parametrize(
    "wrap", [lambda f: f, tf.function, lambda f: tf.function(f, jit_compile=1)]
)
def test_gradients_with_lengths(wrap):
    cell = built(SPECIMENS["compiled"])

    def gradients(cell):
        with tf.GradientTape() as tape:
            outputs, _ = ran(cell, INPUTS, sequence_length=np.array([4, 0, 2]))
            loss = tf.reduce_sum(outputs**2)
        return tape.gradient(loss, [v.value for v in cell.trainable_weights])

    assert_same(wrap(lambda: gradients(cell))(), gradients(cell.cell))


def test_a_mask_and_batches_of_several_sizes():
    cell = built(SPECIMENS["compiled"])
    layer, plain = rnn.RNN(cell), rnn.RNN(cell.cell)
    for batch in (3, 1, 2):
        mask = np.array([[1, 1, 0, 1], [0, 0, 0, 0], [0, 1, 1, 0]], bool)[:batch]
        assert_same(layer(INPUTS[:batch], mask=mask), plain(INPUTS[:batch], mask=mask))


@pytest.mark.parametrize("around", [True, False])
@pytest.mark.parametrize("layer_class", [keras.layers.RNN, rnn.RNN])
def test_dropout(layer_class, around):
    """New masks in every step and every call; none in inference."""
    inner = rnn.BasicRNNCell(3, activation="linear")
    options = {"input_keep_prob": 1.0, "state_keep_prob": 1.0, "output_keep_prob": 0.5}
    cell = rnn.CompiledWrapper(dropped(inner, **options))
    if around:
        cell = dropped(rnn.CompiledWrapper(inner), **options)
    layer = layer_class(cell, return_sequences=True)
    plain = layer(INPUTS, training=False)
    assert_same(plain, ran(inner, INPUTS)[0])
    one, other = (np.asarray(layer(INPUTS, training=True)) for _ in "ab")
    kept, kept_again = one != 0, other != 0
    assert 0 < kept.mean() < 1
    assert np.any(kept != kept_again)
    assert np.any(kept[:, 0] != kept[:, 1])
    assert_same(one[kept], 2 * np.asarray(plain)[kept])


def test_the_mode_is_not_remembered():
    layer = rnn.RNN(rnn.CompiledWrapper(dropped(rnn.GRUCell(3))))
    wanted = layer(INPUTS, training=False)
    assert error(layer(INPUTS, training=True), wanted) > 1e-3
    assert_same(layer(INPUTS, training=False), wanted)
    assert error(layer(INPUTS, training=True), wanted) > 1e-3


@pytest.mark.slow
@pytest.mark.parametrize("jit_compile", [False, True])
def test_training_and_files(jit_compile, tmp_path):
    symbolic = keras.Input((None, 3))
    cell = rnn.CompiledWrapper(dropped(rnn.GRUCell(4)), compile_stateful=True)
    model = keras.Model(symbolic, keras.layers.Dense(1)(rnn.RNN(cell)(symbolic)))
    model.compile("sgd", "mse", jit_compile=jit_compile)
    before = [np.asarray(w) for w in model.trainable_weights]
    model.fit(INPUTS, np.ones((3, 1)), epochs=2, verbose=0)
    for weight, value in zip(model.trainable_weights, before, strict=True):
        assert not np.array_equal(weight, value)
    model.save(tmp_path / "model.keras")
    model.export(str(tmp_path / "served"), format="tf_saved_model", verbose=False)
    wanted = model(INPUTS, training=False)
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    assert loaded.layers[1].cell.compile_stateful is True
    assert_same(loaded(INPUTS, training=False), wanted)
    served = tf.saved_model.load(str(tmp_path / "served"))
    assert_same(served.serve(INPUTS), wanted)


@pytest.mark.parametrize("stateful", [False, True])
def test_operations_of_a_v1_graph(stateful):
    """They ask for XLA; those that draw numbers only with `compile_stateful`."""
    with tf.Graph().as_default() as graph:
        cell = rnn.CompiledWrapper(dropped(rnn.GRUCell(3)), compile_stateful=stateful)
        cell(tf.ones((2, 3)), cell.zero_state(2, "float32"))
        asking = {op.type: asks_for_xla(op) for op in graph.get_operations()}
    assert asking["MatMul"] is True
    assert asking["RandomUniform"] is stateful


def test_operations_of_a_function():
    cell = built(SPECIMENS["compiled"])
    state = cell.zero_state(3, "float32")
    graph = tf.function(lambda: cell(INPUTS[:, 0], state)).get_concrete_function().graph
    asking = {op.type: asks_for_xla(op) for op in graph.get_operations()}
    assert asking["MatMul"] is True


@pytest.mark.slow
def test_xla_compiles_a_loop_in_a_function(run_python):
    script = """
import tensorflow as tf, tf_contrib_rnn as rnn
cell = rnn.CompiledWrapper(rnn.GRUCell(3))
run = tf.function(lambda x: rnn.dynamic_rnn(cell, x, dtype="float32"))
run(tf.ones((2, 4, 3)))
"""
    done = run_python("-c", script, TF_CPP_MIN_LOG_LEVEL="0")
    assert done.returncode == 0, done.stderr
    assert "Compiled cluster using XLA" in done.stderr


def asks_for_xla(operation):
    try:
        return operation.get_attr("_XlaCompile")
    except ValueError:
        return None
