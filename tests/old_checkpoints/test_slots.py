"""Slots of old names belong to the variable that the old name stands for."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.old_checkpoints import files
from tests.old_checkpoints.files import VERSIONS
from tf_contrib_rnn import checkpoint

NAMES = {
    "0.12.1": ("RNN/BasicLSTMCell/Linear/Matrix", "RNN/BasicLSTMCell/Linear/Bias"),
    "1.1.0": ("rnn/basic_lstm_cell/weights", "rnn/basic_lstm_cell/biases"),
    "1.4.1": ("rnn/basic_lstm_cell/kernel", "rnn/basic_lstm_cell/bias"),
}

POWERS = {"beta1_power": np.float32(0.9**3), "beta2_power": np.float32(0.999**3)}


def slots_of(optimizer, count):
    """Momentums and velocities of the optimizer's variables, in their order."""
    values = [keras.ops.convert_to_numpy(one) for one in optimizer.variables[2:]]
    return values[0::2][:count], values[1::2][:count]


def restored(stored, cell):
    layer = rnn.RNN(cell)
    model = keras.Sequential([keras.Input((4, 3)), layer])
    optimizer = keras.optimizers.Adam(1e-3, epsilon=1e-8)
    report = checkpoint.restore(model, stored, optimizer=optimizer)
    return model, optimizer, report


@pytest.mark.parametrize("version", VERSIONS)
def test_slots_of_adam(version):
    stored = files.variables(version, "BasicLSTMCell_Adam") | POWERS
    # All of it was drawn from a normal distribution; no squares are negative.
    stored |= {name: abs(array) for name, array in stored.items() if name.endswith("Adam_1")}
    model, optimizer, report = restored(stored, rnn.BasicLSTMCell(5))
    names = [record.checkpoint for record in report.assigned]
    assert sorted(names) == sorted(NAMES[version])
    for variable, name in zip(model.trainable_variables, names, strict=True):
        np.testing.assert_array_equal(variable.numpy(), stored[name])
    for values, suffix in zip(slots_of(optimizer, 2), ("Adam", "Adam_1"), strict=True):
        for value, name in zip(values, names, strict=True):
            np.testing.assert_array_equal(value, stored[f"{name}/{suffix}"])
    assert not report.slots


def test_slots_of_shards_are_joined_as_they_are():
    stored = files.variables("0.12.1", "LSTMCell_shards")
    draw = np.random.default_rng(5)
    slots = {
        f"train/{name}/{suffix}": draw.uniform(size=array.shape).astype("float32")
        for name, array in stored.items()
        for suffix in ("Adam", "Adam_1")
    }
    powers = {f"train/{name}": value for name, value in POWERS.items()}
    cell = rnn.LSTMCell(5, num_proj=4)
    _, optimizer, report = restored(stored | slots | powers, cell)
    assert not report.slots
    pieces = [[f"RNN/LSTMCell/{name}_{n}" for n in (0, 1)] for name in ("W", "W_P")]
    values, _ = slots_of(optimizer, 3)
    for found in pieces:
        whole = np.concatenate([slots[f"train/{name}/Adam"] for name in found])
        assert any(np.array_equal(value, whole) for value in values)
