"""`to_keras` and `from_keras` of single layers: every cell of the table, every way to run it."""

import json

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import assert_same, randomize
from tests.gate import gated
from tests.layers.twin_models import BATCH, DEPTH, TIME, floats
from tf_contrib_rnn.layers.twins.gates import stock_bias, stock_kernels
from tf_contrib_rnn.layers.twins.table import TWINS, twin_of_cell

LIMITS = {"float32": 2e-6, "float64": 1e-10}
MASK = np.array([[1, 1, 0, 1, 1], [0, 0, 0, 0, 0], [0, 1, 1, 0, 0]], bool)
PLANE = [4, 3, 2]


def conv(dims, **options):
    name = f"Conv{dims}DLSTMCell"
    sizes = {"input_shape": [*PLANE[-dims:], 2], "kernel_shape": [2, 3, 2][:dims]}
    return getattr(rnn, name)(output_channels=3, **sizes, **options)


def conv_n(dims):
    return rnn.ConvLSTMCell(dims, [*PLANE[-dims:], 2], 2, 3)


# name: (how to make the cell, what it becomes, what that becomes)
CELLS = {
    "basic_rnn": (lambda: rnn.BasicRNNCell(3, "relu"), "SimpleRNN", "BasicRNNCell"),
    "basic_lstm": (lambda: rnn.BasicLSTMCell(3), "LSTM", "BasicLSTMCell"),
    "lstm": (
        lambda: rnn.LSTMCell(3, forget_bias=0.3, activation=tf.nn.softplus, proj_clip=1.0),
        "LSTM",
        "BasicLSTMCell",
    ),
    "lstm_block": (lambda: rnn.LSTMBlockCell(3, cell_clip=0), "LSTM", "BasicLSTMCell"),
    "cudnn_lstm": (lambda: rnn.CudnnCompatibleLSTMCell(3), "LSTM", "BasicLSTMCell"),
    "gru": (lambda: rnn.GRUCell(3, activation=keras.ops.relu), "GRU", "GRUCell"),
    "gru_block": (lambda: rnn.GRUBlockCell(3), "GRU", "GRUCell"),
    "gru_block_v2": (lambda: rnn.GRUBlockCellV2(3), "GRU", "GRUCell"),
    "cudnn_gru": (lambda: rnn.CudnnCompatibleGRUCell(3), "GRU", "CudnnCompatibleGRUCell"),
    "conv_1d": (lambda: conv(1), "ConvLSTM1D", "Conv1DLSTMCell"),
    "conv_2d": (lambda: conv(2, forget_bias=0.3), "ConvLSTM2D", "Conv2DLSTMCell"),
    "conv_2d_no_bias": (
        lambda: conv(2, use_bias=False, forget_bias=0.0),
        "ConvLSTM2D",
        "Conv2DLSTMCell",
    ),
    "conv_3d": (lambda: conv(3), "ConvLSTM3D", "Conv3DLSTMCell"),
    "conv_n": (lambda: conv_n(2), "ConvLSTM2D", "Conv2DLSTMCell"),
    "compiled": (lambda: rnn.CompiledWrapper(rnn.LSTMCell(3)), "LSTM", "BasicLSTMCell"),
}
every_cell = pytest.mark.parametrize("name", gated(CELLS, ("lstm", "cudnn_gru", "conv_2d")))
mostly_slow = pytest.mark.parametrize("name", gated(CELLS, ("lstm",)))
each_dtype = pytest.mark.parametrize(
    "dtype", [pytest.param("float64", marks=pytest.mark.slow), "float32"]
)


def source(name, dtype="float32", **options):
    """A layer of ours over a cell, with random weights, and inputs."""
    layer = rnn.RNN(CELLS[name][0](), dtype=dtype, **options)
    shape = PLANE[-int(CELLS[name][1][-2]) :] if "Conv" in CELLS[name][1] else ()
    inputs = floats(BATCH, TIME, *shape, 2 if shape else DEPTH).astype(dtype)
    layer(inputs)
    randomize(layer.cell.tf1_variables().values())
    if layer.stateful:
        layer.reset_state()
    return layer, keras.ops.convert_to_tensor(inputs)


def there_and_back(layer):
    """Keras' layer for one of ours, and ours for that."""
    theirs = rnn.to_keras(layer)
    return theirs, rnn.from_keras(theirs)


