"""Graphs that are damaged or changed: code of what they compute, or one sentence."""

import random

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.checkpoint.left_behind import golden
from tests.checkpoint.test_rebuild import module_of, outputs_of, path_of
from tests.gate import gated
from tf_contrib_rnn import checkpoint
from tf_contrib_rnn.checkpoint import CheckpointError
from tf_contrib_rnn.checkpoint.graph import Graph, recurrences
from tf_contrib_rnn.checkpoint.rebuild import source_of
from tf_contrib_rnn.checkpoint.sources import open_source
from tf_contrib_rnn.checkpoint.verify.session import run

PROGRAMS = ["captions", "digits", "keywords", "rectified", "tags_of_keras", "wrapped"]
SEEDS = range(60)
# A step of an unrolled network that is another one, and a shape that only a layer tells.
GATE = [("captions", "another_op", 7), ("rectified", "open_depth", 0)]
ALIKE = (
    ("Tanh", "Sigmoid", "Relu", "Softplus", "Selu"),
    ("Add", "AddV2", "Sub", "Mul", "Maximum"),
)


def nodes_above(graph_def, outputs):
    """The nodes that outputs are computed from."""
    nodes, waiting, found = {node.name: node for node in graph_def.node}, list(outputs), {}
    while waiting:
        name = waiting.pop().lstrip("^").partition(":")[0]
        if name in nodes and name not in found:
            found[name] = nodes[name]
            waiting += nodes[name].input
    return [found[name] for name in sorted(found)]


def another_op(graph_def, nodes, draw):
    node = draw.choice([node for node in nodes if any(node.op in ops for ops in ALIKE)])
    (ops,) = (ops for ops in ALIKE if node.op in ops)
    node.op = draw.choice([op for op in ops if op != node.op])


def another_number(graph_def, nodes, draw):
    small = [n for n in nodes if n.op == "Const" and not n.attr["value"].tensor.tensor_shape.dim]
    node = draw.choice([node for node in small if node.attr["dtype"].type in (1, 3)])
    value = tf.make_ndarray(node.attr["value"].tensor)
    changed = tf.make_tensor_proto(value + value.dtype.type(1), dtype=value.dtype)
    node.attr["value"].tensor.CopyFrom(changed)


def removed(graph_def, nodes, draw):
    graph_def.node.remove(draw.choice(nodes))


def lost_input(graph_def, nodes, draw):
    node = draw.choice([node for node in nodes if node.input])
    node.input.pop(draw.randrange(len(node.input)))


def lost_attribute(graph_def, nodes, draw):
    node = draw.choice([node for node in nodes if node.attr])
    del node.attr[draw.choice(sorted(node.attr))]


def open_depth(graph_def, nodes, draw):
    without_shapes(graph_def)
    for node in nodes:
        for axis in node.attr["shape"].shape.dim if node.op == "Placeholder" else ():
            axis.size = -1


def open_rank(graph_def, nodes, draw):
    without_shapes(graph_def)
    for node in nodes:
        if node.op == "Placeholder":
            node.attr["shape"].shape.Clear()
            node.attr["shape"].shape.unknown_rank = True


def without_shapes(graph_def):
    for node in graph_def.node:
        node.attr.pop("_output_shapes", None)


def unknown_op(graph_def, nodes, draw):
    draw.choice(nodes).op = "NoSuchOp"


CHANGES = {
    change.__name__: change
    for change in (
        another_op, another_number, removed, lost_input, lost_attribute, open_depth, open_rank,
        unknown_op,
    )
}  # fmt: skip


def drawn(seed):
    draw = random.Random(seed)
    return draw.choice(PROGRAMS), draw.choice(list(CHANGES)), seed


def graph_of(name, change, seed):
    """The checkpoint, and its graph with one thing changed."""
    opened = open_source(path_of(name))
    graph_def = tf.compat.v1.GraphDef()
    graph_def.CopyFrom(opened.graph_def)
    outputs = golden(name)[1]
    CHANGES[change](graph_def, nodes_above(graph_def, outputs), random.Random(seed))
    return opened, graph_def


def check_numbers(opened, graph_def, module, model, given):
    found = outputs_of(model, module, given)
    tensors = [module["TENSORS"][one.name] for one in model.inputs]
    feeds = {tensor: given[tensor.removesuffix(":0")] for tensor in tensors}
    wanted = run(Graph(graph_def), opened.entries, [f"{name}:0" for name in found], feeds)
    for ours, theirs in zip(found.values(), wanted, strict=True):
        error = np.max(np.abs(ours - theirs)) / max(1.0, np.max(np.abs(theirs)))
        assert ours.shape == theirs.shape and error < 2e-6


@pytest.mark.parametrize("case", gated([*GATE, *map(drawn, SEEDS)], GATE), ids=str)
def test_a_changed_graph(case):
    opened, graph_def = graph_of(*case)
    try:
        code = source_of(graph_def, opened)
    except CheckpointError as error:
        assert "\n" not in str(error) and str(error).endswith(".")
        return
    module = module_of(code)
    try:
        model = module["build"]()
    except ValueError:
        given, expected = golden(case[0])
        feeds = {f"{name}:0": array for name, array in given.items()}
        with pytest.raises(CheckpointError, match="the TF1 graph does not run"):
            run(Graph(graph_def), opened.entries, [f"{name}:0" for name in expected], feeds)
        return
    checkpoint.restore(model, opened, scopes=module["SCOPES"], map=module.get("MAP"))
    try:
        check_numbers(opened, graph_def, module, model, golden(case[0])[0])
    except CheckpointError as error:
        assert "the TF1 graph does not run" in str(error)


def test_a_restore_beside_a_damaged_graph():
    """The graph would tell the forget bias; without it that of TF1's class stands, and is named."""
    opened, graph_def = graph_of("rectified", "lost_input", 9)
    with pytest.raises((IndexError, TypeError)):
        recurrences(Graph(graph_def))
    vars(opened)["graph_def"] = graph_def
    model = keras.Sequential([keras.Input((None, 4)), keras.layers.LSTM(6, "relu")])
    report = checkpoint.restore(model, opened)
    assert not report.told and "forget_bias=1.0" in report.assumed[0]


def test_a_shape_that_only_the_written_graph_tells():
    opened, graph_def = graph_of("rectified", "open_rank", 0)
    (inputs,) = (node for node in graph_def.node if node.op == "Placeholder")
    inputs.attr["_output_shapes"].list.shape.add().CopyFrom(tf.TensorShape([2, 5, 4]).as_proto())
    assert "keras.Input((5, 4)" in source_of(graph_def, opened)


@pytest.mark.slow
def test_a_cell_that_does_not_prove_assumes_no_options():
    opened, graph_def = graph_of("rectified", "open_depth", 0)
    options = [inspected(opened, graph_def)]
    next(node for node in graph_def.node if node.op == "Relu").op = "Softplus"
    options.append(inspected(opened, graph_def))
    assert options == [{"forget_bias": 0.0, "activation": "relu"}, {}]


def inspected(opened, graph_def):
    vars(opened)["graph_def"] = graph_def
    (network,) = checkpoint.inspect(opened).networks
    return network.cells[0].options
