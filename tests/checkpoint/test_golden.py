"""Checkpoints that the real TF 1.15.5 trained and saved, restored and run."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "checkpoints"
LIMIT = 2e-6
layers = keras.layers


class Tagger(keras.Model):
    """A cell over time, and a dense layer on every step."""

    def __init__(self, cell):
        super().__init__()
        self.recurrent = rnn.RNN(cell, return_sequences=True)
        self.head = layers.Dense(2)

    def call(self, inputs, lengths):
        hidden = self.recurrent(inputs, sequence_length=lengths)
        return {"hidden": hidden, "outputs": self.head(hidden)}


class BothWays(keras.Model):
    """Two cells, one for each direction."""

    def __init__(self):
        super().__init__()
        options = {"return_sequences": True, "zero_output_for_mask": True}
        self.recurrent = layers.Bidirectional(
            rnn.RNN(rnn.BasicLSTMCell(5), **options),
            backward_layer=rnn.RNN(rnn.BasicLSTMCell(5), go_backwards=True, **options),
        )
        self.head = layers.Dense(2)

    def call(self, inputs, lengths):
        hidden = self.recurrent(inputs, mask=tf.sequence_mask(lengths, inputs.shape[1]))
        return {"hidden": hidden, "outputs": self.head(hidden)}


class EncoderDecoder(keras.Model):
    """The second network starts where the first ends."""

    def __init__(self):
        super().__init__()
        self.encoder = rnn.RNN(rnn.LSTMCell(5), return_state=True, name="encoder")
        self.decoder = rnn.RNN(rnn.LSTMCell(5), return_sequences=True, name="decoder")
        self.head = layers.Dense(2)

    def call(self, inputs, lengths):
        _, *state = self.encoder(inputs, sequence_length=lengths)
        hidden = self.decoder(inputs, initial_state=state, sequence_length=lengths)
        return {"hidden": hidden, "outputs": self.head(hidden)}


class Planes(keras.Model):
    """A cell on planes, a convolution, a batch normalization and a dense layer."""

    def __init__(self):
        super().__init__()
        cell = rnn.Conv2DLSTMCell(input_shape=[6, 5, 2], output_channels=3, kernel_shape=[3, 2])
        self.recurrent = rnn.RNN(cell, return_sequences=True, return_state=True)
        self.convolution = layers.Conv2D(4, [2, 3], activation="relu")
        self.norm = layers.BatchNormalization()
        self.head = layers.Dense(2)

    def call(self, inputs, lengths):
        hidden, _, h = self.recurrent(inputs, sequence_length=lengths)
        plane = self.norm(self.convolution(h), training=False)
        outputs = self.head(tf.reshape(plane, [-1, 60]))
        return {"hidden": hidden, "outputs": outputs}


class Words(keras.Model):
    """An embedding, a cell, and a dense layer on its last state."""

    def __init__(self):
        super().__init__()
        self.table = layers.Embedding(7, 3)
        self.recurrent = rnn.RNN(rnn.GRUCell(5), return_sequences=True, return_state=True)
        self.head = layers.Dense(2)

    def call(self, inputs, lengths):
        hidden, state = self.recurrent(self.table(inputs), sequence_length=lengths)
        return {"hidden": hidden, "outputs": self.head(state)}


def projected():
    return Tagger(rnn.LSTMCell(5, use_peepholes=True, num_proj=4))


def stacked():
    return Tagger(rnn.MultiRNNCell([rnn.LSTMCell(5) for _ in range(3)]))


MODELS = {
    "lstm_projected": projected,
    "lstm_projected_v1": projected,
    "lstm_partitioned": projected,
    "lstm_partitioned_v1": projected,
    "multi_lstm_gru": lambda: Tagger(rnn.MultiRNNCell([rnn.LSTMCell(5), rnn.GRUCell(4)])),
    "multi_three_equal": stacked,
    "bidirectional": BothWays,
    "encoder_decoder": EncoderDecoder,
    "conv_2d_lstm": Planes,
    "embedding_gru": Words,
    "moving_average": lambda: Tagger(rnn.BasicLSTMCell(5)),
}
SLOTS = ("/Adam", "/Adam_1")
COUNTERS = {"beta1_power", "beta2_power", "global_step"}


def load(name):
    """The goldens of a checkpoint, and its model, built on what was fed."""
    with np.load(FOLDER / name / "golden.npz") as file:
        golden = dict(file)
    model = MODELS[name]()
    model(golden["inputs"], golden["lengths"])
    return golden, model


def test_every_committed_checkpoint_has_a_model():
    assert {path.name for path in FOLDER.iterdir()} == set(MODELS)


@pytest.mark.parametrize("name", MODELS)
def test_outputs_are_those_of_tf1(name):
    golden, model = load(name)
    report = checkpoint.restore(model, FOLDER / name)
    found = model(golden["inputs"], golden["lengths"])
    for key in ("hidden", "outputs"):
        difference = np.abs(found[key].numpy() - golden[key]).max()
        assert difference / max(1, np.abs(golden[key]).max()) <= LIMIT
    assert not report.unfed and not report.warnings and not report.left_over


@pytest.mark.parametrize("name", MODELS)
def test_every_value_is_tf1s_and_everything_else_is_accounted_for(name):
    golden, model = load(name)
    stored = {
        key.removeprefix("variables/"): value
        for key, value in golden.items()
        if key.startswith("variables/")
    }
    report = checkpoint.restore(model, FOLDER / name / "model.ckpt-3")
    for record in report.assigned:
        np.testing.assert_array_equal(record.variable.numpy(), stored[record.checkpoint])
    assert len(report.assigned) == len(model.weights)
    assert set(report.slots) == {key for key in stored if key.endswith(SLOTS)}
    assert set(report.averages) == {k for k in stored if k.endswith("/ExponentialMovingAverage")}
    assert set(report.counters) == COUNTERS
    everything = [record.checkpoint for record in report.assigned]
    everything += report.slots + report.averages + report.counters
    assert sorted(everything) == sorted(stored)


def test_a_compiled_model_gives_the_same():
    golden, model = load("lstm_projected")
    checkpoint.restore(model, FOLDER / "lstm_projected")
    found = tf.function(model)(golden["inputs"], golden["lengths"])["outputs"]
    assert np.abs(found.numpy() - golden["outputs"]).max() <= LIMIT


def test_the_layer_and_the_cell_alone():
    _, model = load("multi_three_equal")
    for target in (model.recurrent, model.recurrent.cell):
        report = checkpoint.restore(target, FOLDER / "multi_three_equal", scope="rnn")
        assert len(report.assigned) == 6
        assert report.left_over == ["dense/bias", "dense/kernel"]


def test_equal_networks_without_names_are_ambiguous():
    golden, model = load("encoder_decoder")
    with pytest.raises(checkpoint.CheckpointError, match="'decoder/rnn', 'encoder/rnn'"):
        checkpoint.restore(model.decoder.cell, FOLDER / "encoder_decoder")
    scopes = {model.encoder: "decoder/rnn", "decoder": "encoder"}
    report = checkpoint.restore(model, FOLDER / "encoder_decoder", scopes=scopes)
    assert report.scopes["encoder"] == "decoder/rnn"
    found = model(golden["inputs"], golden["lengths"])["outputs"].numpy()
    assert np.abs(found - golden["outputs"]).max() > 1e-3
