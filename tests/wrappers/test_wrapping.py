"""What the wrappers with variables do beyond the goldens: ids, empty sizes, tuples, partitions."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import assert_same, randomize
from tests.goldens import Golden, built_cell, error, flat
from tests.v1_graphs import graph_variables

v1 = tf.compat.v1
VECTORS = np.random.default_rng(0).normal(size=(2, 3)).astype("float32")
IDS = np.array([[1, 5, 0], [6, 6, 2]], "int32")


def run(cell, inputs, **options):
    return rnn.dynamic_rnn(cell, inputs, **{"dtype": "float32", **options})


@pytest.mark.parametrize("shape", [(4,), (4, 1)])
@pytest.mark.parametrize("name", ["embedding_wrapper", "embedding_wrapper_dtype_from_state"])
def test_steps_of_ids(name, shape):
    """`static_rnn` takes [batch] or [batch, 1] and gives the numbers of TF1's `dynamic_rnn`."""
    golden = Golden(name)
    cell = built_cell(golden)
    ids = golden.arrays["inputs"]
    steps = [keras.ops.convert_to_tensor(ids[:, t].reshape(shape)) for t in range(ids.shape[1])]
    state = golden.state(cell.state_size)
    outputs, final = rnn.static_rnn(
        cell, steps, initial_state=state, sequence_length=golden.arrays["lengths"]
    )
    assert error(np.stack(outputs, 1), golden.arrays["run/outputs"]) <= golden.limit
    for i, part in enumerate(flat(final)):
        assert error(part, golden.arrays[f"run/state/{i}"]) <= golden.limit


def test_states_of_nested_plain_tuples():
    """TF1 read a dtype from them and failed."""
    inner = rnn.MultiRNNCell([rnn.MultiRNNCell([rnn.GRUCell(2)]), rnn.GRUCell(3)])
    outputs, state = run(rnn.EmbeddingWrapper(inner, 7, 4), IDS[..., None])
    assert outputs.shape == (2, 3, 3)
    assert [part.shape for part in flat(state)] == [(2, 2), (2, 3)]


@pytest.mark.parametrize("layer_class", [keras.layers.RNN, rnn.RNN])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_layers_on_ids(layer_class, dtype):
    """The ids leave the dtype to the cell."""
    cell = rnn.EmbeddingWrapper(rnn.GRUCell(3), 7, 4, dtype=dtype)
    options = {"dtype": dtype} if layer_class is keras.layers.RNN else {}
    symbolic = keras.Input((None, 1), dtype="int32")
    layer = layer_class(cell, return_sequences=True, **options)
    model = keras.Model(symbolic, layer(symbolic))
    outputs = model(IDS[..., None])
    assert outputs.dtype == dtype
    assert {variable.dtype for variable in cell.weights} == {dtype}
    assert_same(outputs, run(cell, IDS[..., None], dtype=dtype)[0])


def test_training_on_ids():
    symbolic = keras.Input((None, 1), dtype="int32")
    cell = rnn.EmbeddingWrapper(rnn.GRUCell(3), 7, 4, embedding_regularizer="l2")
    model = keras.Model(symbolic, keras.layers.Dense(1)(rnn.RNN(cell)(symbolic)))
    model.compile(keras.optimizers.Adam(0.1), "mse")
    fit = model.fit(IDS[..., None], np.array([[1.0], [-1.0]]), epochs=5, verbose=0)
    assert fit.history["loss"][-1] < fit.history["loss"][0]


def test_initializers_of_the_table():
    """The argument goes before the scope's, and that before TF1's own."""
    for scope, given, wanted in (("ones", None, 1.0), ("ones", "zeros", 0.0)):
        with v1.variable_scope("any", initializer=v1.ones_initializer() if scope else None):
            cell = rnn.EmbeddingWrapper(rnn.GRUCell(2), 7, 4, initializer=given)
            cell.build_for_shape((None,))
        assert np.all(np.asarray(cell.embedding) == wanted)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda cell: rnn.InputProjectionWrapper(cell, 0),
        lambda cell: rnn.AttentionCellWrapper(cell, 2, input_size=0),
    ],
    ids=["input_projection", "attention"],
)
def test_a_projection_to_nothing(wrap):
    """As in TF1 the cell gets no inputs, only its state."""
    cell = wrap(rnn.GRUCell(3))
    cell(VECTORS, cell.zero_state(2, "float32"))
    randomize(cell.tf1_variables().values())
    state = keras.tree.map_structure(lambda x: x + 0.5, cell.zero_state(2, "float32"))
    new_state = cell(VECTORS, state)[1]
    alone = cell.cell(np.zeros((2, 0), "float32"), flat(state)[0])[1]
    assert_same(flat(new_state)[0], alone)


class Pair(rnn.RNNCell):
    """A cell with two outputs."""

    state_size = 3
    output_size = (3, 2)

    def call(self, inputs, state):
        return (inputs + state, state[:, :2]), inputs


