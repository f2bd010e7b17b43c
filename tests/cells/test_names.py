"""TF1's names in v1 graphs: what TF 1.15.5 did with the same graphs is in naming.json."""

import json
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.cells.naming import outcome, scenarios

v1 = tf.compat.v1
OURS = scenarios(rnn, v1, rnn.dynamic_rnn)
TENSORFLOWS = scenarios(rnn, v1, v1.nn.dynamic_rnn)
THEIRS = json.loads(Path(__file__).with_name("naming.json").read_text())


@pytest.fixture
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


in_graph = pytest.mark.usefixtures("graph")


def test_every_scenario_ran_on_tf1():
    assert list(OURS) == list(THEIRS)


@in_graph
@pytest.mark.parametrize("name", OURS)
def test_with_our_dynamic_rnn(name):
    assert outcome(name, OURS[name], v1) == THEIRS[name]


@in_graph
@pytest.mark.parametrize("name", TENSORFLOWS)
def test_with_tensorflows_dynamic_rnn(name):
    assert outcome(name, TENSORFLOWS[name], v1) == THEIRS[name]


@in_graph
@pytest.mark.parametrize("name", [n for n in THEIRS if isinstance(THEIRS[n], list)])
def test_the_graph_can_be_run(name):
    OURS[name]()
    operations = tf.compat.v1.get_default_graph().get_operations()
    last = [op.outputs[0] for op in operations if op.outputs][-1]
    with v1.Session() as session:
        session.run(v1.global_variables_initializer())
        session.run(last)


# The variables that an initializer of the surrounding scope reaches.
REACHED = {
    "BasicRNNCell": (lambda: rnn.BasicRNNCell(3), {"kernel"}),
    "GRUCell": (lambda: rnn.GRUCell(3), {"gates/kernel", "candidate/kernel"}),
    "BasicLSTMCell": (lambda: rnn.BasicLSTMCell(3), {"kernel"}),
    "LSTMCell": (
        lambda: rnn.LSTMCell(3, use_peepholes=True, num_proj=3),
        {"kernel", "w_f_diag", "w_i_diag", "w_o_diag", "projection/kernel"},
    ),
    "NASCell": (
        lambda: rnn.NASCell(3, num_proj=3, use_bias=True),
        {"recurrent_kernel", "kernel", "projection_weights"},
    ),
    "UGRNNCell": (lambda: rnn.UGRNNCell(3), {"kernel"}),
    "IntersectionRNNCell": (
        lambda: rnn.IntersectionRNNCell(4, 4),
        {"in_projection/kernel", "kernel"},
    ),
    "GLSTMCell": (
        lambda: rnn.GLSTMCell(3, num_proj=3, number_of_groups=3),
        {"group0/kernel", "group1/kernel", "group2/kernel", "projection/kernel"},
    ),
    "SRUCell": (lambda: rnn.SRUCell(3), {"kernel"}),
    "IndRNNCell": (lambda: rnn.IndRNNCell(3), {"kernel_w"}),
    "IndyGRUCell": (lambda: rnn.IndyGRUCell(3), {"gates/kernel_w", "candidate/kernel"}),
    "IndyLSTMCell": (lambda: rnn.IndyLSTMCell(3), {"kernel_w"}),
    "MinimalRNNCell": (lambda: rnn.MinimalRNNCell(3), set()),
    "CFNCell": (lambda: rnn.CFNCell(3), set()),
    "MultiRNNCell": (
        lambda: rnn.MultiRNNCell([rnn.GRUCell(3), rnn.BasicLSTMCell(3)]),
        {
            "cell_0/gru_cell/gates/kernel",
            "cell_0/gru_cell/candidate/kernel",
            "cell_1/basic_lstm_cell/kernel",
        },
    ),  # fmt: skip
    "DropoutWrapper": (
        lambda: rnn.DropoutWrapper(rnn.GRUCell(3)),
        {"gates/kernel", "candidate/kernel"},
    ),
    "ResidualWrapper": (
        lambda: rnn.ResidualWrapper(rnn.GRUCell(3)),
        {"gates/kernel", "candidate/kernel"},
    ),
    "Conv1DLSTMCell": (
        lambda: rnn.Conv1DLSTMCell(input_shape=[4, 3], output_channels=3, kernel_shape=[2]),
        {"kernel"},
    ),
}


def reached(arrays):
    """{path below the cell's scope} of the arrays that are all 7."""
    return {path.split("/", 1)[1] for path, array in arrays.items() if np.all(array == 7)}


def sevens():
    return v1.constant_initializer(7.0)


@in_graph
@pytest.mark.parametrize("name", REACHED)
def test_a_scope_initializer_reaches_what_it_reached_in_tf1(name):
    make, expected = REACHED[name]
    cell = make()
    depth = (4, 3) if name.startswith("Conv") else (3,)
    with v1.variable_scope("s", initializer=sevens()):
        rnn.dynamic_rnn(cell, tf.ones([2, 4, *depth]), dtype="float32")
    with v1.Session() as session:
        session.run(v1.global_variables_initializer())
        arrays = session.run({v.op.name[len("s/rnn/") :]: v for v in v1.global_variables()})
    assert reached(arrays) == expected


@pytest.mark.parametrize("name", REACHED)
def test_a_scope_initializer_works_eagerly_too(name):
    make, expected = REACHED[name]
    cell = make()
    depth = (4, 3) if name.startswith("Conv") else (3,)
    with v1.variable_scope("s", initializer=sevens()):
        rnn.dynamic_rnn(cell, tf.ones([2, 4, *depth]), dtype="float32")
    assert reached({path: v.numpy() for path, v in cell.tf1_variables().items()}) == expected


@pytest.mark.parametrize("scope", ["arg", "a/b"])
def test_a_scope_argument_outside_graphs_names_the_paths(scope):
    cell = rnn.GRUCell(5, name="foo")
    cell(tf.ones([2, 3]), tf.ones([2, 5]), scope=scope)
    cell(tf.ones([2, 3]), tf.ones([2, 5]), "later")
    assert next(iter(cell.tf1_variables())) == f"{scope}/gates/kernel"


def test_a_scope_that_is_no_scope_is_refused():
    cell = rnn.GRUCell(5)
    with pytest.raises(TypeError, match="a string or a VariableScope"):
        cell(tf.ones([2, 3]), tf.ones([2, 5]), scope=3)


def test_reuse_outside_graphs_is_refused():
    with pytest.raises(ValueError, match="pass the same cell object"):
        rnn.GRUCell(5, reuse=True)


@in_graph
def test_values_are_shared_under_reuse():
    first, second = rnn.GRUCell(5), rnn.GRUCell(5, reuse=True)
    x = tf.ones([2, 4, 3])
    outputs = [rnn.dynamic_rnn(cell, x, dtype="float32")[0] for cell in (first, second)]
    with v1.Session() as session:
        session.run(v1.global_variables_initializer())
        np.testing.assert_array_equal(*session.run(outputs))
    assert first.weights == second.weights
