import keras
import matplotlib.image
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.checkpoint import left_behind
from tests.checkpoint.left_behind import FOLDER, golden
from tests.gate import gated
from tf_contrib_rnn import checkpoint

GLOBAL = {
    "hidden": "global/fully_connected",
    "rnn": "global/rnn",
    "policy": "global/fully_connected_1",
    "value": "global/fully_connected_2",
}
# program: (layers that must have been compared, options of restore, of verify)
MODELS = {
    "actor_critic": (["hidden", "rnn", "policy", "value"], {"scopes": GLOBAL}, {}),
    "activity": (["hidden", "rnn", "y_"], {}, {"graph": str(FOLDER / "activity" / "frozen.pb")}),
    "digits": (["rnn", "dense"], {}, {}),
    "keywords": (["conv", "rnn", "fc", "labels"], {}, {}),
    "language_model": (["embedding", "rnnlm", "softmax"], {}, {}),
    "radar": (["rnn", "draw"], {}, {}),
    "rectified": (["lstm", "lstm[1]", "lstm[2]", "prediction"], {}, {}),
    "segmenter": (["embedding", "backward", "forward", "score"], {}, {}),
    "sentiment": (["embedding", "both", "dense"], {}, {}),
    "stacked_directions": (["cell_0", "cell_1", "dense"], {}, {}),
    "tags_of_keras": (["embed", "simple_rnn", "fully_connected"], {}, {}),
    "whole_state": (["rnn", "rnn[1]", "rnn[2]", "probabilities"], {}, {}),
    "wrapped": (["batch_normalization", "rnn", "dense"], {}, {}),
}

GATE = ["activity", "keywords", "language_model", "segmenter", "sentiment"]


def source_of(name):
    return FOLDER / name / "frozen.pb" if name == "keywords" else FOLDER / name


def restored(name, *arguments, **options):
    model = getattr(left_behind, name)(*arguments, **options)
    checkpoint.restore(model, source_of(name), **MODELS[name][1])
    return model


@pytest.mark.parametrize("name", gated(MODELS, GATE))
def test_a_model_of_the_corpus(name):
    layers, _, options = MODELS[name]
    found = checkpoint.verify(restored(name), source_of(name), **options)
    assert sorted(row.layer for row in found.rows) == sorted(layers)
    assert found.agrees and not found.unmatched, str(found)
    assert max(row.max_relative for row in found.rows) < 2e-6


@pytest.mark.parametrize(
    ("name", "options", "layer"),
    [
        ("rectified", {"forget_bias": 1.0}, "lstm"),
        ("rectified", {"activation": "tanh"}, "lstm"),
        ("whole_state", {"cell_clip": None}, "rnn"),
        ("whole_state", {"proj_clip": 0.1}, "rnn"),
    ],
)
def test_an_option_that_no_variable_shows(name, options, layer):
    found = checkpoint.verify(restored(name, **options), source_of(name))
    assert not found.agrees
    assert found.first_divergence.layer == layer
    assert found.first_divergence.max_relative > 1e-3
    assert f"differs from '{layer}' on" in found.verdict
    assert "DIFFERS" in str(found)


def swap(one, other):
    """Exchanges the values of two groups of variables."""
    for first, second in zip(one, other, strict=True):
        kept = first.numpy()
        first.assign(second)
        second.assign(kept)


def test_swapped_directions():
    model = restored("sentiment")
    layer = model.get_layer("both")
    swap(layer.forward_layer.weights, layer.backward_layer.weights)
    found = checkpoint.verify(model, source_of("sentiment"))
    assert found.first_divergence.layer == "both"
    assert found.rows[0].layer == "embedding" and found.rows[0].agrees
    assert "'embedding' still agrees" in found.verdict


def test_swapped_layers():
    model = restored("digits")
    cells = model.get_layer("rnn").cell.cells
    swap(cells[1].weights, cells[2].weights)
    found = checkpoint.verify(model, source_of("digits"))
    assert found.first_divergence.layer == "rnn"


def test_a_layer_that_was_never_restored():
    model = restored("sentiment")
    dense = model.get_layer("dense")
    dense.kernel.assign(dense.kernel * 1.5)
    found = checkpoint.verify(model, source_of("sentiment"))
    assert [row.agrees for row in found.rows] == [True, True, False]


def test_a_missing_activation():
    ids = keras.Input((5,), dtype="int32", name="inputs")
    right = restored("sentiment")
    both = right.get_layer("both")(right.get_layer("embedding")(ids))
    model = keras.Model(ids, keras.layers.Dense(3, name="logits")(both))
    model.get_layer("logits").set_weights(right.get_layer("dense").get_weights())
    assert checkpoint.verify(model, source_of("sentiment")).agrees
    named = checkpoint.verify(model, source_of("sentiment"), tensors={"logits": "Softmax"})
    assert named.first_divergence.layer == "logits"


def test_the_copy_that_the_weights_came_from():
    model = left_behind.actor_critic()
    scopes = {layer: scope.replace("global", "worker_0") for layer, scope in GLOBAL.items()}
    checkpoint.restore(model, source_of("actor_critic"), scopes=scopes)
    found = checkpoint.verify(model, source_of("actor_critic"))
    assert found.agrees
    assert {row.tensor.partition("/")[0] for row in found.rows} == {"worker_0"}


