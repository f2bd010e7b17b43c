"""The layers of cuDNN: the numbers of TF 1.15.5's compatible cells, and all that a layer does."""

import re

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.cases.fused import CASES
from tests.conformance.specimens import assert_same
from tests.gate import gated
from tests.layer_tests import BATCH, DEPTH, LENGTHS, LayerTests, Specimen, inputs
from tests.v1_graphs import graph_variables, write_checkpoint

v1 = tf.compat.v1
NAMES = [case["name"] for case in CASES if case["symbol"].startswith("Cudnn")]
BOTH = {"direction": "bidirectional"}
SPECIMENS = {
    "lstm": Specimen(lambda: rnn.CudnnLSTM(2, 3, kernel_initializer="orthogonal", **BOTH)),
    "gru": Specimen(lambda: rnn.CudnnGRU(2, 4, dropout=0.5, seed=3, name="memory")),
    "tanh": Specimen(lambda: rnn.CudnnRNNTanh(1, 4, bias_initializer="ones", **BOTH)),
    "relu": Specimen(lambda: rnn.CudnnRNNRelu(3, 2, kernel_regularizer="l2")),
}
LAYERS = (rnn.CudnnLSTM, rnn.CudnnGRU, rnn.CudnnRNNTanh, rnn.CudnnRNNRelu)


@pytest.fixture(params=gated(SPECIMENS, ["lstm"]))
def specimen(request):
    return SPECIMENS[request.param]


@pytest.fixture(params=gated(NAMES, [name for name in NAMES if name.endswith("bidirectional")]))
def golden_name(request):
    return request.param


class TestCudnn(LayerTests):
    def test_batch_first(self, specimen):
        layer, x = specimen.built(), inputs()
        state = tuple(map(keras.ops.ones_like, layer.zero_state(BATCH)))
        options = {"sequence_lengths": LENGTHS, "training": False}
        outputs, final = layer(x, state, **options)
        swapped = [keras.ops.swapaxes(part, 0, 1) for part in (x, *state)]
        found, last = layer(swapped[0], tuple(swapped[1:]), **options, time_major=False)
        assert_same([keras.ops.swapaxes(part, 0, 1) for part in (found, *last)], [outputs, *final])
        without, _ = layer(swapped[0], time_major=False, training=False)
        assert_same(keras.ops.swapaxes(without, 0, 1), layer(x, training=False)[0])

    def test_two_calls_in_a_graph_share_and_two_layers_do_not(self, specimen):
        with tf.Graph().as_default(), v1.variable_scope("net"):
            x = tf.zeros([5, 4, DEPTH])
            layer = specimen.make()
            layer(x), layer(x)
            names = graph_variables()
            assert names == [f"net/{path}" for path in layer.tf1_variables()]
            specimen.make()(x)
            assert len(graph_variables()) == 2 * len(names)
            scope = names[0].split("/")[1]
            assert graph_variables()[len(names)].startswith(f"net/{scope}_1/")
            specimen.make()(x, scope="other")
            assert graph_variables()[2 * len(names)].startswith("net/other/")


@pytest.mark.slow
def test_fit_batch_first():
    symbolic = keras.Input((None, DEPTH))
    outputs, (state,) = rnn.CudnnGRU(2, 6, dropout=0.1, **BOTH)(symbolic, time_major=False)
    model = keras.Model(symbolic, keras.layers.Dense(1)(outputs[:, -1] + state[:, 0, :1]))
    model.compile(keras.optimizers.Adam(0.02), "mse")
    x = np.random.default_rng(0).normal(size=(32, 5, DEPTH)).astype("float32")
    losses = model.fit(x, x.sum((1, 2))[:, None], epochs=8, verbose=0).history["loss"]
    assert losses[-1] < losses[0]


def test_symbolic_states_and_lengths(tmp_path):
    x = keras.Input(batch_shape=(None, None, DEPTH))
    states = [keras.Input(batch_shape=(4, None, 5)) for _ in "hc"]
    lengths = keras.Input(batch_shape=(None,), dtype="int32")
    layer = rnn.CudnnLSTM(2, 5, **BOTH)
    outputs, final = layer(x, tuple(states), lengths)
    model = keras.Model([x, *states, lengths], [outputs, *final])
    numbers = [inputs(), *(0.1 * keras.ops.ones((4, BATCH, 5)) for _ in "hc")]
    numbers.append(keras.ops.convert_to_tensor(LENGTHS, "int32"))
    wanted = layer(numbers[0], tuple(numbers[1:3]), LENGTHS)
    assert_same(model(numbers), [wanted[0], *wanted[1]])
    model.save(tmp_path / "model.keras")
    assert_same(keras.saving.load_model(tmp_path / "model.keras")(numbers), model(numbers))


def canonical(layer, form):
    """What TF1's Saver wrote of a layer, {name: array}, for each way to build it."""
    generator, found = np.random.default_rng(0), {}
    outer = "outer/" if form.startswith("outer") else ""
    for path, variable in layer.tf1_variables().items():
        path = path.partition("/")[2] if form.endswith("built") else path
        found[f"{outer}{path}"] = generator.normal(size=variable.shape).astype("float32")
    opaque = f"{outer}{layer.tf1_scope.name}/opaque_kernel"
    others = {opaque: np.zeros(9, "f"), f"{opaque}/Adam": np.zeros(9, "f"), "step": np.int64(3)}
    return found, {**found, **others}


