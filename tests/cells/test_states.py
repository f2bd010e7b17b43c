"""Sizes, zero states and states in every container, as TF1 and Keras hand them over."""

import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn

LSTM = rnn.LSTMStateTuple


def cells():
    """{name: (cell, depth of its inputs)}; their states are of every kind."""
    lstm = rnn.LSTMCell(5, num_proj=2)
    return {
        "one": (rnn.GRUCell(4), (3,)),
        "pair": (lstm, (3,)),
        "concatenated": (rnn.BasicLSTMCell(4, state_is_tuple=False), (3,)),
        "stack": (rnn.MultiRNNCell([rnn.GRUCell(4), rnn.LSTMCell(5), rnn.GRUCell(2)]), (3,)),
        "nested": (rnn.MultiRNNCell([rnn.MultiRNNCell([rnn.LSTMCell(3)]), rnn.GRUCell(2)]), (3,)),
        "map": (
            rnn.Conv1DLSTMCell(input_shape=[6, 3], output_channels=2, kernel_shape=[3]),
            (6, 3),
        ),
        "wrapped": (rnn.DropoutWrapper(rnn.DeviceWrapper(rnn.LSTMCell(4), "/cpu:0")), (3,)),
    }


SHAPES = {
    "one": (2, 4),
    "pair": LSTM((2, 5), (2, 2)),
    "concatenated": (2, 8),
    "stack": ((2, 4), LSTM((2, 5), (2, 5)), (2, 2)),
    "nested": ((LSTM((2, 3), (2, 3)),), (2, 2)),
    "map": LSTM((2, 6, 2), (2, 6, 2)),
    "wrapped": LSTM((2, 4), (2, 4)),
}


def shapes(state):
    """The state with every tensor replaced by its shape; containers are compared by type."""
    if isinstance(state, list | tuple):
        parts = [shapes(part) for part in state]
        return type(state)(*parts) if hasattr(state, "_fields") else type(state)(parts)
    return tuple(state.shape)


def kinds(structure):
    """The types of all containers, so that equal contents in other containers differ."""
    if not isinstance(structure, list | tuple) or isinstance(structure[0], int):
        return None
    return type(structure), [kinds(part) for part in structure]


def as_lists(state):
    return [as_lists(part) for part in state] if isinstance(state, tuple) else state


def as_tuples(state):
    return tuple(as_tuples(part) for part in state) if isinstance(state, tuple) else state


def outer_list(state):
    return list(state) if isinstance(state, tuple) else [state]


CONTAINERS = [lambda state: state, as_lists, as_tuples, outer_list]
BATCHES = {
    "int": 2,
    "float": 2.0,
    "numpy int": np.int64(2),
    "numpy float": np.float32(2),
    "numpy 0-d": np.array(2),
    "numpy [1]": np.array([2]),
    "tensor": tf.constant(2),
    "int64 tensor": tf.constant(2, "int64"),
    "tensor [1]": tf.constant([2]),
}


@pytest.fixture(params=SHAPES)
def name(request):
    return request.param


@pytest.fixture
def cell(name):
    return cells()[name][0]


def check(state, name, dtype="float32"):
    assert shapes(state) == SHAPES[name] and kinds(shapes(state)) == kinds(SHAPES[name])
    for part in tf.nest.flatten(state):
        assert part.dtype == dtype and not np.any(part)


@pytest.mark.parametrize("batch", BATCHES)
def test_zero_state_takes_every_kind_of_batch(batch, cell, name):
    check(cell.zero_state(BATCHES[batch], "float64"), name, "float64")


@pytest.mark.parametrize("dtype", ["float32", tf.float32, np.float32, np.dtype("float32")])
def test_zero_state_takes_every_kind_of_dtype(dtype, cell, name):
    check(cell.zero_state(2, dtype), name)


def test_zero_state_of_an_unknown_batch(cell, name):
    @tf.function(input_signature=[tf.TensorSpec([None, 3])])
    def zeros(x):
        state = cell.zero_state(tf.shape(x)[0], x.dtype)
        again = cell.get_initial_state(inputs=x)
        tf.nest.map_structure(lambda a, b: a.shape.assert_is_compatible_with(b.shape), state, again)
        return state

    for part, shape in zip(tf.nest.flatten(zeros(tf.ones([2, 3]))),
                           tf.nest.flatten(arrays_of(name)), strict=True):  # fmt: skip
        assert part.shape == shape.shape


def arrays_of(name):
    """Arrays in the case's structure."""

    def arrays(shape):
        if isinstance(shape[0], int):
            return np.zeros(shape)
        return type(shape)(*map(arrays, shape)) if hasattr(shape, "_fields") else tuple(
            map(arrays, shape))  # fmt: skip

    return arrays(SHAPES[name])


def test_fractions_are_no_batch(cell):
    with pytest.raises(ValueError, match="whole number"):
        cell.zero_state(2.5, "float32")


