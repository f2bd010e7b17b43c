"""The rewriter's data, which names the package without importing it, against the package."""

import inspect

import pytest

import tf_contrib_rnn as rnn
from tf_contrib_rnn.upgrade import names
from tf_contrib_rnn.upgrade.rules import argument_order, renamed_arguments

ORDERS = [
    (name, order) for name, orders in argument_order.ORDERS.items() for order in orders
]  # fmt: skip


def parameters(name):
    return list(inspect.signature(getattr(rnn, name)).parameters)


def test_the_table_of_names_is_the_package():
    assert names.NAMES | names.ADDED == set(rnn.__all__)
    assert not names.NAMES & names.ADDED


def test_renamed_names_are_the_packages():
    assert set(names.RENAMED.values()) <= names.NAMES
    assert not set(names.RENAMED) & names.NAMES


def test_what_tf_nn_offers_is_a_runner_of_the_package():
    assert {names.RENAMED.get(name, name) for name in names.RUNNERS} <= names.NAMES


def test_no_home_is_written_as_compat_v1():
    for home in names.HOMES | names.MIXED_HOMES | names.GONE:
        assert names.normal(home) == home


@pytest.mark.parametrize(("name", "order"), ORDERS)
def test_the_new_order_of_arguments_is_the_packages(name, order):
    new = order.new.split()
    assert parameters(name)[order.first : order.first + len(new)] == new
    assert order.old.split()[0] != new[0]
    assert set(order.old.split()) - {"input_size"} <= set(parameters(name))


@pytest.mark.parametrize(("name", "order"), ORDERS)
def test_every_argument_that_moved_has_a_kind(name, order):
    assert {*order.old.split(), *order.new.split()} <= set(argument_order.KINDS)


@pytest.mark.parametrize(("key", "new"), renamed_arguments.RENAMED.items())
def test_a_renamed_argument_is_the_packages(key, new):
    assert new in parameters(key[0])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tensorflow.contrib.rnn.LSTMCell", "LSTMCell"),
        ("tensorflow.nn.rnn_cell.LSTMCell", "LSTMCell"),
        ("tensorflow.nn.rnn", "static_rnn"),
        ("tensorflow.python.ops.rnn.bidirectional_rnn", "static_bidirectional_rnn"),
        ("tensorflow.contrib.rnn.python.ops.core_rnn_cell_impl._RNNCell", "RNNCell"),
        ("tensorflow.contrib.rnn", None),
        ("tensorflow.contrib.rnn.core_rnn_cell", None),
        ("tensorflow.contrib.rnn.checkpoint", None),
        ("tensorflow.nn.relu", None),
        ("tensorflow.keras.layers.LSTMCell", None),
        ("LSTMCell", None),
    ],
)
def test_where_a_name_leads(name, expected):
    assert names.target(name) == expected
