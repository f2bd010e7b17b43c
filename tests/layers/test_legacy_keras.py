"""`load_legacy_keras`: the files of TF 1.15.5's tf.keras give its numbers, or one sentence."""

import json
from pathlib import Path

import h5py
import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.gate import gated
from tests.goldens import LIMITS, error
from tf_contrib_rnn.layers.legacy._table import RULES

FOLDER = Path(__file__).parents[1] / "golden" / "legacy_keras"
NAMES = sorted(path.stem for path in FOLDER.glob("*.h5"))
GATE = [
    "convolutions_over_time", "cudnn", "encoder_decoder", "masked_lstm", "mixed_masks",
    "nested_and_shared",
]  # fmt: skip
# tf.keras of TF 1.15.5 had them; nobody can put the first line into a file.
REFUSED = {
    "AbstractRNNCell", "InputLayer", "Layer", "Wrapper",
    "DenseFeatures", "Lambda", "LocallyConnected1D", "LocallyConnected2D", "ThresholdedReLU",
}  # fmt: skip


class Saved:
    """One file with what went in and came out."""

    def __init__(self, name):
        self.path = FOLDER / f"{name}.h5"
        with np.load(FOLDER / f"{name}.npz") as arrays:
            self.arrays = {key: arrays[key] for key in arrays.files}

    def part(self, call, kind):
        prefix = f"{call}/{kind}/"
        count = sum(key.startswith(prefix) for key in self.arrays)
        return [self.arrays[f"{prefix}{i}"] for i in range(count)]

    def check(self, model):
        """Compares every call with TF1's."""
        for call in range(1 + max(int(key[0]) for key in self.arrays)):
            inputs, wanted = self.part(call, "inputs"), self.part(call, "outputs")
            outputs = keras.tree.flatten(model(inputs if len(inputs) > 1 else inputs[0]))
            for index, (output, golden) in enumerate(zip(outputs, wanted, strict=True)):
                assert golden.dtype == output.dtype.as_numpy_dtype
                assert error(output, golden) <= LIMITS[str(golden.dtype)], (call, index)


def config_of(path):
    with h5py.File(path) as file:
        return json.loads(file.attrs["model_config"])


def classes(value):
    """The names of all classes in a config."""
    if isinstance(value, list):
        return {name for item in value for name in classes(item)}
    if not isinstance(value, dict):
        return set()
    own = {value["class_name"]} if "class_name" in value else set()
    return own.union(*(classes(item) for item in value.values()))


# Keras 3 says of a nested model that it ends masks, which its layers see all the same.
@pytest.mark.filterwarnings("ignore:Layer 'model' .of type Functional. was passed:UserWarning")
@pytest.mark.parametrize("name", gated(NAMES, GATE))
def test_numbers(name, tmp_path):
    saved = Saved(name)
    model = rnn.load_legacy_keras(saved.path)
    assert not model.compiled
    saved.check(model)
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras")
    saved.check(again)
    trained = [tuple(weight.shape) for weight in model.trainable_weights]
    assert [tuple(weight.shape) for weight in again.trainable_weights] == trained


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.filterwarnings("ignore:Do not pass an:UserWarning", "ignore:.*input_length")
def test_keras_alone_refuses(name):
    reasons = "deserializ|Could not locate class|Unknown layer"
    with pytest.raises((TypeError, ValueError), match=reasons):
        keras.saving.load_model(FOLDER / f"{name}.h5", compile=False)


def test_every_rule_has_a_golden_and_every_layer_a_rule():
    covered = {name for path in FOLDER.glob("*.h5") for name in classes(config_of(path))}
    assert {"BasicLSTMCell", "BasicRNNCell"} < covered
    assert set(RULES) - covered == {"BatchNormalizationV1", "BatchNormalizationV2"}
    existing = set(json.loads((FOLDER / "layers.json").read_text()))
    assert existing - set(RULES) == REFUSED
    assert set(RULES) - existing == {"BatchNormalizationV1", "BatchNormalizationV2"}


def lstm_of(activation):
    return keras.Sequential(
        [
            keras.Input((5, 4)),
            keras.layers.Masking(),
            keras.layers.LSTM(
                3, activation="softsign", recurrent_activation=activation, return_sequences=True
            ),
            keras.layers.LSTM(4, recurrent_activation=activation),
            keras.layers.Dense(2, activation="softmax"),
        ]
    )


def test_weights_alone_need_our_hard_sigmoid():
    saved = Saved("masked_lstm")
    model = lstm_of(rnn.hard_sigmoid)
    model.load_weights(saved.path)
    saved.check(model)
    other = lstm_of("hard_sigmoid")
    other.load_weights(saved.path)
    inputs, wanted = saved.part(0, "inputs")[0], saved.part(0, "outputs")[0]
    assert error(other(inputs), wanted) > 1e-3


@pytest.mark.slow
def test_the_loaded_model_learns():
    saved = Saved("masked_lstm")
    model = rnn.load_legacy_keras(str(saved.path))
    assert model.layers[1].cell.kernel_regularizer.l2 == pytest.approx(0.01)
    assert isinstance(model.layers[1].cell.recurrent_constraint, keras.constraints.UnitNorm)
    assert model.layers[2].cell.kernel_initializer.distribution == "truncated_normal"
    model.compile(keras.optimizers.Adam(0.05), "mse", run_eagerly=True)
    x, y = saved.part(0, "inputs")[0], np.eye(2, dtype="float32")[[0, 1, 0]]
    losses = model.fit(x, y, epochs=4, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
