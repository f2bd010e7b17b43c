"""The ConvLSTM layers in configs and files."""

import copy
import json

import h5py
import keras
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import assert_same, randomize
from tests.conv_lstm import CHANNELS, MAPS, TIME, made, model_of, of_rank, sequences, twins
from tests.gate import gated
from tests.goldens import error

RICH = {
    "filters": 2,
    "kernel_size": (3, 2),
    "padding": "same",
    "dilation_rate": (1, 2),
    "activation": "relu",
    "recurrent_activation": "hard_sigmoid",
    "kernel_initializer": keras.initializers.HeNormal(seed=3),
    "kernel_regularizer": keras.regularizers.L2(0.1),
    "recurrent_constraint": keras.constraints.MaxNorm(2.0),
    "activity_regularizer": "l1",
    "dropout": 0.2,
    "seed": 4,
    "return_sequences": True,
    "return_state": True,
    "go_backwards": True,
    "zero_output_for_mask": True,
    "name": "maps",
}


def plain(config):
    """A config as a file holds it."""
    return json.loads(json.dumps(config))


@pytest.mark.parametrize("options", [{}, RICH], ids=["defaults", "rich"])
def test_config_is_that_of_keras(options):
    ours, theirs = (made(module, **options) for module in (rnn, keras.layers))
    mine, other = plain(ours.get_config()), plain(theirs.get_config())
    assert mine.keys() == other.keys()
    differing = {key for key in mine if mine[key] != other[key]} - {"name"}
    assert differing <= {"dtype"}  # ours is open until an input tells it
    assert plain(rnn.ConvLSTM2D.from_config(plain(mine)).get_config()) == mine
    assert plain(rnn.ConvLSTM2D.from_config(plain(other)).get_config()) == other
    assert plain(keras.layers.ConvLSTM2D.from_config(plain(other)).get_config()) == other
    again = keras.layers.ConvLSTM2D.from_config(plain(mine)).get_config()
    assert plain({**again, "name": other["name"]}) == other
    saved = plain(keras.saving.serialize_keras_object(ours))
    assert saved["registered_name"] == "tf_contrib_rnn>ConvLSTM2D"
    assert type(keras.saving.deserialize_keras_object(saved)) is rnn.ConvLSTM2D


def test_arguments_are_attributes_as_in_keras():
    ours, theirs = (made(module, **RICH) for module in (rnn, keras.layers))
    for name in theirs.get_config():
        if name not in ("trainable", "dtype", "seed"):
            mine, other = getattr(ours, name), getattr(theirs, name)
            same_class = type(mine) is type(other) and hasattr(mine, "get_config")
            assert mine == other or same_class, name
    assert ours.seed == 4
    for rank in MAPS:
        assert of_rank(rnn, rank)(1, 2).kernel_size == (2,) * rank


def h5_names(path):
    names = []
    with h5py.File(path) as file:
        file.visititems(lambda name, part: names.append((name, getattr(part, "shape", None))))
    return names


@pytest.mark.parametrize("rank", gated([1, 2, 3], [2]))
def test_weights_files_of_keras_and_ours(rank, tmp_path):
    ours, theirs = twins(rank, dropout=0.3, seed=1)
    randomize(theirs.weights, seed=5)
    models = {}
    for name, layer in (("ours", ours), ("theirs", theirs)):
        models[name] = model_of(layer, MAPS[rank])
        models[name].save_weights(tmp_path / f"{name}.weights.h5")
    assert h5_names(tmp_path / "ours.weights.h5") == h5_names(tmp_path / "theirs.weights.h5")
    inputs = sequences(rank)
    wanted = [models["theirs"](inputs), models["ours"](inputs)]
    assert error(*wanted) > 1e-3
    models["ours"].load_weights(tmp_path / "theirs.weights.h5")
    models["theirs"].load_weights(tmp_path / "ours.weights.h5")
    assert_same([models["ours"](inputs), models["theirs"](inputs)], wanted)
    names = [[w.name for w in layer.weights] for layer in (ours, theirs)]
    assert names[0] == names[1] == ["kernel", "recurrent_kernel", "bias"]
    paths = [[w.path.partition("/")[2] for w in layer.weights] for layer in (ours, theirs)]
    assert paths[0] == paths[1]
    assert list(ours.tf1_variables()) == [f"conv_lstm_cell/{name}" for name in names[0]]


def deep_model(**options):
    """Functional: two layers with a normalisation between, both directions above."""
    symbolic = keras.Input((None, *MAPS[2], CHANNELS))
    hidden = made(rnn, return_sequences=True, strides=2, padding="same", **options)(symbolic)
    hidden = keras.layers.BatchNormalization()(hidden)
    output, h, c = made(rnn, return_state=True)(hidden)
    both = keras.layers.Bidirectional(made(rnn, kernel_size=1))(hidden)
    model = keras.Model(symbolic, [output, h, c, both])
    randomize(model.trainable_weights)
    return model


def test_files_and_copies(tmp_path):
    model, inputs = deep_model(dropout=0.1, seed=6), sequences()
    wanted = model(inputs)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    assert_same(loaded(inputs), wanted)
    assert type(loaded.layers[1]) is rnn.ConvLSTM2D
    clone = keras.models.clone_model(model)
    assert not {id(w) for w in clone.weights} & {id(w) for w in model.weights}
    clone.set_weights(model.get_weights())
    assert_same(clone(inputs), wanted)
    layer = model.layers[1]
    twin = copy.deepcopy(layer)
    assert not {id(w) for w in twin.weights} & {id(w) for w in layer.weights}
    assert_same(twin(inputs), layer(inputs))


@pytest.mark.slow
def test_exported(tmp_path):
    model = deep_model()
    model.export(str(tmp_path), format="tf_saved_model", verbose=False)
    loaded = tf.saved_model.load(str(tmp_path))
    for time in (TIME, 2):
        inputs = sequences(time=time)
        assert_same(loaded.serve(inputs), model(inputs))
