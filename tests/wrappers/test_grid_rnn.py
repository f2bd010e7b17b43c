"""Grids of cells: what TF1 could not run, what they refuse, what they pass on."""

import re

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens.grids import dropped_lstm
from tests.goldens import error, flat

INPUTS = np.random.default_rng(0).normal(size=(2, 5, 4)).astype("float32")
TWO = {"num_dims": 2, "input_dims": 0, "output_dims": 0}


def ran(cell, inputs=INPUTS, **options):
    return rnn.dynamic_rnn(cell, inputs, dtype="float32", **options)


def with_weights_of(other, cell, depth=4):
    cell.build_for_shape((None, depth))
    for ours, theirs in zip(cell.weights, other.weights, strict=True):
        ours.assign(theirs)
    return cell


# name: (what is done, the error's type, words it must contain)
BAD = {
    "no dimensions": (lambda: rnn.GridRNNCell(3, num_dims=0), "ValueError", "num_dims .* 0"),
    "a dimension too many": (
        lambda: rnn.GridRNNCell(3, num_dims=2, input_dims=3),
        "ValueError",
        r"input_dims expects dimensions in \[0, 2\), received \[3\]",
    ),
    "a negative dimension": (
        lambda: rnn.GridRNNCell(3, num_dims=2, output_dims=[0, -1]),
        "ValueError",
        r"output_dims .* received \[0, -1\]",
    ),
    "a dimension in words": (
        lambda: rnn.GridRNNCell(3, priority_dims="first"),
        "ValueError",
        r"priority_dims .* received \['first'\]",
    ),
    "neither state nor input": (
        lambda: rnn.GridRNNCell(3, **TWO, non_recurrent_dims=1),
        "ValueError",
        r"non_recurrent_dims .* inputs, \[0\], received \[1\]",
    ),
    "no cell": (
        lambda: rnn.GridRNNCell(3, cell_fn=lambda n: n),
        "TypeError",
        "the result of cell_fn expects an RNNCell, received 3",
    ),
    "a concatenated cell": (
        lambda: rnn.GridRNNCell(3, cell_fn=lambda n: rnn.LSTMCell(n, state_is_tuple=False)),
        "ValueError",
        "cell_fn .* state_size 6 and output_size 3",
    ),
    "a stack": (
        lambda: rnn.GridRNNCell(3, cell_fn=lambda n: rnn.MultiRNNCell([rnn.LSTMCell(n)])),
        "ValueError",
        "cell_fn expects a cell whose state is its output",
    ),
    "an unknown function": (
        lambda: rnn.Grid2LSTMCell(3, non_recurrent_fn="no"),
        "ValueError",
        "received 'no'",
    ),
    "inputs that cannot be divided": (
        lambda: ran(rnn.GridRNNCell(3, 3, input_dims=[0, 1, 2], output_dims=0)),
        "ValueError",
        "in 3 equal parts, .* depth of 4",
    ),
    "no inputs for a dimension without a state": (
        lambda: ran(rnn.Grid2GRUCell(3, non_recurrent_fn="relu"), INPUTS[..., :0]),
        "ValueError",
        "depth of 0",
    ),
    "another number of states": (
        lambda: rnn.Grid2LSTMCell(3)(INPUTS[:, 0], [np.zeros((2, 3), "float32")] * 3),
        "ValueError",
        "received 3 elements",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_errors(name):
    act, kind, words = BAD[name]
    with pytest.raises((TypeError, ValueError)) as raised:
        act()
    assert type(raised.value).__name__ == kind
    message = str(raised.value)
    assert re.search(words, message), message
    assert "\n" not in message
    assert re.search(r"expects .* received .*: [a-z].*\.$", message), message


@pytest.mark.parametrize("cell_class", [rnn.Grid1BasicRNNCell, rnn.Grid2BasicRNNCell,
                                        rnn.Grid2GRUCell, rnn.GridRNNCell])  # fmt: skip
def test_one_tensor_of_state_where_tf1_failed(cell_class):
    dims = {"num_dims": 2, "output_dims": 1} if cell_class is rnn.GridRNNCell else {}
    tuples = cell_class(3, **dims)
    outputs, state = ran(tuples)
    one_tensor = with_weights_of(tuples, cell_class(3, **dims, state_is_tuple=False))
    assert one_tensor.state_size == sum(flat(tuples.state_size))
    joined = ran(one_tensor)
    assert error(joined[0][0], outputs[0]) == 0
    assert error(joined[1], np.concatenate(flat(state), -1)) == 0


def test_ties_among_non_recurrent_and_recurrent_dimensions():
    cell = rnn.Grid3LSTMCell(3, tied=True, non_recurrent_fn="tanh")
    outputs, _ = ran(cell)
    assert list(cell.tf1_variables()) == [
        f"Grid3LSTMCell/{path}"
        for path in (
            "project_m_0",
            "project_c_0",
            "recurrent/lstm_cell/kernel",
            "recurrent/lstm_cell/bias",
            "non_recurrent/fully_connected/weights",
            "non_recurrent/fully_connected/biases",
        )
    ]
    untied = rnn.Grid3LSTMCell(3, non_recurrent_fn="tanh")
    untied.build_for_shape((None, 4))
    ours = cell.tf1_variables()
    for path, variable in untied.tf1_variables().items():
        variable.assign(ours[re.sub(r"/cell_\d", "", path)])
    assert error(outputs[0], ran(untied)[0][0]) == 0


def test_inputs_of_no_depth_leave_the_states():
    cell = rnn.Grid2GRUCell(3)
    outputs, _ = ran(cell, INPUTS[..., :0])
    other = rnn.GridRNNCell(3, 2, None, 0, 0, cell_fn=rnn.GRUCell)
    assert [v.shape for v in cell.weights] == [(6, 6), (6,), (6, 3), (3,)] * 2
    assert error(ran(with_weights_of(cell, other), INPUTS)[0][0], outputs[0]) == 0


def test_a_grid_has_a_name_and_variables():
    cell = rnn.Grid2LSTMCell(3, name="mine")
    ran(cell)
    assert cell.name == "mine"
    assert len(cell.variables) == 6
    assert all(path.startswith("mine/") for path in cell.tf1_variables())


def test_the_scope_is_the_class_name_as_it_is_written():
    class MyGrid(rnn.GridRNNCell):
        pass

    assert MyGrid(3).tf1_scope.name == "MyGrid"


def test_a_stack_of_grids():
    options = {"output_is_tuple": False}
    stack = rnn.MultiRNNCell([rnn.Grid2LSTMCell(3, **options), rnn.Grid2GRUCell(2, **options)])
    outputs, state = ran(stack)
    assert outputs.shape == (2, 5, 2)
    assert len(flat(state)) == 6


def test_a_cell_fn_to_be_saved_is_registered():
    with pytest.raises(ValueError, match="config expects cell_fn as .* registered function"):
        rnn.GridRNNCell(3, cell_fn=lambda n: rnn.GRUCell(n)).get_config()
    config = rnn.GridRNNCell(3, cell_fn=dropped_lstm).get_config()
    again = rnn.GridRNNCell.from_config(config)
    assert type(again.cells[0]) is rnn.DropoutWrapper


@pytest.mark.parametrize(("given", "saved"), [(tf.nn.relu, "relu"), ("elu", "elu"), (None, None)])
def test_the_function_of_dimensions_without_a_state_becomes_a_keras_name(given, saved):
    config = rnn.Grid2GRUCell(3, non_recurrent_fn=given).get_config()
    assert config.get("non_recurrent_fn") == saved
    assert rnn.Grid2GRUCell.from_config(config).get_config() == config


def test_dropout_in_a_dimension_is_told_of_training():
    cell = rnn.GridRNNCell(3, **TWO, cell_fn=dropped_lstm)
    once, again = (ran(cell, training=False)[0][0] for _ in range(2))
    assert error(once, again) == 0
    assert error(once, ran(cell)[0][0]) > 0
    noise = cell.draw_noise(5, 2, 4, "float32")
    one, other = (ran(cell, noise=noise)[0][0] for _ in range(2))
    assert error(one, other) == 0


def test_regularizers_by_role():
    options = {"projection_regularizer": keras.regularizers.L1(0.5), "kernel_constraint": "non_neg"}
    cell = rnn.Grid2GRUCell(3, non_recurrent_fn="relu", **options)
    cell.build_for_shape((None, 4))
    named = cell.tf1_variables()
    projection = named["Grid2GRUCell/project_m_0"]
    wanted = 0.5 * np.abs(np.asarray(projection)).sum()
    assert float(sum(cell.losses)) == pytest.approx(wanted, rel=1e-5)
    weights = named["Grid2GRUCell/non_recurrent/cell_0/fully_connected/weights"]
    assert isinstance(weights.constraint, keras.constraints.NonNeg)
