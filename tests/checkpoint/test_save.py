"""Models into TF1 checkpoints: names, files, and what happens when it cannot be done."""

import os

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint
from tf_contrib_rnn.checkpoint import writing


def shapes(prefix):
    found = tf.train.load_checkpoint(str(prefix)).get_variable_to_shape_map()
    return {name: tuple(shape) for name, shape in found.items()}


@pytest.fixture
def refused(tmp_path):
    """A function that checks that a call raises, and that no file came or changed by it."""

    def files():
        return {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}

    def check(call, *pieces):
        before = files()
        with pytest.raises(checkpoint.CheckpointError) as caught:
            call()
        message = str(caught.value)
        assert "\n" not in message and message.endswith(".")
        for piece in pieces:
            assert piece in message
        assert files() == before

    return check


def test_a_cell_under_a_scope(lstm, names, tmp_path):
    prefix = checkpoint.save(lstm(), tmp_path / "model.ckpt-7", scope="decoder/rnn")
    assert prefix == str(tmp_path / "model.ckpt-7")
    assert shapes(prefix) == names("decoder/rnn")
    other = lstm()
    assert len(checkpoint.restore(other, tmp_path).assigned) == 2


@pytest.mark.parametrize("scope", ["rnn", "rnn/lstm_cell", "/rnn/"])
def test_the_scope_of_a_cell_may_be_its_own(lstm, names, tmp_path, scope):
    prefix = checkpoint.save(lstm(), tmp_path / "x", scope=scope)
    assert shapes(prefix) == names("rnn")


def test_a_model_with_scopes_and_a_step(sequential, names, tmp_path):
    model = sequential(rnn.RNN(rnn.LSTMCell(5), name="words"), keras.layers.Dense(2, name="out"))
    prefix = checkpoint.save(
        model, tmp_path / "x", scopes={"words": "rnn", "out": "dense"}, global_step=12
    )
    found = shapes(prefix)
    assert found == names("rnn") | {"dense/kernel": (5, 2), "dense/bias": (2,), "global_step": ()}
    assert tf.train.load_checkpoint(prefix).get_tensor("global_step").dtype == np.int64


@pytest.mark.parametrize("form", ["file", "object"])
def test_a_restored_model_remembers(sequential, write, names, tmp_path, form):
    contents = names("a/rnn") | {"b/out_w": (5, 2), "b/out_b": (2,)}
    original = write(contents)
    model = sequential(rnn.RNN(rnn.LSTMCell(5)), keras.layers.Dense(2))
    checkpoint.restore(model, original)
    if form == "file":
        model.save(tmp_path / "model.keras")
        model = keras.models.load_model(tmp_path / "model.keras")
    saved = checkpoint.save(model, tmp_path / "again")
    assert shapes(saved) == {name: tuple(shape) for name, shape in contents.items()}
    for name in contents:
        arrays = [tf.train.load_checkpoint(str(p)).get_tensor(name) for p in (saved, original)]
        np.testing.assert_array_equal(*arrays)


def test_keras_own_layers_remember_while_they_live(sequential, write, names, tmp_path, refused):
    original = write(names("rnn"))
    model = sequential(keras.layers.LSTM(5))
    checkpoint.restore(model, original, forget_bias=0.5)
    saved = checkpoint.save(model, tmp_path / "again")
    for name in names("rnn"):
        arrays = [tf.train.load_checkpoint(str(p)).get_tensor(name) for p in (saved, original)]
        np.testing.assert_allclose(*arrays, atol=1e-7)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    refused(lambda: checkpoint.save(loaded, tmp_path / "more"), "scopes={'lstm", "plan(model")
    given = checkpoint.plan(loaded, original).names
    more = checkpoint.save(loaded, tmp_path / "more", scopes=given, forget_bias=0.5)
    assert shapes(more) == names("rnn")


