"""Scopes that the user names."""

import keras
import pytest

import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint


@pytest.fixture
def two(write, names):
    return write(names("encoder/rnn") | names("decoder/rnn") | {"decoder/rnn/dense/bias": (2,)})


@pytest.mark.parametrize(
    "scope",
    ["decoder/rnn", "decoder/rnn/", "/decoder/rnn", "decoder", "decoder/rnn/lstm_cell"],
)
def test_every_way_to_name_a_scope(two, lstm, scope):
    plan = checkpoint.plan(lstm(), two, scope=scope)
    assert list(plan.scopes.values()) == ["decoder/rnn"]


def test_the_top_scope(write, lstm, names):
    prefix = write(names("") | names("rnn"))
    assert list(checkpoint.plan(lstm(), prefix, scope="").scopes.values()) == [""]


def test_an_outer_scope_with_two_inside(write, lstm, names):
    prefix = write(names("a/x/rnn") | names("a/y/rnn") | names("b/rnn"))
    with pytest.raises(checkpoint.CheckpointError, match="'a/x/rnn', 'a/y/rnn'"):
        checkpoint.plan(lstm(), prefix, scope="a")


def test_an_unknown_scope_lists_the_near_ones_first(two, lstm, untouched):
    cell = lstm()
    message = untouched(
        cell,
        lambda: checkpoint.restore(cell, two, scope="encodr/rn"),
        "no scope 'encodr/rn'",
        "'decoder/rnn/dense'",
    )
    assert message.index("'encoder/rnn'") < message.index("'decoder/rnn/dense'")


def test_a_part_of_a_name_is_no_scope(two, lstm):
    with pytest.raises(checkpoint.CheckpointError, match="no scope 'deco'"):
        checkpoint.plan(lstm(), two, scope="deco")


def test_a_scope_of_something_else(two, lstm, untouched):
    cell = lstm()
    scope = "decoder/rnn/dense"
    untouched(cell, lambda: checkpoint.restore(cell, two, scope=scope), "'decoder/rnn/dense/bias'")


def test_a_scope_of_another_shape(two, lstm, untouched):
    cell = lstm(units=6)
    call = [cell, lambda: checkpoint.restore(cell, two, scope="decoder/rnn")]
    untouched(*call, "'decoder/rnn/lstm_cell/kernel' [8, 20]", "'lstm_cell/kernel' [9, 24]")


def model_of_two():
    inputs = keras.Input((4, 3))
    layers = [rnn.RNN(rnn.LSTMCell(5), name=name) for name in ("one", "two")]
    return keras.Model(inputs, [layer(inputs) for layer in layers])


@pytest.mark.parametrize("key", ["name", "layer", "cell"])
def test_every_way_to_name_a_part(two, key):
    model = model_of_two()
    layer = model.get_layer("one")
    scopes = {{"name": "one", "layer": layer, "cell": layer.cell}[key]: "decoder/rnn"}
    found = checkpoint.plan(model, two, scopes=scopes).scopes
    assert found == {"one": "decoder/rnn", "two": "encoder/rnn"}


def test_one_scope_for_two_parts(two, untouched):
    model = model_of_two()
    scopes = {"one": "decoder", "two": "decoder/rnn"}
    untouched(model, lambda: checkpoint.restore(model, two, scopes=scopes), "'one', 'two'")


@pytest.mark.parametrize(
    ("options", "piece"),
    [
        ({"scope": "decoder/rnn"}, "one recurrent unit"),
        ({"scopes": {"three": "decoder/rnn"}}, "'one', 'two'"),
        ({"scopes": {"one": 3}}, "received 3"),
        ({"scopes": {"one": None}}, "received None"),
        ({"scopes": "decoder/rnn"}, "received 'decoder/rnn'; pass a dict"),
    ],
)
def test_scopes_that_are_for_nobody(two, untouched, options, piece):
    model = model_of_two()
    untouched(model, lambda: checkpoint.restore(model, two, **options), piece)


def test_two_scopes_for_one_part(two):
    model = model_of_two()
    scopes = {"one": "decoder/rnn", model.get_layer("one").cell: "encoder/rnn"}
    with pytest.raises(checkpoint.CheckpointError, match="two scopes for 'one'"):
        checkpoint.plan(model, two, scopes=scopes)


def test_scope_and_scopes_for_one_part(two, lstm):
    cell = lstm()
    with pytest.raises(checkpoint.CheckpointError, match="both scope='decoder'"):
        checkpoint.plan(cell, two, scope="decoder", scopes={cell: "encoder"})


def test_one_of_two_directions_is_named_for_a_lone_cell(write, lstm, names):
    prefix = write(names("b/fw") | names("b/bw"))
    assert list(checkpoint.plan(lstm(), prefix, scope="b/bw").scopes.values()) == ["b/bw"]


def test_a_scope_for_a_layer_alone(write):
    layer = keras.layers.Dense(2)
    layer.build((None, 3))
    contents = {f"{scope}/kernel": (3, 2) for scope in "ab"}
    contents |= {f"{scope}/bias": (2,) for scope in "ab"}
    assert list(checkpoint.plan(layer, write(contents), scope="b").scopes.values()) == ["b"]
