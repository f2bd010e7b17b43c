"""The fused cells: TF 1.15.5's numbers, and everything a Keras layer is asked for."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.cases.fused import CASES
from tests.conformance.specimens import assert_same
from tests.gate import gated
from tests.goldens import flat
from tests.layer_tests import DEPTH, LENGTHS, TIME, LayerTests, Specimen, inputs
from tests.v1_graphs import graph_variables

v1 = tf.compat.v1

NAMES = [case["name"] for case in CASES if not case["symbol"].startswith("Cudnn")]


def block(**options):
    return rnn.LSTMBlockFusedCell(4, 0.5, cell_clip=0.4, use_peephole=True, **options)


def adaptor(dynamic=True):
    return rnn.FusedRNNCellAdaptor(rnn.MultiRNNCell([rnn.GRUCell(4), rnn.LSTMCell(2)]), dynamic)


SPECIMENS = {
    "block": Specimen(block),
    "block_named": Specimen(lambda: block(name="memory", kernel_regularizer="l2")),
    "adaptor": Specimen(adaptor),
    "adaptor_static": Specimen(lambda: adaptor(False), needs_time=True),
    "reversed_block": Specimen(lambda: rnn.TimeReversedFusedRNN(block())),
    "reversed_adaptor": Specimen(lambda: rnn.TimeReversedFusedRNN(adaptor())),
}


@pytest.fixture(params=gated(SPECIMENS, ["block"]))
def specimen(request):
    return SPECIMENS[request.param]


@pytest.fixture(params=NAMES)
def golden_name(request):
    return request.param


class TestFused(LayerTests):
    pass


def test_every_fused_symbol_has_two_cases():
    symbols = [case["symbol"] for case in CASES if not case["symbol"].startswith("Cudnn")]
    counts = {symbol: symbols.count(symbol) for symbol in symbols}
    assert set(counts) == {"LSTMBlockFusedCell", "FusedRNNCellAdaptor", "TimeReversedFusedRNN"}
    assert min(counts.values()) >= 2


def test_a_list_of_steps_gives_a_list(specimen):
    layer = specimen.built()
    outputs, state = layer(inputs(), dtype="float32")
    steps, final = layer(list(inputs()), dtype="float32")
    assert isinstance(steps, list) and len(steps) == TIME
    assert_same([keras.ops.stack(steps), final], [outputs, state])


def test_a_list_is_reversed_whole():
    """As in TF1, lengths or not; a tensor is reversed within each length."""
    layer = SPECIMENS["reversed_block"].built()
    steps, final = layer(list(inputs()), dtype="float32", sequence_length=LENGTHS)
    forward = layer.cell(list(inputs())[::-1], dtype="float32", sequence_length=LENGTHS)
    assert_same([steps, final], [forward[0][::-1], forward[1]])
    outputs, last = layer(inputs(), dtype="float32", sequence_length=LENGTHS)
    assert_same(outputs[:, 0], keras.ops.stack(steps)[:, 0])
    assert not np.allclose(outputs[:, 2], keras.ops.stack(steps)[:, 2])
    assert not np.allclose(last.h, final.h)


def test_symbolic_states_and_lengths(tmp_path):
    x = keras.Input(batch_shape=(None, None, DEPTH))
    states = [keras.Input((4,)) for _ in "ch"]
    lengths = keras.Input(batch_shape=(None,), dtype="int32")
    layer = SPECIMENS["reversed_block"].built()
    outputs, final = layer(x, rnn.LSTMStateTuple(*states), sequence_length=lengths)
    model = keras.Model([x, *states, lengths], [outputs, *final])
    numbers = [inputs(), *(0.1 * keras.ops.ones((4, 4)) for _ in "ch")]
    numbers.append(keras.ops.convert_to_tensor(LENGTHS, "int32"))
    wanted = layer(numbers[0], numbers[1:3], sequence_length=LENGTHS)
    assert_same(model(numbers), [wanted[0], *wanted[1]])
    model.save(tmp_path / "model.keras")
    assert_same(keras.saving.load_model(tmp_path / "model.keras")(numbers), model(numbers))


def test_both_directions_share_a_cell(tmp_path):
    """The example of TF1's documentation; a file keeps the cell one."""
    symbolic = keras.Input(batch_shape=(None, None, DEPTH))
    forward = rnn.FusedRNNCellAdaptor(rnn.BasicRNNCell(4), use_dynamic_rnn=True)
    backward = rnn.TimeReversedFusedRNN(forward)
    sides = [side(symbolic, dtype="float32")[0] for side in (forward, backward)]
    model = keras.Model(symbolic, sides)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    assert len(model.weights) == len(loaded.weights) == 2
    assert_same(loaded(inputs()), model(inputs()))
    reverse = keras.ops.flip(inputs(), axis=0)
    assert_same(keras.ops.flip(model(reverse)[0], axis=0), model(inputs())[1])


