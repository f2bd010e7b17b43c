"""Frozen graphs: which of their constants were variables."""

import numpy as np
import pytest
import tensorflow as tf

from tests.checkpoint.conftest import refused
from tests.checkpoint.left_behind import FOLDER
from tf_contrib_rnn.checkpoint import inspect
from tf_contrib_rnn.checkpoint.sources import open_source, read_graph_def


def test_a_graph_without_weights(tmp_path):
    graph = read_graph_def(FOLDER / "digits" / "model.ckpt-2.meta")
    (tmp_path / "graph.pb").write_bytes(graph.SerializeToString())
    refused(tmp_path / "graph.pb", "holds no weights, with 14 variables", "pass that checkpoint")


def freeze(nodes):
    """A GraphDef of `(op, name, inputs, value)`."""
    graph = tf.compat.v1.GraphDef()
    for op, name, inputs, value in nodes:
        node = graph.node.add(op=op, name=name, input=inputs)
        if value is not None:
            node.attr["value"].tensor.CopyFrom(tf.make_tensor_proto(value))
            node.attr["dtype"].type = node.attr["value"].tensor.dtype
    return graph


def test_every_way_to_read_a_frozen_variable(tmp_path):
    matrix, vector = np.ones((2, 3), np.float32), np.ones(3, np.float32)
    graph = freeze(
        [
            ("Placeholder", "x", [], None),
            ("Const", "a/kernel", [], matrix),
            ("Identity", "a/kernel/read", ["a/kernel"], None),
            ("Const", "b/kernel", [], matrix),
            ("Identity", "b/MatMul/ReadVariableOp", ["b/kernel"], None),
            ("Enter", "b/enter", ["b/MatMul/ReadVariableOp"], None),
            ("MatMul", "b/MatMul", ["x", "b/enter"], None),
            ("Const", "c/bias/read", [], vector),
            ("BiasAdd", "c/BiasAdd", ["b/MatMul", "c/bias/read"], None),
            ("Const", "table", [], matrix),
            ("GatherV2", "lookup", ["table", "x"], None),
            ("Const", "v/part_0", [], matrix),
            ("Identity", "v/part_0/read", ["v/part_0"], None),
            ("Const", "v/part_1", [], matrix * 2),
            ("Identity", "v/part_1/read", ["v/part_1"], None),
            ("Const", "v/axis", [], np.int32(1)),
            ("ConcatV2", "v", ["v/part_0/read", "v/part_1/read", "v/axis"], None),
            ("Const", "mean", [], vector),
            ("Sub", "centered", ["x", "mean"], None),
            ("Const", "shape", [], np.array([2, 3], np.int32)),
        ]
    )
    (tmp_path / "frozen.pb").write_bytes(graph.SerializeToString())
    entries = open_source(tmp_path / "frozen.pb").entries
    assert {name: stored.shape for name, stored in entries.items()} == {
        "a/kernel": (2, 3), "b/kernel": (2, 3), "c/bias": (3,), "table": (2, 3), "v": (2, 6),
    }  # fmt: skip
    np.testing.assert_array_equal(entries["v"].read(), np.concatenate([matrix, matrix * 2], 1))


@pytest.mark.parametrize(
    "shapes",
    [{0: (3, 4), 1: (3,)}, {0: (3, 4), 2: (3, 4)}, {0: (3, 4), 1: (2, 5)}, {0: (), 1: ()}],
    ids=["ranks", "gap", "sizes", "scalars"],
)
def test_frozen_constants_that_are_no_parts_of_one(tmp_path, shapes):
    names = {f"w/part_{number}": shape for number, shape in shapes.items()}
    constants = [("Const", name, [], np.ones(shape, "f")) for name, shape in names.items()]
    reads = [("Identity", f"{name}/read", [name], None) for name in names]
    (tmp_path / "frozen.pb").write_bytes(freeze(constants + reads).SerializeToString())
    found = inspect(tmp_path / "frozen.pb")
    assert {one.name: tuple(one.shape) for one in found.unknown} == names


def test_a_frozen_constant_with_values_missing(tmp_path):
    graph = freeze(
        [("Const", "w", [], np.ones((2, 3), np.float32)), ("Identity", "w/read", ["w"], None)]
    )
    tensor = graph.node[0].attr["value"].tensor
    tensor.tensor_content = b"\x00" * 12
    (tmp_path / "frozen.pb").write_bytes(graph.SerializeToString())
    refused(tmp_path / "frozen.pb", "'w'", "damaged")
