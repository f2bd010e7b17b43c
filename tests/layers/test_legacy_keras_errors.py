"""What `rnn.load_legacy_keras` refuses, and what else a file may say."""

import json
import shutil
from pathlib import Path

import h5py
import keras
import pytest

import tf_contrib_rnn as rnn
from tests.goldens import error
from tests.layers.test_legacy_keras import FOLDER, Saved


class Edited:
    """Copies of a golden's file in which something is changed."""

    def __init__(self, folder):
        self._folder = folder

    def of(self, name, change):
        """A copy whose config `change` edits in place, by {name of a layer: its entry}."""
        path = self._folder / "model.h5"
        shutil.copy(FOLDER / f"{name}.h5", path)
        with h5py.File(path, "r+") as file:
            config = json.loads(file.attrs["model_config"])
            change({e["config"]["name"]: e for e in config["config"]["layers"]}, config)
            file.attrs["model_config"] = json.dumps(config)
        return path


@pytest.fixture
def edited(tmp_path):
    return Edited(tmp_path)


@pytest.mark.parametrize("name", ["BatchNormalizationV1", "BatchNormalizationV2"])
def test_older_names(name, edited):
    def change(layers, config):
        layers["batch_normalization"]["class_name"] = name

    path = edited.of("convolutions_over_time", change)
    Saved("convolutions_over_time").check(rnn.load_legacy_keras(path))


def option(layer, **options):
    return lambda layers, _: layers[layer]["config"].update(options)


def kind(layer, name):
    return lambda layers, _: layers[layer].update(class_name=name)


def call_option(layer, **options):
    return lambda layers, _: layers[layer]["inbound_nodes"][0][0][3].update(options)


def without_origin(layers, _):
    layers["bidirectional"]["inbound_nodes"][0][0][0] = "nowhere"


def dictionary(layers, _):
    layers["bidirectional"]["inbound_nodes"][0] = {"x": ["masking", 0, 0, {}]}


REFUSALS = {
    "time_major=True of layer 'lstm' .LSTM.: ": ("masked_lstm", option("lstm", time_major=True)),
    "unroll=True of layer": ("stateful_convolutions", option("conv_lst_m2d", unroll=True)),
    "layer 'dense' .Lambda.: its Python code": ("masked_lstm", kind("dense", "Lambda")),
    "layer 'dense' .LocallyConnected1D.: tf.keras of": (
        "masked_lstm", kind("dense", "LocallyConnected1D")),
    "layer 'dense' .TensorFlowOpLayer.: it is an op": (
        "masked_lstm", kind("dense", "TensorFlowOpLayer")),
    "activation='gelu' of layer 'dense' .Dense.: pass custom_objects={'gelu': ...}": (
        "masked_lstm", option("dense", activation="gelu")),
    "kernel_initializer='_initializer' of layer": (
        "masked_lstm", option("dense", kernel_initializer="_initializer")),
    "kernel_constraint='RadialConstraint' of layer": (
        "masked_lstm",
        option("dense", kernel_constraint={"class_name": "RadialConstraint", "config": {}})),
    "extra=1 of layer 'dense'": ("masked_lstm", option("dense", extra=1)),
    "axis=.1, 2. of layer": ("convolutions_over_time", option("batch_normalization", axis=[1, 2])),
    "ragged=True of layer 'input_1'": ("encoder_decoder", option("input_1", ragged=True)),
    "constants=.1. of a call of layer 'gru'": (
        "encoder_decoder", call_option("gru", constants=[1])),
    "a dictionary as input of layer": ("encoder_decoder", dictionary),
    "calls of layer 'bidirectional' without inputs": ("encoder_decoder", without_origin),
    r"expects weights of shape \(4, 3\) for 'sequential/dense/kernel', received": (
        "masked_lstm", option("dense", units=3)),
    "expects 1 weights of layer 'dense', received 2": (
        "masked_lstm", option("dense", use_bias=False)),
    "weights for '.*gamma', received 'dense/kernel:0'": (
        "masked_lstm",
        lambda layers, _: layers["dense"].update(
            class_name="LayerNormalization", config={"name": "dense"})),
    "an older Sequential model": (
        "masked_lstm", lambda layers, config: config.update(config=list(layers.values()))),
}  # fmt: skip