def test_a_projection_of_two_outputs():
    """They stand side by side, as in TF1."""
    cell = rnn.OutputProjectionWrapper(Pair(), 4, activation=tf.nn.relu)
    state = keras.ops.convert_to_tensor(2 * VECTORS)
    cell(VECTORS, state)
    randomize(cell.tf1_variables().values())
    assert cell.kernel.shape == (5, 4)
    both = np.concatenate([3 * VECTORS, 2 * VECTORS[:, :2]], axis=1)
    wanted = np.maximum(both @ np.asarray(cell.kernel) + np.asarray(cell.bias), 0)
    assert_same(cell(VECTORS, state)[0], wanted)


def test_an_attention_starts_from_zeros():
    """Even if the wrapped cell does not, as in TF1."""

    class FromOnes(rnn.GRUCell):
        def zero_state(self, batch_size, dtype):
            return keras.ops.ones((batch_size, 2), dtype)

    state = rnn.AttentionCellWrapper(FromOnes(2), 3).zero_state(2, "float32")
    assert not any(np.any(part) for part in flat(state))
    assert np.all(rnn.InputProjectionWrapper(FromOnes(2), 3).zero_state(2, "float32") == 1)


def test_a_highway_has_what_every_layer_has():
    """TF1's had neither name nor variables, and failed at the second call."""
    cell = rnn.HighwayWrapper(rnn.GRUCell(3), kernel_regularizer="l2")
    first = cell(VECTORS, cell.zero_state(2, "float32"))
    assert_same(cell(VECTORS, cell.zero_state(2, "float32")), first)
    assert cell.name.startswith("highway_wrapper")
    assert len(cell.variables) == len(cell.trainable_weights) == 6
    assert len(cell.losses) == 1
    assert list(cell.tf1_variables())[-2:] == ["carry_w", "carry_b"]


def test_a_highway_in_two_scopes_of_a_graph():
    """It keeps its weights, as every cell does; a second wrapper around the cell has its own."""
    inner = rnn.GRUCell(3)
    cells = [rnn.HighwayWrapper(inner), rnn.HighwayWrapper(inner)]
    with tf.Graph().as_default():
        sequences = tf.zeros((2, 4, 3))
        for cell, scope in ((cells[0], "a"), (cells[0], "b"), (cells[1], "b")):
            run(cell, sequences, scope=scope)
        own = ["carry_w", "carry_b"]
        inside = [f"a/gru_cell/{p}/{v}" for p in ("gates", "candidate") for v in ("kernel", "bias")]
        assert graph_variables() == [
            *inside, *(f"a/{v}" for v in own), *(f"b/{v}" for v in own)
        ]  # fmt: skip


PARTITIONED = {
    "input_projection": (
        lambda: rnn.InputProjectionWrapper(rnn.BasicRNNCell(5), 4),
        ["kernel/part_0", "kernel/part_1", "bias"],
    ),
    "attention": (
        lambda: rnn.AttentionCellWrapper(rnn.BasicRNNCell(5), 2),
        [
            "kernel/part_0",
            "kernel/part_1",
            "bias",
            "attention/attn_w/part_0",
            "attention/attn_v/part_0",
            "attention/attn_v/part_1",
            "attention/kernel/part_0",
            "attention/kernel/part_1",
            "attention/bias",
            "attn_output_projection/kernel/part_0",
            "attn_output_projection/kernel/part_1",
            "attn_output_projection/bias",
        ],
    ),
    "highway": (
        lambda: rnn.HighwayWrapper(rnn.BasicRNNCell(3)),
        ["carry_w/part_0", "carry_w/part_1", "carry_b/part_0", "carry_b/part_1"],
    ),
}


@pytest.mark.parametrize("name", PARTITIONED)
def test_partitioned_variables(name):
    make, own = PARTITIONED[name]
    with tf.Graph().as_default():
        with v1.variable_scope("s", partitioner=v1.fixed_size_partitioner(2)):
            outputs, _ = run(make(), tf.ones((2, 4, 3)))
        named = [name for name in graph_variables() if "basic_rnn_cell" not in name]
        start = "s/rnn/" if name == "highway" else f"s/rnn/{named[0].split('/')[2]}/"
        assert named == [f"{start}{path}" for path in own]
        with v1.Session() as session:
            session.run(v1.global_variables_initializer())
            assert np.all(np.isfinite(session.run(outputs)))


@pytest.mark.parametrize(
    ("parts", "rows"), [(2, [0, 4, 1, 5, 2, 6, 3]), (3, [0, 3, 5, 1, 4, 6, 2])]
)
def test_a_partitioned_table(parts, rows):
    """TF 1.15.5 finds row i in part i modulo the parts: these rows of the whole table."""
    with tf.Graph().as_default():
        cell = rnn.EmbeddingWrapper(rnn.BasicRNNCell(2, activation="linear"), 7, 2)
        with v1.variable_scope("s", partitioner=v1.fixed_size_partitioner(parts)):
            cell(tf.range(7), cell.zero_state(7, "float32"))
        with v1.variable_scope("s", reuse=True):
            found = tf.concat(list(cell.embedding), 0)
            output, _ = cell(tf.range(7), cell.zero_state(7, "float32"))
            kernel = tf.concat(list(cell.cell.kernel), 0)
        with v1.Session() as session:
            session.run(v1.global_variables_initializer())
            table, kernel, output = session.run([found, kernel, output])
        assert_same(output, table[rows] @ kernel[:2])