def test_a_cell_of_keras_needs_the_cell_of_tf1(sequential, names, tmp_path, refused):
    model = sequential(keras.layers.LSTM(5))
    refused(lambda: checkpoint.save(model, tmp_path / "x", scope="rnn"), "'rnn/lstm_cell'")
    prefix = checkpoint.save(model, tmp_path / "x", scope="rnn/basic_lstm_cell")
    assert shapes(prefix) == names("rnn", cell="basic_lstm_cell")


def test_a_bidirectional_layer_through_a_file(sequential, write, names, tmp_path):
    contents = names("x/fw") | names("x/bw")
    layer = keras.layers.Bidirectional(rnn.RNN(rnn.LSTMCell(5)))
    model = sequential(layer)
    checkpoint.restore(model, write(contents))
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    prefix = checkpoint.save(loaded, tmp_path / "x")
    assert shapes(prefix) == contents


def test_an_existing_checkpoint_stays(lstm, tmp_path, refused):
    prefix = checkpoint.save(lstm(), tmp_path / "x", scope="rnn")
    refused(lambda: checkpoint.save(lstm(), prefix, scope="rnn"), "overwrite=True")
    old = tf.train.load_checkpoint(prefix).get_tensor("rnn/lstm_cell/kernel")
    checkpoint.save(lstm(), prefix, scope="rnn", overwrite=True)
    assert (tf.train.load_checkpoint(prefix).get_tensor("rnn/lstm_cell/kernel") != old).any()
    (tmp_path / "v1").write_bytes(b"a checkpoint of the first format")
    refused(lambda: checkpoint.save(lstm(), tmp_path / "v1", scope="rnn"), "exists already")


def test_the_state_file_names_the_latest(lstm, tmp_path):
    for step in (1, 2):
        checkpoint.save(lstm(), tmp_path / f"x-{step}", scope="rnn")
    state = tf.train.get_checkpoint_state(str(tmp_path))
    assert state.model_checkpoint_path == str(tmp_path / "x-2")
    assert list(state.all_model_checkpoint_paths) == [str(tmp_path / f"x-{n}") for n in (1, 2)]
    other = tmp_path / "other"
    other.mkdir()
    checkpoint.save(lstm(), other / "x", scope="rnn", write_state=False)
    assert sorted(os.listdir(other)) == ["x.data-00000-of-00001", "x.index"]


def test_large_models_are_written_in_pieces(lstm, names, tmp_path, monkeypatch):
    cell = lstm()
    whole = checkpoint.save(cell, tmp_path / "whole", scope="rnn")
    monkeypatch.setattr(writing, "_CHUNK", 1)
    pieces = checkpoint.save(cell, tmp_path / "pieces", scope="rnn", write_state=False)
    assert "pieces.data-00001-of-00002" in os.listdir(tmp_path)
    assert shapes(pieces) == shapes(whole)
    values = [tf.train.load_checkpoint(p).get_tensor("rnn/lstm_cell/bias") for p in (whole, pieces)]
    np.testing.assert_array_equal(*values)
    monkeypatch.undo()
    checkpoint.save(cell, pieces, scope="rnn", overwrite=True)
    assert "pieces.data-00001-of-00002" not in os.listdir(tmp_path)


@pytest.mark.parametrize("name", ["missing/x", "file/x"])
def test_a_folder_that_is_none(lstm, tmp_path, refused, name):
    (tmp_path / "file").write_text("")
    refused(lambda: checkpoint.save(lstm(), tmp_path / name, scope="rnn"), "cannot be written")


