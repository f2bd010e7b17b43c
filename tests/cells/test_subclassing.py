"""Cells as users of TF1 subclassed them, in every loop: variables made once, under TF1's names."""

import copy

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.cells.styles import TF1_NAMES, styles

v1 = tf.compat.v1
STYLES = styles(rnn, v1)
UNITS, WEIGHT = 5, 0.125
INPUTS = np.random.default_rng(0).normal(size=(2, 4, 3)).astype("float32")
LENGTHS = [4, 2]
# Their constructors take the units alone, or have a lambda; a config cannot rebuild the others.
CONFIGURABLE = sorted(set(STYLES) - {"SubclassOfWrapper"})


def expected(lengths=LENGTHS):
    """What every style computes with all weights at WEIGHT and biases at 0."""
    h, outputs = np.zeros((2, UNITS)), []
    for t in range(INPUTS.shape[1]):
        x = INPUTS[:, t].astype("float64")
        new = np.tanh(WEIGHT * np.concatenate([x, h], 1).sum(1, keepdims=True) * np.ones(UNITS))
        inside = np.array(lengths)[:, None] > t
        outputs.append(np.where(inside, new, 0))
        h = np.where(inside, new, h)
    return np.stack(outputs, 1), h


def close(ours, theirs):
    np.testing.assert_allclose(np.asarray(ours), theirs, rtol=0, atol=2e-6)


def value_for(shape):
    return np.full(shape, WEIGHT if len(shape) == 2 else 0.0, "float32")


def settle(cell):
    """Gives the eager variables their values; they must be all of the cell's weights."""
    variables = cell.tf1_variables()
    assert {id(v) for v in variables.values()} == {id(w) for w in cell.trainable_weights}
    for variable in variables.values():
        variable.assign(value_for(variable.shape))
    return variables


@pytest.fixture(params=STYLES)
def style(request):
    return request.param


@pytest.fixture
def cell(style):
    return STYLES[style](UNITS)


def ours(cell):
    return rnn.dynamic_rnn(cell, INPUTS, LENGTHS, dtype="float32")


def tensorflows(cell):
    return v1.nn.dynamic_rnn(cell, tf.constant(INPUTS), LENGTHS, dtype="float32")


def static(cell):
    steps = tf.unstack(tf.constant(INPUTS), axis=1)
    outputs, state = rnn.static_rnn(cell, steps, dtype="float32", sequence_length=LENGTHS)
    return tf.stack(outputs, 1), state


def traced(cell):
    return tf.function(lambda x: rnn.dynamic_rnn(cell, x, LENGTHS, dtype="float32"))(INPUTS)


def traced_tensorflows(cell):
    return tf.function(lambda x: v1.nn.dynamic_rnn(cell, x, LENGTHS, dtype="float32"))(INPUTS)


def our_layer(cell):
    layer = rnn.RNN(cell, return_sequences=True, return_state=True)
    return layer(INPUTS, sequence_length=LENGTHS)


def stock_layer(cell):
    options = {"return_sequences": True, "return_state": True, "zero_output_for_mask": True}
    return keras.layers.RNN(cell, **options)(INPUTS, mask=tf.sequence_mask(LENGTHS, 4))


def stepwise(cell):
    outputs, h = [], tf.zeros([2, UNITS])
    for t in range(4):
        output, h = cell(tf.constant(INPUTS[:, t]), h)
        outputs.append(output)
    return tf.stack(outputs, 1), h


RUNNERS = [
    ours,
    tensorflows,
    our_layer,
    stock_layer,
    *(pytest.param(run, marks=pytest.mark.slow) for run in (static, traced, traced_tensorflows)),
]


@pytest.mark.parametrize("runner", RUNNERS, ids=lambda runner: runner.__name__)
def test_every_loop_makes_the_variables_once_and_gives_the_same(runner, cell, style):
    runner(cell)
    variables = settle(cell)
    assert [f"rnn/{path}" for path in variables] == TF1_NAMES[style]
    outputs, state = runner(cell)
    close(outputs, expected()[0])
    close(state, expected()[1])
    assert list(map(id, cell.tf1_variables().values())) == list(map(id, variables.values()))


def test_single_steps(cell):
    stepwise(cell)
    settle(cell)
    outputs, state = stepwise(cell)
    theirs = expected([4, 4])
    close(outputs, theirs[0])
    close(state, theirs[1])


@pytest.mark.parametrize("dynamic_rnn", [rnn.dynamic_rnn, v1.nn.dynamic_rnn], ids=["ours", "tf"])
def test_a_v1_graph_has_tf1s_names_and_numbers(dynamic_rnn, cell, style):
    with tf.Graph().as_default(), v1.Session() as session:
        cell = STYLES[style](UNITS)
        fetched = dynamic_rnn(cell, v1.placeholder("float32", [None, 4, 3], "x"),
                              LENGTHS, dtype="float32")  # fmt: skip
        assert [v.op.name for v in v1.global_variables()] == TF1_NAMES[style]
        for variable in v1.global_variables():
            variable.load(value_for(variable.shape), session)
        outputs, state = session.run(fetched, {"x:0": INPUTS})
        assert len(cell.trainable_variables) == len(TF1_NAMES[style])
    close(outputs, expected()[0])
    close(state, expected()[1])


def test_gradients_reach_every_variable(cell):
    ours(cell)
    variables = settle(cell)
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(ours(cell)[0])
    gradients = tape.gradient(total, [v.value for v in variables.values()])
    assert all(np.any(gradient) for gradient in gradients)


def test_inside_a_stack(cell, style):
    stack = rnn.MultiRNNCell([rnn.BasicRNNCell(3), cell])
    rnn.dynamic_rnn(stack, INPUTS, dtype="float32")
    below = [f"multi_rnn_cell/cell_1/{path.removeprefix('rnn/')}" for path in TF1_NAMES[style]]
    assert list(stack.tf1_variables())[2:] == below


def test_a_cell_of_tf1_inside_our_wrappers(cell, style):
    wrapped = rnn.DeviceWrapper(rnn.DropoutWrapper(cell, seed=1), "/cpu:0")
    ours(wrapped)
    assert [f"rnn/{path}" for path in wrapped.tf1_variables()] == TF1_NAMES[style]
    settle(wrapped)
    close(ours(wrapped)[0], expected()[0])


@pytest.mark.parametrize("name", CONFIGURABLE)
@pytest.mark.parametrize("copied", [copy.deepcopy, lambda c: type(c).from_config(c.get_config())])
def test_config_and_deepcopy_round_trip(name, copied):
    cell = STYLES[name](UNITS)
    ours(cell)
    settle(cell)
    twin = copied(cell)
    ours(twin)
    assert list(twin.tf1_variables()) == list(cell.tf1_variables())
    assert not set(map(id, twin.weights)) & set(map(id, cell.weights))
    settle(twin)
    close(ours(twin)[0], expected()[0])