def test_symbolic_lists():
    symbolic = [keras.Input((DEPTH,)) for _ in range(TIME)]
    layer = SPECIMENS["block"].built()
    outputs, state = layer(symbolic, dtype="float32")
    model = keras.Model(symbolic, [*outputs, *state])
    wanted, final = layer(inputs(), dtype="float32")
    assert_same(model(list(inputs())), [*wanted, *final])


def test_a_fused_cell_is_lstm_block_cell_over_time():
    layer = SPECIMENS["block"].built()
    cell = rnn.LSTMBlockCell(4, 0.5, cell_clip=0.4, use_peephole=True)
    cell.build_for_shape((None, DEPTH))
    for ours, theirs in zip(cell.weights, layer.weights, strict=True):
        ours.assign(theirs)
    wanted = rnn.dynamic_rnn(cell, inputs(), LENGTHS, dtype="float32", time_major=True)
    assert_same(layer(inputs(), dtype="float32", sequence_length=LENGTHS), wanted)


class Summed(rnn.FusedRNNCell):
    """A user's own fused cell, and no Keras layer."""

    def __call__(self, inputs, initial_state=None, dtype=None, sequence_length=None, scope=None):
        self.scope = scope
        sums = keras.ops.cumsum(inputs, axis=0)
        return sums, sums[-1]


def test_a_users_own_fused_cell():
    cell, ones = Summed(), keras.ops.ones((3, 2, 1))
    outputs, state = rnn.TimeReversedFusedRNN(cell)(ones, initial_state=ones[0], scope="mine")
    assert np.array_equal(outputs[:, 0, 0], [3, 2, 1])
    assert np.array_equal(state, 3 * ones[0])
    assert cell.scope == "mine"
    symbolic = keras.Input((2, 1))
    model = keras.Model(symbolic, rnn.TimeReversedFusedRNN(cell)(symbolic)[0])
    assert np.array_equal(model(ones), outputs)


class Leaky(rnn.LSTMBlockWrapper):
    """A user's own fused LSTM."""

    @property
    def num_units(self):
        return DEPTH

    def build(self, inputs_shape):
        self.rate = self.add_variable("leak/rate", [], initializer="ones")

    def _call_cell(self, inputs, initial_cell_state, initial_output, dtype, sequence_length):
        cs = keras.ops.cumsum(inputs, axis=0) * self.rate + initial_cell_state
        return cs, keras.ops.tanh(cs)


def test_a_users_own_block_wrapper():
    layer, x = Leaky(), inputs()
    outputs, (c, h) = layer(x, dtype="float32", sequence_length=LENGTHS)
    assert list(layer.tf1_variables()) == ["leaky/leak/rate"]
    sums = np.concatenate([np.zeros((1, 4, DEPTH)), np.cumsum(x, axis=0)])
    assert_same(c, sums[LENGTHS, np.arange(4)])
    assert_same(h, np.tanh(c))
    assert not np.any(outputs[3:, 2])
    with tf.Graph().as_default(), v1.variable_scope("net"):
        layer = Leaky()
        layer(tf.zeros([5, 4, DEPTH]), dtype="float32")
        Leaky()(tf.zeros([5, 4, DEPTH]), dtype="float32", scope="other")
        assert graph_variables() == ["net/leaky/leak/rate", "net/other/leak/rate"]


