"""A GraphDef as nodes: what its tensors are copies of, its constants and its variables."""

import numpy as np
import pytest

from tests.checkpoint.graph_specs import read, read_odd
from tf_contrib_rnn.checkpoint.graph import Graph

import tensorflow as tf  # isort: skip


@pytest.fixture(scope="module")
def graph():
    with tf.Graph().as_default() as made:
        inputs = tf.compat.v1.placeholder(tf.float32, [None, 3], name="inputs")
        resource = tf.compat.v1.get_variable("dense/kernel", [3, 4], use_resource=True)
        plain = tf.compat.v1.get_variable("plain", [4], use_resource=False)
        parts = tf.compat.v1.get_variable(
            "parts", [6, 2], partitioner=tf.compat.v1.fixed_size_partitioner(3)
        )
        product = tf.matmul(inputs, resource, name="product")
        tf.identity(tf.add(product, tf.identity(plain), name="sum"), name="end")
        tf.identity(tf.convert_to_tensor(parts), name="joined")
        tf.multiply(tf.constant(2.0) + tf.constant(1.5), 2.0, name="folded")
        return Graph(made.as_graph_def())


def test_nodes_have_tensors_and_plain_attributes(graph):
    node = graph.nodes["product"]
    assert (node.op, node.inputs[0]) == ("MatMul", "inputs:0")
    assert node.attributes["transpose_b"] is False
    assert graph.nodes["inputs"].attributes == {"dtype": "float32", "shape": (None, 3)}
    assert graph.placeholders == ["inputs:0"]


def test_consumers_say_where(graph):
    assert [(node.name, place) for node, place in graph.consumers("product")] == [("sum", 0)]
    assert graph.origin("end") == "sum:0"


def test_variables_are_found_through_copies_reads_and_parts(graph):
    assert graph.variable(graph.nodes["product"].inputs[1]) == "dense/kernel"
    assert graph.variable(graph.nodes["sum"].inputs[1]) == "plain"
    assert graph.variable("joined") == "parts"
    assert graph.variable("product") is None
    shapes = {name: variable.shape for name, variable in graph.variables.items()}
    assert shapes == {"dense/kernel": (3, 4), "plain": (4,), "parts": (6, 2)}
    assert graph.variables["parts"].nodes == ("parts/part_0", "parts/part_1", "parts/part_2")


def test_constants_are_folded(graph):
    assert graph.constant("folded") == pytest.approx(7.0)
    assert graph.constant("end") is None


def test_variables_of_a_frozen_graph_are_constants_with_values():
    frozen, spec = read("both_ways_1")
    assert spec["options"]["frozen"]
    name = "net/bidirectional_rnn/fw/lstm_cell/kernel"
    name = name if name in frozen.variables else next(n for n in frozen.variables if "kernel" in n)
    assert frozen.variables[name].is_constant
    assert frozen.value(name).shape == frozen.variables[name].shape
    assert np.any(frozen.value(name))


def test_variables_are_found_inside_of_loops():
    loop = read_odd("kept_states")
    products = [node for node in loop.nodes.values() if node.op == "MatMul"]
    assert [loop.variable(node.inputs[1]) for node in products] == ["rnn/lstm_cell/kernel"]
