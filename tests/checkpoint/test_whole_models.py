"""Whole networks that TF 1.15.5 saved, in models of Keras' own layers: the same outputs."""

from pathlib import Path

import keras
import numpy as np
import pytest

from tests.cases.whole_models import BATCH, CLASSES, MAPS, WHOLE_MODELS, WITH_GRAPH, WORDS
from tests.goldens import error
from tf_contrib_rnn import checkpoint

FOLDER = Path(__file__).parents[1] / "golden" / "whole_models"
layers = keras.layers


def sequential(*parts):
    return [keras.Sequential(parts), {}]


def bare_variables():
    model, _ = sequential(
        layers.Embedding(WORDS, 7),
        layers.Dense(6, "relu"),
        layers.LSTM(5),
        layers.Dense(CLASSES),
    )
    return model, {}


def named_by_hand():
    low, high = (layers.LSTM(5, return_sequences=True) for _ in range(2))
    model = keras.Sequential([layers.Embedding(WORDS, 5), low, high, layers.Dense(WORDS)])
    return model, {}


def contrib_layers():
    return sequential(
        layers.Embedding(WORDS, 8),
        layers.Reshape((-1, 1, 8)),
        layers.Conv2D(6, (3, 1), padding="same", activation="relu"),
        layers.BatchNormalization(),
        layers.Dense(7, "relu"),
        layers.LayerNormalization(epsilon=1e-12),
        layers.Reshape((-1, 7)),
        layers.GRU(5, reset_after=False),
        layers.Dense(CLASSES),
    )


def two_directions():
    model = keras.Sequential([
        layers.Conv1D(6, 3, padding="same", activation="relu"),
        layers.BatchNormalization(),
        layers.Bidirectional(layers.LSTM(4, return_sequences=True), name="both"),
        layers.Dense(CLASSES),
    ])  # fmt: skip
    return model, {}


def one_cell_in_both_directions():
    both = layers.Bidirectional(layers.GRU(4, reset_after=False, return_sequences=True))
    model = keras.Sequential([both, layers.Dense(CLASSES)])
    return model, lambda: {"map": {both.backward_layer: "bidirectional_rnn/fw"}}


def mixed_stack():
    cells = [layers.LSTMCell(5), layers.GRUCell(4, reset_after=False)]
    return sequential(layers.RNN(cells, return_sequences=True), layers.Dense(CLASSES))


def of_cudnn():
    return sequential(
        layers.GRU(5, return_sequences=True),
        layers.LSTM(4, return_sequences=True),
        layers.Dense(CLASSES),
    )


def simple():
    return sequential(
        layers.Reshape((-1, 1, 5)),
        layers.SeparableConv2D(6, (3, 1), padding="same"),
        layers.Reshape((-1, 6)),
        layers.SimpleRNN(5, activation="relu", return_sequences=True),
        layers.Dense(CLASSES),
    )


def maps():
    return sequential(
        layers.Conv3D(3, (1, 3, 3), padding="same", activation="relu"),
        layers.ConvLSTM2D(4, 3, padding="same"),
        layers.Conv2D(2, 3, activation="relu"),
        layers.Flatten(),
        layers.Dense(CLASSES),
    )


def of_tf_keras():
    return sequential(
        layers.Embedding(WORDS, 7),
        layers.Bidirectional(layers.LSTM(4, return_sequences=True, recurrent_activation=hard)),
        layers.LayerNormalization(),
        layers.GRU(5, return_sequences=True),
        layers.RNN([layers.SimpleRNNCell(4), layers.SimpleRNNCell(3)]),
        layers.Dense(CLASSES),
    )


@keras.saving.register_keras_serializable("tests")
def hard(x):
    """The hard sigmoid of TF 1.15.5, which Keras 3 has no more."""
    return keras.ops.clip(0.2 * x + 0.5, 0, 1)


def cell_of_tf_keras():
    return sequential(
        layers.RNN(layers.SimpleRNNCell(6), return_sequences=True), layers.Dense(CLASSES)
    )


def maps_of_tf_keras():
    return sequential(
        layers.ConvLSTM2D(3, 3),
        layers.DepthwiseConv2D(2),
        layers.Flatten(),
        layers.Dense(CLASSES),
    )


MODELS = {
    make.__name__: make
    for make in (
        bare_variables, named_by_hand, contrib_layers, two_directions,
        one_cell_in_both_directions, mixed_stack, of_cudnn, simple, maps, of_tf_keras,
        cell_of_tf_keras, maps_of_tf_keras,
    )
}  # fmt: skip


def test_every_program_has_a_model():
    assert MODELS.keys() == WHOLE_MODELS.keys()
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(MODELS)


@pytest.mark.parametrize("name", MODELS)
def test_the_outputs_of_tf1(name):
    golden = np.load(FOLDER / name / "golden.npz")
    inputs = next(golden[key] for key in golden.files if key != "outputs")
    model, options = MODELS[name]()
    model(inputs)
    options = options() if callable(options) else options
    report = checkpoint.restore(model, FOLDER / name / "model.ckpt", **options)
    assert error(np.asarray(model(inputs)), golden["outputs"]) <= 2e-6
    assert not report.left_over and not report.unfed
    assert len({id(v) for record in report.assigned for v in record.want.variables}) == len(
        model.weights
    )
    assumes = name in ("bare_variables", "mixed_stack", "maps")
    assert (
        bool(report.assumed) == assumes and ("assumed: forget_bias=1.0" in str(report)) == assumes
    )


def test_maps_have_the_shape_of_the_case():
    assert np.load(FOLDER / "maps" / "golden.npz")["maps"].shape == tuple(MAPS) and MAPS[0] == BATCH


@pytest.mark.parametrize(("name", "value"), list(zip(WITH_GRAPH, (0.0, 0.5), strict=True)))
def test_the_graph_tells_the_forget_bias(name, value):
    model, _ = MODELS[name]()
    model(next(iter(np.load(FOLDER / name / "golden.npz").values())))
    plan = checkpoint.plan(model, FOLDER / name / "model.ckpt")
    assert len(plan.told) == 2 and not plan.assumed
    assert all(f"forget_bias={value}" in line and line in str(plan) for line in plan.told)
    assert not checkpoint.plan(model, FOLDER / name / "model.ckpt", forget_bias=2.0).told


def test_a_graph_that_is_damaged_tells_nothing(tmp_path):
    for path in (FOLDER / "two_directions").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    meta = tmp_path / "model.ckpt.meta"
    meta.write_bytes(meta.read_bytes()[:-7])
    model, _ = two_directions()
    model(np.load(tmp_path / "golden.npz")["inputs"])
    assert "forget_bias=1.0" in checkpoint.plan(model, tmp_path / "model.ckpt").assumed[0]
