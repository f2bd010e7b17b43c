"""Variables that TF1 code made by hand: `Variable_1`, `softmax_w`, an embedding's table."""

import keras
import pytest

from tf_contrib_rnn import checkpoint

layers = keras.layers


@pytest.mark.parametrize(
    "name", ["embedding", "e/embeddings", "e/embedding_matrix", "Variable", "e/W"]
)
def test_an_embedding_by_name_or_alone_by_shape(write, name):
    layer = layers.Embedding(11, 7)
    layer.build()
    prefix = write({name: (11, 7), "dense/kernel": (11, 7), "w": (11, 8)})
    assert checkpoint.plan(layer, prefix).assigned[0].checkpoint == name


def test_two_bare_variables_of_one_shape_decide_nothing(write):
    layer = layers.Embedding(11, 7)
    layer.build()
    prefix = write({"Variable": (11, 7), "Variable_1": (11, 7)})
    with pytest.raises(checkpoint.CheckpointError, match=r"embeddings \[11, 7\]"):
        checkpoint.plan(layer, prefix)
    plan = checkpoint.plan(layer, prefix, scopes={layer: "Variable_1"})
    assert plan.assigned[0].checkpoint == "Variable_1"


def test_bare_variables_of_dense_layers(write, sequential):
    shapes = {"Variable": (3, 4), "Variable_1": (4, 2), "Variable_2": (4,), "Variable_3": (2,)}
    plan = checkpoint.plan(sequential(layers.Dense(4), layers.Dense(2)), write(shapes))
    found = [record.checkpoint for record in plan.assigned]
    assert found == ["Variable", "Variable_2", "Variable_1", "Variable_3"]


@pytest.mark.parametrize(
    "contents",
    [
        {"a/w": (3, 2), "b/w": (2,)},  # not of one scope
        {"w": (3, 2), "gamma": (2,)},  # gamma is nobody's bias
        {"rnn/lstm_cell/w": (3, 2), "rnn/lstm_cell/b": (2,)},  # a cell's
        {"rnn/gru_cell/kernel": (3, 2), "rnn/gru_cell/bias": (2,)},
    ],
)
def test_bare_variables_that_are_no_dense_layer(write, sequential, contents):
    with pytest.raises(checkpoint.CheckpointError, match="no scope"):
        checkpoint.plan(sequential(layers.Dense(2)), write(contents))


def test_one_bare_variable_does_not_feed_four(write, sequential):
    with pytest.raises(checkpoint.CheckpointError, match="no scope"):
        checkpoint.plan(sequential(layers.BatchNormalization()), write({"w": (3,)}))


def test_two_layers_do_not_share_bare_variables(write, sequential, untouched):
    model, prefix = sequential(layers.Dense(3), layers.Dense(3)), write({"w": (3, 3), "b": (3,)})
    untouched(model, lambda: checkpoint.restore(model, prefix), "nothing tells them apart")


def test_a_bare_variable_that_is_taken_leaves_the_other(write):
    inputs = keras.Input((4,))
    tables = [layers.Embedding(11, 7, name=name) for name in ("encoded", "decoded")]
    model = keras.Model(inputs, [table(inputs) for table in tables])
    prefix = write({"Variable": (11, 7), "Variable_1": (11, 7)})
    plan = checkpoint.plan(model, prefix, scopes={"encoded": "Variable_1"})
    assert [record.checkpoint for record in plan.assigned] == ["Variable_1", "Variable"]


def test_a_named_variable_of_another_shape(write, untouched):
    model = keras.Sequential([keras.Input((4,)), layers.Embedding(11, 7, name="table")])
    prefix = write({"Variable": (11, 8)})
    call = [model, lambda: checkpoint.restore(model, prefix, scopes={"table": "Variable"})]
    untouched(*call, "'Variable' [11, 8]", "'embeddings' [11, 7]")
