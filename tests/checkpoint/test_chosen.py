"""`map=` and `ignore=`: what the user says goes before everything that names and shapes say."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint

layers = keras.layers


def copies(names, *scopes):
    """One network in several scopes."""
    contents = {}
    for scope in scopes:
        contents |= names(f"{scope}/rnn")
        contents |= {f"{scope}/dense/kernel": (5, 2), f"{scope}/dense/bias": (2,)}
    return contents


@pytest.fixture
def model(sequential):
    return sequential(rnn.RNN(rnn.LSTMCell(5), name="cells"), layers.Dense(2, name="out"))


@pytest.mark.parametrize("scopes", [("global", "worker_0"), ("tower_0", "tower_1", "tower_2")])
def test_copies_of_a_network_are_an_error(write, names, model, untouched, scopes):
    prefix = write(copies(names, *scopes))
    pieces = [f"{scopes[0]}/rnn", f"{scopes[-1]}/rnn", "ignore="]
    untouched(model, lambda: checkpoint.restore(model, prefix), *pieces)


def test_nearly_equal_copies_are_an_error(write, names, model, untouched):
    contents = copies(names, "global", "worker_0")
    contents |= {"worker_0/value/kernel": (5, 1), "worker_0/value/bias": (1,)}
    prefix = write(contents)
    untouched(model, lambda: checkpoint.restore(model, prefix), "global/rnn", "worker_0/rnn")


@pytest.mark.parametrize("ignore", [["worker_*"], "worker_?", ["worker_0", "worker_1/*"]])
def test_what_is_ignored_is_not_there(write, names, model, ignore):
    prefix = write(copies(names, "global", "worker_0", "worker_1") | {"worker_0/rnn/x/Adam": (2,)})
    report = checkpoint.restore(model, prefix, ignore=ignore)
    assert list(report.scopes.values()) == ["global/rnn", "global/dense"]
    assert not report.left_over and not report.slots
    assert len(report.ignored) == 9 and "ignored from the checkpoint (9)" in str(report)


@pytest.mark.parametrize("ignore", [["worker"], ["global", "nobody"], [7], 7])
def test_what_cannot_be_ignored(write, names, model, untouched, ignore):
    prefix = write(copies(names, "global"))
    untouched(model, lambda: checkpoint.restore(model, prefix, ignore=ignore), "ignore=")


KEYS = [
    lambda model: {"out/kernel": "Variable_3", "out/bias": "Variable_1"},
    lambda model: [(model.layers[1].kernel, "Variable_3"), (model.layers[1].bias, "Variable_1")],
    lambda model: {model.layers[1].kernel.path: "Variable_3", "out/bias": "Variable_1:0"},
]


@pytest.mark.parametrize("keys", KEYS)
def test_bare_variables_of_equal_shapes(write, read, names, model, untouched, keys):
    shapes = {"Variable": (5, 2), "Variable_1": (2,), "Variable_2": (2,), "Variable_3": (5, 2)}
    prefix = write(names("rnn") | shapes)
    pieces = ["'Variable', 'Variable_3'", "'Variable_1', 'Variable_2'", "map={'out/kernel':"]
    untouched(model, lambda: checkpoint.restore(model, prefix), *pieces)
    report = checkpoint.restore(model, prefix, map=keys(model))
    np.testing.assert_array_equal(model.layers[1].kernel, read(prefix, "Variable_3"))
    assert report.left_over == ["Variable", "Variable_2"]


def test_a_part_that_is_named_goes_beside_one_that_is_found(write, read, names, model):
    prefix = write(names("rnn") | {"d/kernel": (5, 2), "d/bias": (2,), "other": (2,)})
    report = checkpoint.restore(model, prefix, map={"out/bias": "other"})
    np.testing.assert_array_equal(model.layers[1].kernel, read(prefix, "d/kernel"))
    np.testing.assert_array_equal(model.layers[1].bias, read(prefix, "other"))
    assert report.left_over == ["d/bias"]


def test_a_layer_as_a_key_is_a_scope(write, names, model):
    prefix = write(copies(names, "a", "b"))
    plan = checkpoint.plan(model, prefix, map={"cells": "b/rnn", model.layers[1]: "a/dense"})
    assert list(plan.scopes.values()) == ["b/rnn", "a/dense"]


def test_one_array_for_two_layers(write, read):
    inputs = keras.Input((4,))
    tables = [layers.Embedding(11, 7, name=name) for name in ("encoded", "decoded")]
    model = keras.Model(inputs, [table(inputs) for table in tables])
    prefix = write({"embedding": (11, 7)})
    mapped = {"encoded": "embedding", "decoded/embeddings": "embedding"}
    assert len(checkpoint.restore(model, prefix, map=mapped).assigned) == 2
    for table in tables:
        np.testing.assert_array_equal(table.embeddings, read(prefix, "embedding"))


def test_what_is_mapped_goes_to_nobody_else(write, untouched):
    inputs = keras.Input((4,))
    tables = [layers.Embedding(11, 7, name=name) for name in ("encoded", "decoded")]
    model = keras.Model(inputs, [table(inputs) for table in tables])
    prefix = write({"embedding": (11, 7)})
    call = lambda: checkpoint.restore(model, prefix, map={"encoded": "embedding"})  # noqa: E731
    untouched(model, call, "'decoded'")


def test_members_of_a_stack(write, read, sequential):
    cells = [layers.LSTMCell(5), layers.LSTMCell(5)]
    model = sequential(layers.RNN(cells))
    contents = {}
    for name, depth in (("low", 3), ("high", 5)):
        contents |= {f"{name}/kernel": (depth + 5, 20), f"{name}/bias": (20,)}
    prefix = write(contents)
    checkpoint.restore(model, prefix, map={cells[0]: "low", cells[1]: "high"})
    first = read(prefix, "low/kernel")[:3, :5]
    np.testing.assert_array_equal(np.asarray(cells[0].kernel)[:, :5], first)


@pytest.mark.parametrize(
    ("given", "piece"),
    [
        ({"nobody": "d/kernel"}, "nothing in"),
        ({"out/kernel": "d/nothing"}, "near that name"),
        ({"out/kernel": "d/bias"}, "[2]"),
        ({"out/kernel": 3}, "name of a variable"),
        (["d/kernel"], "pass a dict"),
        ({"out": "nowhere"}, "no scope 'nowhere'"),
    ],
)
def test_what_cannot_be_mapped(write, names, model, untouched, given, piece):
    prefix = write(names("rnn") | {"d/kernel": (5, 2), "d/bias": (2,)})
    untouched(model, lambda: checkpoint.restore(model, prefix, map=given), piece)


@pytest.mark.parametrize(
    ("kernel", "bias", "others"),
    [
        ("softmax_w", "softmax_b", ("other_w", "other_b")),
        ("W1", "b1", ("W2", "b2")),
        ("w_out", "b_out", ("w_in", "b_in")),
        ("net/weights_1", "net/biases_1", ("net/weights_2", "net/biases_2")),
        ("out_weights", "out_bias", ("in_weights", "in_bias")),
    ],
)
def test_names_of_hand_made_variables_pair_them(write, names, sequential, kernel, bias, others):
    shapes = {kernel: (5, 2), bias: (2,), others[0]: (7, 2), others[1]: (2,)}
    model = sequential(rnn.RNN(rnn.LSTMCell(5)), layers.Dense(2))
    plan = checkpoint.plan(model, write(names("rnn") | shapes))
    assert [record.checkpoint for record in plan.assigned][2:] == [kernel, bias]


def test_names_of_hand_made_variables_name_layers(write, names, sequential):
    shapes = {}
    for name in ("policy", "value"):
        shapes |= {f"{name}_w": (5, 5), f"{name}_b": (5,)}
    both = [layers.Dense(5, name=name) for name in ("value", "policy")]
    model = sequential(rnn.RNN(rnn.LSTMCell(5)), *both)
    plan = checkpoint.plan(model, write(names("rnn") | shapes))
    assert [r.checkpoint for r in plan.assigned][2:] == [
        "value_w",
        "value_b",
        "policy_w",
        "policy_b",
    ]