@pytest.mark.parametrize("message", REFUSALS)
def test_refusal(message, edited):
    path = edited.of(*REFUSALS[message])
    with pytest.raises(ValueError, match=message.replace("...}", r"\.\.\.}")) as raised:
        rnn.load_legacy_keras(path)
    assert str(raised.value).startswith("load_legacy_keras expects ")
    assert "\n" not in str(raised.value)


def test_what_the_file_names_can_be_given(edited):
    class Twice(keras.layers.Layer):
        supports_masking = True

        def call(self, inputs):
            return 2 * inputs

    def change(layers, config):
        option("dense", activation="mine", kernel_initializer="_initializer")(layers, config)
        twice = {"class_name": "Lambda", "config": {"name": "twice", "dtype": "float32"}}
        config["config"]["layers"].insert(1, twice)

    path = edited.of("masked_lstm", change)
    given = {"mine": keras.ops.negative, "_initializer": keras.initializers.Ones, "Lambda": Twice}
    model = rnn.load_legacy_keras(path, given)
    saved = Saved("masked_lstm")
    assert model.layers[1].name == "twice"
    assert model.layers[-1].activation is keras.ops.negative
    assert error(model(saved.part(0, "inputs")[0]), saved.part(0, "outputs")[0]) > 0.1


def not_hdf5(path):
    path.write_bytes(b"PK nothing")


def empty(path):
    h5py.File(path, "w").close()


def weights_only(path):
    with h5py.File(path, "w") as file, h5py.File(FOLDER / "masked_lstm.h5") as whole:
        for name, value in whole["model_weights"].attrs.items():
            file.attrs[name] = value


def of_keras_3(path):
    keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)]).save(path)


def origin(**attributes):
    def make(path):
        shutil.copy(FOLDER / "masked_lstm.h5", path)
        with h5py.File(path, "r+") as file:
            file.attrs.update(attributes)

    return make


def damaged(path):
    shutil.copy(FOLDER / "masked_lstm.h5", path)
    with h5py.File(path, "r+") as file:
        del file["model_weights/lstm"]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (not_hdf5, "which is not HDF5: load .keras files"),
        (Path.mkdir, "which is not HDF5: load .keras files"),
        (empty, "which holds no Keras model: "),
        (weights_only, "which holds weights only: build the model in code.*model.load_weights"),
        (of_keras_3, "of Keras 3.*: call keras.saving.load_model instead"),
        (origin(keras_version="1.2.2"), "of Keras 1.2.2 on the backend tensorflow: load it in"),
        (origin(backend="theano"), "of Keras 2.2.4-tf on the backend theano: load it in"),
        (origin(model_config="{"), "which is damaged"),
        (damaged, "which is damaged"),
    ],
)
def test_another_file(make, message, tmp_path):
    path = tmp_path / "model.h5"
    make(path)
    with pytest.raises(ValueError, match=message):
        rnn.load_legacy_keras(path)


def test_no_file(tmp_path):
    with pytest.raises(FileNotFoundError, match="which is not there: correct the path"):
        rnn.load_legacy_keras(tmp_path / "missing.h5")


def test_a_long_list_of_names(tmp_path):
    path = tmp_path / "model.h5"
    shutil.copy(FOLDER / "masked_lstm.h5", path)
    with h5py.File(path, "r+") as file:
        attributes = file["model_weights"].attrs
        names = attributes["layer_names"]
        del attributes["layer_names"]
        attributes["layer_names0"], attributes["layer_names1"] = names[:3], names[3:]
    Saved("masked_lstm").check(rnn.load_legacy_keras(path))