def result(layer, inputs, **options):
    """What a layer returns, with the states of Keras' own LSTMs as ours have them."""
    outputs = layer(inputs, training=False, **options)
    if not layer.return_state:
        return [outputs]
    output, *states = outputs
    swapped = type(layer).__name__ in ("LSTM", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D")
    return [output, *(reversed(states) if swapped else states)]


def test_the_table_is_the_list_of_these_tests():
    tested = {type(inner(make())) for make, *_ in CELLS.values()}
    assert tested == {twin.cell for twin in TWINS} | {rnn.ConvLSTMCell}


def inner(cell):
    return cell.cell if isinstance(cell, rnn.CompiledWrapper) else cell


RUNS = [
    {"return_sequences": True, "return_state": True},
    {"return_sequences": True, "go_backwards": True, "zero_output_for_mask": True},
    {"return_state": True, "unroll": True},
]


@each_dtype
@every_cell
def test_same_numbers(name, dtype):
    for options in RUNS:
        layer, inputs = source(name, dtype, **options)
        theirs, again = there_and_back(layer)
        assert (type(theirs).__name__, type(again.cell).__name__) == CELLS[name][1:]
        assert {x.dtype_policy.name for x in (theirs, theirs.cell, again, again.cell)} == {dtype}
        for mask in (None, keras.ops.convert_to_tensor(MASK)):
            wanted = result(layer, inputs, mask=mask)
            assert_same(result(theirs, inputs, mask=mask), wanted, LIMITS[dtype])
            assert_same(result(again, inputs, mask=mask), wanted, LIMITS[dtype])


@each_dtype
@mostly_slow
def test_kept_states(name, dtype):
    layer, inputs = source(name, dtype, stateful=True, return_sequences=True)
    layers = [layer, *there_and_back(layer)]
    for _ in range(3):
        wanted, *others = (each(inputs, training=False) for each in layers)
        assert_same(others, [wanted, wanted], LIMITS[dtype])
    assert np.any(np.asarray(layers[1](inputs)) != np.asarray(wanted))
    for each in layers:
        each.reset_state()
    wanted, *others = (each(inputs, training=False) for each in layers)
    assert_same(others, [wanted, wanted], LIMITS[dtype])


@each_dtype
@mostly_slow
def test_gradients(name, dtype):
    layer, inputs = source(name, dtype, return_sequences=True)
    theirs, again = there_and_back(layer)
    cell, twin = inner(layer.cell), twin_of_cell(inner(layer.cell))
    names = [x for b in twin.blocks for part in (b.kernel, b.biases) for x in tuple_of(part)]
    ours = {x: getattr(cell, x) for x in names if getattr(cell, x) is not None}
    value, gradients = with_gradients(layer, inputs, ours)
    wanted, theirs_gradients = with_gradients(
        theirs, inputs, {w.path: w for w in theirs.trainable_weights}
    )
    _, again_gradients = with_gradients(again, inputs, {})
    expected = [gradients["inputs"], *stock_kernels(twin, gradients)]
    if getattr(theirs, "use_bias", True):
        bias = stock_bias(twin, gradients)
        expected.append(bias[0] if twin.has_two_biases else bias)
        *others, given = theirs_gradients.values()
        theirs_gradients = [*others, given[0] if twin.has_two_biases else given]
    else:
        theirs_gradients = list(theirs_gradients.values())
    assert_same(theirs_gradients, expected, LIMITS[dtype])
    assert_same([wanted, again_gradients["inputs"]], [value, expected[0]], LIMITS[dtype])


def tuple_of(part):
    return part if isinstance(part, tuple) else (part,)


def with_gradients(layer, inputs, variables):
    """A loss, and {name: gradient} by the inputs and by variables."""
    sources = {"inputs": inputs, **{key: v.value for key, v in variables.items()}}
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        loss = tf.reduce_mean(layer(inputs, training=False) ** 2)
    gradients = tape.gradient(loss, sources)
    return loss, {key: np.asarray(g) for key, g in gradients.items()}


@pytest.mark.parametrize("name", CELLS)
def test_a_layer_that_is_not_built(name):
    layer = rnn.RNN(CELLS[name][0](), return_sequences=True, name="mine", trainable=False)
    theirs = rnn.to_keras(layer)
    assert not theirs.built
    assert not layer.built
    assert (theirs.name, theirs.trainable, theirs.return_sequences) == ("mine", False, True)
    assert "tf_contrib_rnn" not in json.dumps(theirs.get_config())
    if "Conv" not in CELLS[name][1]:
        again = rnn.to_keras(rnn.from_keras(theirs))
        assert comparable(again.get_config()) == comparable(theirs.get_config())


def comparable(config):
    return json.loads(json.dumps(config))


@pytest.mark.parametrize("make", [rnn.LSTMCell, rnn.GRUCell, rnn.CudnnCompatibleGRUCell])
def test_first_numbers_of_a_layer_that_is_not_built(make):
    layer = rnn.RNN(make(3), return_sequences=True)
    theirs = rnn.to_keras(layer)
    inputs = keras.ops.convert_to_tensor(floats(BATCH, TIME, DEPTH))
    theirs(inputs)
    layer(inputs)
    for x in (theirs.cell.kernel, theirs.cell.recurrent_kernel):
        x.assign(keras.ops.ones_like(x) / 8)
    for x in layer.weights:
        if "kernel" in x.path:
            x.assign(keras.ops.ones_like(x) / 8)
    assert_same(theirs(inputs), layer(inputs), 2e-6)


def test_a_built_cell_in_a_layer_that_is_not_built():
    layer, inputs = source("lstm")
    theirs = rnn.to_keras(rnn.RNN(layer.cell))
    assert_same(theirs(inputs), layer(inputs), 2e-6)


@pytest.mark.parametrize("make", [lambda: keras.layers.LSTM(2), lambda: keras.layers.GRU(2)])
def test_initializers_come_back(make):
    theirs = make()
    if isinstance(theirs, keras.layers.GRU):
        theirs = keras.layers.GRU(2, reset_after=False)
    ours = rnn.from_keras(theirs)
    ours = rnn.RNN.from_config(json.loads(json.dumps(ours.get_config())))
    again = rnn.to_keras(ours)
    assert comparable(again.get_config()) == comparable(theirs.get_config())
    ours(floats(1, 2, 5))
    state_rows = np.asarray(ours.cell.variables[0])[5:]
    assert_same(state_rows @ state_rows.T, np.eye(2))
    theirs(floats(1, 2, 5))
    built = rnn.from_keras(theirs)
    for variable in built.cell.variables:
        fresh = rnn.from_keras(make() if "LSTM" in theirs.name else theirs)
        assert variable.shape in [v.shape for v in fresh.cell.variables] or not fresh.built
    assert rnn.to_keras(built).get_config() == theirs.get_config()


def test_penalties_are_kept():
    options = {
        "kernel_regularizer": keras.regularizers.L2(0.1),
        "kernel_constraint": keras.constraints.NonNeg(),
        "bias_regularizer": keras.regularizers.L1(0.2),
    }
    layer = rnn.RNN(rnn.LSTMCell(3, forget_bias=0.0, **options))
    inputs = floats(BATCH, TIME, DEPTH)
    layer(inputs)
    randomize(layer.weights)
    theirs, again = there_and_back(layer)
    assert_same([sum(x.losses) for x in (theirs, again)], [sum(layer.losses)] * 2)
    assert isinstance(theirs.cell.recurrent_kernel.constraint, keras.constraints.NonNeg)
    assert isinstance(again.cell.kernel.constraint, keras.constraints.NonNeg)


def test_mixed_precision_and_frozen_weights_are_kept():
    layer = rnn.RNN(rnn.LSTMCell(3, trainable=False), dtype="mixed_bfloat16")
    inputs = floats(BATCH, TIME, DEPTH)
    layer(inputs)
    randomize(layer.weights)
    theirs, again = there_and_back(layer)
    for twin in (theirs, again):
        assert twin.dtype_policy.name == twin.cell.dtype_policy.name == "mixed_bfloat16"
        assert twin.trainable_weights == []
        assert_same(np.asarray(twin(inputs), "float32"), np.asarray(layer(inputs), "float32"), 4e-2)


def test_the_original_stays():
    layer, inputs = source("lstm", return_sequences=True)
    before, config = layer.get_weights(), layer.get_config()
    twin = rnn.to_keras(layer)
    randomize(twin.weights, seed=8)
    assert_same(layer.get_weights(), before)
    assert layer.get_config() == config
    back = rnn.from_keras(twin)
    randomize(back.weights, seed=9)
    assert_same(rnn.from_keras(twin).get_weights(), rnn.from_keras(twin).get_weights())
    assert_same(layer(inputs), source("lstm", return_sequences=True)[0](inputs))


@pytest.mark.parametrize("convert", [rnn.to_keras, rnn.from_keras])
def test_what_stays_the_same_is_copied(convert):
    words = keras.layers.StringLookup()
    words.adapt(["a", "b", "b"])
    copied = convert(words)
    assert type(copied) is keras.layers.StringLookup
    assert copied is not words
    assert copied.get_vocabulary() == words.get_vocabulary()
    dense = keras.layers.Dense(2)
    dense(floats(1, 3))
    twin = convert(dense)
    assert twin.get_config() == dense.get_config()
    assert_same(twin.get_weights(), dense.get_weights())
    assert not {id(w) for w in twin.weights} & {id(w) for w in dense.weights}
    wrapped = keras.layers.SpectralNormalization(keras.layers.Dense(2))
    wrapped(floats(1, 3))
    randomize(wrapped.weights)
    assert_same(convert(wrapped).get_weights(), wrapped.get_weights())


def test_layers_of_the_other_side_stay():
    for layer, convert in (
        (keras.layers.LSTM(2), rnn.to_keras),
        (keras.layers.RNN([keras.layers.LSTMCell(2), keras.layers.GRUCell(3)]), rnn.to_keras),
        (rnn.RNN(rnn.NASCell(2)), rnn.from_keras),
        (keras.layers.RNN(rnn.UGRNNCell(2)), rnn.from_keras),
    ):
        inputs = floats(BATCH, TIME, DEPTH)
        layer(inputs)
        twin = convert(layer)
        assert type(twin) is type(layer)
        assert_same(twin(inputs), layer(inputs))


def four():
    return [
        rnn.GRUCell(3),
        rnn.LSTMBlockCell(2),
        rnn.CudnnCompatibleGRUCell(2),
        rnn.BasicRNNCell(3),
    ]


STATES = {"return_sequences": True, "return_state": True}
STACKS = {
    "ours": lambda: rnn.RNN(four(), **STATES),
    "stock": lambda: keras.layers.RNN(rnn.MultiRNNCell(four()), **STATES),
    "of_lstm": lambda: rnn.RNN([rnn.LSTMCell(3), rnn.BasicLSTMCell(2)], **STATES),
    "of_one": lambda: rnn.RNN([rnn.LSTMCell(3)], **STATES),
    "of_one_gru": lambda: rnn.RNN([rnn.GRUCell(3)], **STATES),
    "mixed": lambda: keras.layers.RNN([keras.layers.LSTMCell(3), rnn.LSTMCell(2)], **STATES),
    "ours_of_keras_cell": lambda: rnn.RNN(keras.layers.LSTMCell(3), **STATES),
}


@pytest.mark.parametrize("name", gated(STACKS, ("ours", "of_one")))
def test_stacks(name):
    """The order of the states is that of a model, where they stay in their places."""
    inputs = keras.ops.convert_to_tensor(floats(BATCH, TIME, DEPTH))
    symbolic = keras.Input((TIME, DEPTH))
    layer = STACKS[name]()
    y, *states = layer(keras.layers.Masking()(symbolic))
    model = keras.Model(symbolic, [y, *states, *layer(symbolic, initial_state=states)])
    randomize(model.weights)
    theirs, again = there_and_back(model)
    over_time = theirs.get_layer(layer.name)
    plain = {"of_one": keras.layers.LSTM, "of_one_gru": keras.layers.GRU}
    assert type(over_time) is plain.get(name, keras.layers.RNN)
    assert type(again.get_layer(layer.name)) is rnn.RNN
    inputs = np.where(MASK[..., None], inputs, 0)
    assert_same([theirs(inputs), again(inputs)], [model(inputs)] * 2, 2e-6)


def test_keras_alone_cannot_mask_a_stack_of_one_cell():
    layer = keras.layers.RNN([keras.layers.LSTMCell(3)])
    with pytest.raises(ValueError, match="structure"):
        layer(floats(BATCH, TIME, DEPTH), mask=keras.ops.convert_to_tensor(MASK))


@pytest.mark.parametrize("make", [keras.layers.LSTMCell, keras.layers.GRUCell])
def test_keras_alone_cannot_reset_a_stack(make):
    layer = keras.layers.RNN([make(2), make(2)], stateful=True)
    layer(floats(BATCH, TIME, DEPTH))
    with pytest.raises(AttributeError, match="'ListWrapper' object has no attribute 'assign'"):
        layer.reset_state()


MODES = ["concat", "sum", "mul", "ave", None]


@pytest.mark.parametrize("mode", gated(MODES, ("concat", None)))
def test_bidirectional(mode):
    inputs = keras.ops.convert_to_tensor(floats(BATCH, TIME, DEPTH))
    layer = rnn.RNN(rnn.LSTMCell(3), return_sequences=True, return_state=True)
    both = keras.layers.Bidirectional(layer, merge_mode=mode)
    both(inputs)
    randomize(both.weights)
    theirs, again = there_and_back(both)
    assert type(theirs.backward_layer) is keras.layers.LSTM
    for mask in (None, keras.ops.convert_to_tensor(MASK)):
        wanted = both(inputs, mask=mask)
        lead = len(wanted) - 4
        assert_same(again(inputs, mask=mask), wanted, 2e-6)
        found = theirs(inputs, mask=mask)
        assert_same(found[:lead], wanted[:lead], 2e-6)
        assert_same([found[lead + i] for i in (1, 0, 3, 2)], wanted[lead:], 2e-6)