@pytest.mark.parametrize(
    "arguments",
    [
        {"batch_size": 2, "dtype": "float32"},
        {"inputs": None, "batch_size": 2, "dtype": tf.float32},
        {"batch_size": 2},
        {"inputs": tf.ones([2, 9])},
        {"inputs": tf.ones([2, 9]), "batch_size": 2, "dtype": tf.float32},
        {"inputs": np.ones([2, 9], "float32"), "batch_size": tf.constant(2)},
    ],
)
def test_get_initial_state_as_tf1_and_keras_call_it(arguments, cell, name):
    check(cell.get_initial_state(**arguments), name)


def test_get_initial_state_by_position(cell, name):
    check(cell.get_initial_state(None, 2, "float64"), name, "float64")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "inputs or batch_size"),
        ({"dtype": "float32"}, "inputs or batch_size"),
        ({"inputs": tf.ones([2, 3]), "batch_size": 4}, "batch_size to be that of inputs"),
        ({"inputs": tf.ones([2, 3]), "dtype": "float64"}, "dtype to be that of inputs"),
    ],
)
def test_get_initial_state_refuses(arguments, message, cell):
    with pytest.raises(ValueError, match=message):
        cell.get_initial_state(**arguments)


@pytest.mark.parametrize("batch_size", [None, 2.5, "two"])
def test_a_batch_that_is_no_number(batch_size, cell):
    with pytest.raises(ValueError, match="batch_size expects a whole number, received .*: pass"):
        cell.zero_state(batch_size, "float32")


@pytest.mark.parametrize("container", CONTAINERS)
def test_a_step_takes_every_container_and_returns_the_declared_one(container, name):
    cell, inputs = cells()[name]
    state = cell.zero_state(2, "float32")
    output, new_state = cell(tf.ones([2, *inputs]), container(state))
    assert kinds(shapes(new_state)) == kinds(SHAPES[name]) and shapes(new_state) == SHAPES[name]
    again, _ = cell(tf.ones([2, *inputs]), state)
    np.testing.assert_array_equal(output, again)


@pytest.mark.parametrize("container", CONTAINERS)
def test_dynamic_rnn_takes_every_container(container, name):
    cell, inputs = cells()[name]
    state = tf.nest.map_structure(tf.ones_like, cell.zero_state(2, "float32"))
    x = tf.ones([2, 4, *inputs])
    theirs, final = rnn.dynamic_rnn(cell, x, initial_state=state)
    ours, new_final = rnn.dynamic_rnn(cell, x, initial_state=container(state))
    np.testing.assert_array_equal(ours, theirs)
    assert kinds(shapes(new_final)) == kinds(shapes(final)) == kinds(SHAPES[name])


@pytest.mark.parametrize("wrong", [0, 3, "leaf"])
def test_states_of_another_structure_are_refused(wrong):
    cell, _ = cells()["pair"]
    leaf = tf.zeros([2, 5])
    with pytest.raises(ValueError, match="expects a state of structure"):
        cell(tf.ones([2, 3]), leaf if wrong == "leaf" else [leaf] * wrong)


def test_lstm_state_tuple():
    state = LSTM(tf.zeros([2], "float64"), tf.zeros([2], "float64"))
    assert state.dtype == tf.float64 and state._fields == ("c", "h") and tuple(state)[0] is state.c
    with pytest.raises(TypeError, match="one dtype"):
        _ = LSTM(tf.zeros([2]), tf.zeros([2], "float64")).dtype


@pytest.mark.parametrize("units", [5, 5.0, np.int32(5), np.float64(5), np.array(5)])
@pytest.mark.parametrize("make", [rnn.BasicRNNCell, rnn.GRUCell, rnn.LSTMCell, rnn.BasicLSTMCell])
def test_whole_numbers_of_any_kind_are_sizes(make, units):
    cell = make(units)
    assert type(cell.output_size) is int and cell.output_size == 5
    assert type(cell).from_config(cell.get_config()).output_size == 5


@pytest.mark.parametrize("units", [0, -1, 2.5, None, "5x", True, [5]])
@pytest.mark.parametrize("make", [rnn.BasicRNNCell, rnn.GRUCell, rnn.LSTMCell, rnn.BasicLSTMCell])
def test_other_sizes_are_refused(make, units):
    with pytest.raises(ValueError, match="num_units expects a positive whole number"):
        make(units)


def test_the_size_of_an_abstract_cell():
    for error in (NotImplementedError, AttributeError):
        with pytest.raises(error, match="define state_size"):
            _ = rnn.RNNCell().state_size


def test_shape():
    shape = rnn.Shape([6, None, 3])
    assert shape == [6, None, 3] == shape.as_list() and shape == rnn.Shape((6, None, 3))
    assert shape != [6, None] and shape != 3 and hash(shape) == hash(rnn.Shape([6, None, 3]))
    assert (shape.ndims, shape.rank, len(shape), shape[0], shape[-1]) == (3, 3, 3, 6, 3)
    assert shape[1:] == [None, 3] and isinstance(shape[1:], rnn.Shape)
    assert list(shape) == [6, None, 3] and repr(shape) == "Shape([6, None, 3])"
    assert not isinstance(shape, list | tuple)