@pytest.mark.parametrize("step", ["_save", "_write_state", "_rename"])
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_failed_write_leaves_what_was_there(
    lstm, tmp_path, refused, monkeypatch, step, overwrite
):
    if overwrite:
        checkpoint.save(lstm(), tmp_path / "x", scope="rnn")
    work, calls = getattr(writing, step), []

    def fail(*given):
        calls.append(given)
        if step != "_rename" or len(calls) == 3:
            raise PermissionError("read-only file system")
        return work(*given)

    monkeypatch.setattr(writing, step, fail)
    refused(
        lambda: checkpoint.save(lstm(), tmp_path / "x", scope="rnn", overwrite=overwrite),
        "read-only file system",
    )
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".")]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "nothing says under which TF1 scopes 'rnn', 'dense' are saved"),
        ({"scope": "rnn"}, "'dense'"),
        ({"scope": 3}, "received 3"),
        ({"scopes": {"rnn": "a", "nobody": "b"}}, "received 'nobody' for none"),
        ({"scope": "a", "scopes": {"rnn": "a"}}, "both scope='a' and an entry"),
        ({"scopes": {"rnn": "a", "dense": {"kernel": "x"}}}, "name each of them once"),
        ({"scopes": {"rnn": "a", "dense": {"kernel": "x", "bias": "x"}}}, "would be called 'x'"),
        ({"scopes": {"rnn": "a", "dense": "b"}, "global_step": 1.5}, "received 1.5"),
        ({"scopes": {"rnn": "a", "dense": "b"}, "optimizer": "adam"}, "received 'adam'"),
    ],
)
def test_what_cannot_be_saved(sequential, tmp_path, refused, options, said):
    model = sequential(rnn.RNN(rnn.LSTMCell(5), name="rnn"), keras.layers.Dense(2, name="dense"))
    refused(lambda: checkpoint.save(model, tmp_path / "x", **options), said)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (keras.optimizers.Nadam, "has no equal in TF1"),
        (keras.optimizers.Adam, "never been built"),
        (lambda: keras.optimizers.Adam(amsgrad=True), "amsgrad"),
        (lambda: keras.optimizers.SGD(0.0, momentum=0.9), "received 0.0"),
    ],
)
def test_optimizers_that_cannot_be_saved(lstm, tmp_path, refused, make, said):
    cell, optimizer = lstm(), make()
    if "never" not in said:
        optimizer.build(cell.trainable_variables)
    refused(lambda: checkpoint.save(cell, tmp_path / "x", scope="rnn", optimizer=optimizer), said)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (None, ["Adam", "Adam_1", "beta1_power", "beta2_power"]),
        ("train/Adam", ["Adam", "Adam_1", "train/beta1_power", "train/beta2_power"]),
        ("Adam_2", ["Adam_2", "Adam_3", "beta1_power_1", "beta2_power_1"]),
        ("mine", ["mine", "mine_1", "beta1_power", "beta2_power"]),
    ],
)
def test_slots_are_spelled_as_told_and_remembered(lstm, tmp_path, key, expected):
    cell, optimizer = lstm(), keras.optimizers.Adam()
    optimizer.build(cell.trainable_variables)
    given = optimizer if key is None else {key: optimizer}
    prefix = checkpoint.save(cell, tmp_path / "x", scope="rnn", optimizer=given)
    found = shapes(prefix)
    lead = "train/" if key == "train/Adam" else ""
    slots = [f"{lead}rnn/lstm_cell/bias/{one}" for one in expected[:2]]
    assert set(found) >= {*slots, *expected[2:], "global_step"}
    if key == "Adam_2":
        return  # the first is not there
    fresh, again = lstm(), keras.optimizers.Adam()
    checkpoint.restore(fresh, prefix, optimizer=again)
    assert int(again.iterations) == 0
    assert shapes(checkpoint.save(fresh, tmp_path / "y", optimizer=again)) == found


def test_a_plain_sgd_gives_a_step_alone(lstm, names, tmp_path):
    cell, optimizer = lstm(), keras.optimizers.SGD()
    optimizer.iterations.assign(9)
    prefix = checkpoint.save(cell, tmp_path / "x", scope="rnn", optimizer=optimizer)
    assert shapes(prefix) == names("rnn") | {"global_step": ()}
    again = keras.optimizers.SGD()
    checkpoint.restore(cell, prefix, optimizer=again)
    assert int(again.iterations) == 9


@pytest.mark.parametrize("name", ["checkpoint", "folder/", ""])
def test_a_prefix_that_is_none(lstm, tmp_path, refused, name):
    refused(lambda: checkpoint.save(lstm(), f"{tmp_path}/{name}", scope="rnn"), "prefix")
    refused(lambda: checkpoint.save(lstm(), 7, scope="rnn"), "received 7")
