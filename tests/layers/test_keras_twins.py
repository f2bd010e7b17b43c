"""`to_keras` and `from_keras` of single layers: every cell of the table, every way to run it."""

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