def test_a_later_copy_of_the_graph_by_name():
    ids = keras.Input((1,), batch_size=1, dtype="int32", name="ids")
    looked_up = keras.layers.Embedding(11, 5, name="embedding")(ids)
    cell = rnn.MultiRNNCell([rnn.LSTMCell(7) for _ in range(2)])
    outputs = rnn.RNN(cell, name="rnnlm")(looked_up)
    model = keras.Model(ids, keras.layers.Dense(11, "softmax", name="softmax")(outputs))
    checkpoint.restore(model, source_of("language_model"))
    tensors = {"ids": "Placeholder_2:0", "softmax": "Softmax_1:0"}
    found = checkpoint.verify(model, source_of("language_model"), tensors=tensors)
    assert found.agrees and found.rows[-1].shape == (1, 11)


def test_an_input_in_the_middle_of_the_graph():
    """The graph scales its inputs with constants; the model takes what comes after that."""
    others = keras.Input((5, 4), name="others")
    host = keras.Input((3,), name="host")
    h = rnn.RNN(rnn.LSTMCell(6), name="rnn")(others)
    hidden = keras.layers.Dense(8, "relu", name="layer1")(keras.ops.concatenate([host, h], 1))
    value = keras.layers.Dense(1, name="logits_v")(hidden)
    logits = keras.layers.Dense(5, "softmax", name="logits_p")(hidden)
    model = keras.Model([others, host], [value, logits])
    checkpoint.restore(model, FOLDER / "policy")
    inside = {"others": "Reshape:0", "host": "strided_slice_2:0"}
    given = {"Cast": np.full(3, 5, np.int32)}
    found = checkpoint.verify(model, FOLDER / "policy", tensors=inside, inputs=given)
    assert found.agrees, str(found)
    assert {row.layer for row in found.rows} == {"rnn", "layer1", "logits_v", "logits_p"}


def test_given_inputs_in_every_form():
    model = restored("digits")
    given, _ = golden("digits")
    arrays = [given["Placeholder"], given["Placeholder_2"]]
    forms = [arrays, {"frames": arrays[0], "lengths": arrays[1]}, {"Placeholder:0": arrays[0]}]
    for form in forms:
        found = checkpoint.verify(model, source_of("digits"), inputs=form)
        assert found.agrees and found.rows[0].shape[0] == 3
    with pytest.raises(checkpoint.CheckpointError, match="takes 2 inputs, received 1"):
        checkpoint.verify(model, source_of("digits"), inputs=arrays[0])


def test_sizes_and_seeds():
    model = restored("rectified")
    found = checkpoint.verify(model, source_of("rectified"), batch_size=2, steps=9)
    assert found.rows[0].shape == (2, 9, 6)
    assert len(found.rows[0].over_time) == 9
    wrong = restored("rectified", forget_bias=1.0)
    errors = {
        checkpoint.verify(wrong, source_of("rectified"), seed=seed).rows[0].max_abs
        for seed in (1, 1, 2)
    }
    assert len(errors) == 2


def test_the_error_over_time_begins_where_the_models_part():
    model = restored("rectified", forget_bias=1.0)
    over_time = checkpoint.verify(model, source_of("rectified")).rows[0].over_time
    assert over_time[0] < 1e-6  # the state is zero before the first step
    assert min(over_time[1:]) > 1e-4


@pytest.mark.slow
def test_a_picture(tmp_path):
    found = checkpoint.verify(restored("rectified", forget_bias=1.0), source_of("rectified"))
    found.picture(tmp_path / "errors.png")
    pixels = matplotlib.image.imread(tmp_path / "errors.png")
    assert pixels.shape[0] > 200 and len(np.unique(pixels.reshape(-1, 4), axis=0)) > 50


def test_without_a_graph():
    model = left_behind.activity()
    checkpoint.restore(model, FOLDER / "activity")
    found = checkpoint.verify(model, FOLDER / "activity")
    assert not found.agrees and found.rows == [] and found.graph_path is None
    text = " ".join(str(found).split())
    assert "forget_bias=1.0" in text and "activation=tanh" in text and "hidden: activation" in text
    with pytest.raises(checkpoint.CheckpointError, match="nothing was compared"):
        found.picture("errors.png")


@pytest.mark.parametrize(
    ("options", "pieces"),
    [
        ({"tensors": {"lsmt": "rnn/transpose_1:0"}}, ["no layer, input or output", "'lstm'"]),
        ({"tensors": {"lstm": "rnn/transpose_9:0"}}, ["which the graph does not have"]),
        ({"tensors": {"prediction": "rnn/transpose_1:0"}}, ["[3, 1]", "[3, 7, 6]"]),
        ({"tensors": ["rnn/transpose_1:0"]}, ["tensors=", "pass a dict"]),
        ({"graph": str(FOLDER / "missing.meta")}, ["cannot be read"]),
        ({"graph": 7}, ["graph=", "received 7"]),
        ({"batch_size": 0}, ["batch_size=", "received 0"]),
        ({"steps": True}, ["steps=", "received True"]),
        ({"seed": -1}, ["seed=", "received -1"]),
        ({"tolerance": float("nan")}, ["tolerance=", "received nan"]),
        ({"inputs": np.zeros((0, 5, 4))}, ["float64 [0, 5, 4]", "no numbers"]),
        ({"inputs": {"frames": np.ones(3)}}, ["names 'frames'", "inputs."]),
    ],
)
def test_what_cannot_be_compared(options, pieces, untouched):
    model = restored("rectified")
    call = lambda: checkpoint.verify(model, source_of("rectified"), **options)  # noqa: E731
    untouched(model, call, *pieces)


def test_no_model():
    with pytest.raises(checkpoint.CheckpointError, match="expects a functional or Sequential"):
        checkpoint.verify(rnn.LSTMCell(3), source_of("rectified"))