@pytest.mark.parametrize("form", ["called", "outer called", "built", "outer built"])
def test_tf1s_checkpoint_with_its_opaque_copy(specimen, form, tmp_path):
    layer = specimen.make()
    layer.build((None, None, DEPTH))
    found, stored = canonical(layer, form)
    prefix = write_checkpoint(tmp_path / "model.ckpt", stored)
    # Of a layer that was built before its call TF1 left the layer's scope out of the names.
    options = {"scope": "outer" if form == "outer built" else ""} if "built" in form else {}
    report = rnn.checkpoint.restore(layer, prefix, **options)
    for variable, array in zip(layer.tf1_variables().values(), found.values(), strict=True):
        assert np.array_equal(variable, array)
    assert [name.rpartition("/")[2] for name in report.left_over] == ["opaque_kernel"]


def test_the_same_checkpoint_into_compatible_cells(tmp_path):
    layer = rnn.CudnnLSTM(2, 4)
    layer.build((None, None, DEPTH))
    found, stored = canonical(layer, "called")
    prefix = write_checkpoint(tmp_path / "model.ckpt", stored)
    rnn.checkpoint.restore(layer, prefix)
    cells = [rnn.CudnnCompatibleLSTMCell(4) for _ in range(2)]
    other = rnn.RNN(rnn.MultiRNNCell(cells), return_sequences=True)
    wanted = keras.ops.swapaxes(layer(inputs(), training=False)[0], 0, 1)
    x = keras.ops.swapaxes(inputs(), 0, 1)
    other(x)
    rnn.checkpoint.restore(other, prefix)
    assert_same(other(x), wanted)
    assert len(found) == 4


def pass_through(**options):
    """Two layers that hand positive inputs on as they are."""
    layer = rnn.CudnnRNNRelu(2, DEPTH, dropout=0.25, **options)
    layer.build((None, None, DEPTH))
    for path, variable in layer.tf1_variables().items():
        if path.endswith("kernel"):
            variable.assign(np.eye(2 * DEPTH, DEPTH))
    return layer


def test_dropout_is_between_layers_and_in_training_only():
    layer, x = pass_through(seed=1), keras.ops.ones((50, 20, DEPTH))
    assert_same(layer(x, training=False)[0], x)
    assert_same(layer(x, training=False)[0], x)
    outputs, (states,) = layer(x)
    assert set(np.unique(np.round(outputs, 4))) == {0.0, np.float32(1.3333)}
    assert np.mean(np.asarray(outputs) == 0) == pytest.approx(0.25, abs=0.03)
    assert_same(states[0], x[-1])  # nothing is dropped of the first layer's inputs or states
    assert len({bytes(np.asarray(step)) for step in outputs}) == 50
    assert not np.array_equal(layer(x)[0], outputs)
    assert np.array_equal(pass_through(seed=1)(x)[0], outputs)
    alone = rnn.CudnnRNNRelu(1, DEPTH, dropout=0.9)
    assert np.array_equal(alone(x)[0], alone(x, training=False)[0])


def test_dropout_in_a_model_and_in_a_graph():
    symbolic = keras.Input((None, DEPTH))
    layer, x = pass_through(), keras.ops.ones((50, 20, DEPTH))
    model = keras.Model(symbolic, layer(symbolic)[0])
    assert_same(model(x, training=False), x)
    assert_same(model.predict(x, batch_size=50, verbose=0), x)
    assert 0 < np.mean(np.asarray(model(x, training=True)) == 0) < 0.5
    with tf.Graph().as_default(), v1.Session() as session:
        layer = rnn.CudnnRNNRelu(2, DEPTH, dropout=0.25, kernel_initializer="ones", seed=3)
        outputs, still = layer(x.numpy())[0], layer(x.numpy(), training=False)[0]
        session.run(v1.global_variables_initializer())
        one, other = session.run(outputs), session.run(still)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize("layer_class", LAYERS)
def test_initial_values_are_drawn_matrix_by_matrix(layer_class):
    layer = layer_class(2, 40, bias_initializer="ones", **BOTH)
    layer.build((None, None, 3))
    assert len(layer.tf1_variables()) == len(layer.weights)
    for path, variable in layer.tf1_variables().items():
        values = np.asarray(variable)
        alone = re.search("_projection/", path)
        if path.endswith("bias"):
            assert np.all(values == (1 if alone else 2)), path
            continue
        depth = 3 if "cell_0" in path else 80
        parts = [values[:depth], values[depth:]]
        if alone:
            parts = [values] if "input_projection" in path else [values[:0], values]
        for rows, part in zip((depth, 40), parts, strict=False):
            limit = np.sqrt(6 / (rows + 40))
            assert part.size == 0 or 0.9 * limit < np.max(np.abs(part)) <= limit, path
        gates = np.split(values, values.shape[1] // 40, axis=1)
        assert len({bytes(gate) for gate in gates}) == len(gates)


def test_initial_biases_are_zeros():
    layer = rnn.CudnnGRU(1, 4)
    layer.build((None, None, 3))
    biases = [v for path, v in layer.tf1_variables().items() if path.endswith("bias")]
    assert len(biases) == 3 and not any(np.any(bias) for bias in biases)