def test_names_in_a_graph():
    """As measured on TF 1.15.5."""
    x, options = np.ones((5, 4, DEPTH), "float32"), {"dtype": "float32"}
    with tf.Graph().as_default(), v1.variable_scope("s"):
        layer = rnn.LSTMBlockFusedCell(5)
        layer(x, **options), layer(x, **options)
        rnn.LSTMBlockFusedCell(5)(x, **options)
        rnn.LSTMBlockFusedCell(5)(x, **options, scope="arg")
        rnn.LSTMBlockFusedCell(5, name=None)(x, **options)
        rnn.TimeReversedFusedRNN(rnn.LSTMBlockFusedCell(5))(x, **options, scope="turned")
        rnn.FusedRNNCellAdaptor(rnn.BasicLSTMCell(5), True)(x, **options, scope="run")
        rnn.FusedRNNCellAdaptor(rnn.BasicLSTMCell(5))(x, **options)
        again = rnn.LSTMBlockFusedCell(5, reuse=True)
        again(x, **options)
        scopes = [
            "lstm_fused_cell", "lstm_fused_cell_1", "arg", "lstm_block_fused_cell", "turned",
            "run/basic_lstm_cell", "rnn/basic_lstm_cell",
        ]  # fmt: skip
        names = [f"s/{scope}/{name}" for scope in scopes for name in ("kernel", "bias")]
        assert graph_variables() == names
        assert [w.op.name for w in again.trainable_weights] == names[:2]
        assert again.scope_name == layer.scope_name == "s/lstm_fused_cell"


def test_a_partitioner_reaches_every_variable():
    with tf.Graph().as_default():
        partitioner = v1.fixed_size_partitioner(2)
        with v1.variable_scope("s", partitioner=partitioner):
            block()(np.ones((5, 4, DEPTH), "float32"), dtype="float32")
        names = ("kernel", "bias", "w_i_diag", "w_f_diag", "w_o_diag")
        parts = [f"s/lstm_fused_cell/{name}/part_{i}" for name in names for i in range(2)]
        assert graph_variables() == parts


def test_dropout_inside_an_adaptor():
    cell = rnn.DropoutWrapper(rnn.GRUCell(8), output_keep_prob=0.5)
    layer = rnn.TimeReversedFusedRNN(rnn.FusedRNNCellAdaptor(cell, True))
    still = layer(inputs(), dtype="float32", training=False)[0]
    assert np.all(np.asarray(still) != 0)
    for training in (None, True):  # nobody said, which is TF1: it drops
        outputs, _ = layer(inputs(), dtype="float32", training=training)
        assert 0.3 < np.mean(np.asarray(outputs) == 0) < 0.7


def test_dtypes(specimen):
    layer = specimen.make()
    outputs, state = layer(inputs(dtype="float64"), dtype="float64")
    assert {part.dtype for part in flat([outputs, state])} == {tf.float64}
    layer = specimen.make()
    layer.fix_dtype("mixed_bfloat16")
    outputs, state = layer(inputs(), dtype="float32")
    assert {part.dtype for part in flat([outputs, state])} == {tf.bfloat16}
    assert {v.dtype for v in layer.tf1_variables().values()} == {"float32"}


def test_the_dtype_comes_from_the_initial_state():
    layer = rnn.LSTMBlockFusedCell(4)
    state = [keras.ops.zeros((4, 4), "float64")] * 2
    outputs, final = layer(np.ones((5, 4, DEPTH), "float32"), initial_state=state)
    assert isinstance(final, rnn.LSTMStateTuple)
    assert {outputs.dtype, final.c.dtype, final.h.dtype} == {tf.float64}
