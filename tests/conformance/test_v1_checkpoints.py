"""Checkpoints that TF 1.15.5 trained, restored by a Saver into v1 graphs with our cells."""

import json
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.goldens import error, flat

v1 = tf.compat.v1
FOLDER = Path(__file__).parents[1] / "golden" / "checkpoints"
UNITS, FEATURES, CLASSES = 5, 3, 2


class Model:
    """What is fed and fetched, by the golden's keys."""

    def __init__(self, inputs_shape=(None, None, FEATURES), dtype="float32"):
        self.inputs = v1.placeholder(dtype, inputs_shape)
        self.lengths = v1.placeholder("int32", [None])
        self.fetches = {}

    def run(self, cell, inputs=None, scope=None, state=None):
        """Runs a cell over the inputs and keeps what it returns."""
        inputs = self.inputs if inputs is None else inputs
        hidden, final = rnn.dynamic_rnn(
            cell, inputs, self.lengths, state, dtype="float32", scope=scope
        )
        self.keep(hidden, final)
        return hidden, final

    def keep(self, hidden, final):
        """Keeps the recurrent part's results."""
        self.fetches = {"hidden": hidden}
        self.fetches |= {f"state/{i}": part for i, part in enumerate(flat(final))}

    def dense(self, values):
        """A dense layer with TF1's names."""
        with v1.variable_scope("dense"):
            kernel = v1.get_variable("kernel", [values.shape[-1], CLASSES])
            bias = v1.get_variable("bias", [CLASSES])
        self.fetches["outputs"] = tf.tensordot(values, tf.convert_to_tensor(kernel), 1) + bias


def tagger(cell, features=FEATURES):
    model = Model((None, None, features))
    model.dense(model.run(cell)[0])
    return model


def projected():
    return tagger(rnn.LSTMCell(UNITS, use_peepholes=True, num_proj=4))


def partitioned():
    with v1.variable_scope("net", partitioner=v1.fixed_size_partitioner(2)):
        return projected()


def mixed_stack():
    return tagger(rnn.MultiRNNCell([rnn.LSTMCell(UNITS), rnn.GRUCell(4)]))


def equal_stack():
    return tagger(rnn.MultiRNNCell([rnn.LSTMCell(UNITS) for _ in range(3)]), UNITS)


def bidirectional():
    model = Model()
    cells = rnn.BasicLSTMCell(UNITS), rnn.BasicLSTMCell(UNITS)
    both, states = v1.nn.bidirectional_dynamic_rnn(
        *cells, model.inputs, model.lengths, dtype="float32"
    )
    hidden = tf.concat(both, 2)
    model.keep(hidden, states)
    model.dense(hidden)
    return model


def encoder_decoder():
    model = Model()
    _, state = model.run(rnn.LSTMCell(UNITS), scope="encoder/rnn")
    hidden, _ = model.run(rnn.LSTMCell(UNITS), scope="decoder/rnn", state=state)
    model.dense(hidden)
    return model


def convolutional():
    model = Model((None, None, 6, 5, 2))
    model.run(rnn.Conv2DLSTMCell(input_shape=[6, 5, 2], output_channels=3, kernel_shape=[3, 2]))
    return model


def embedded():
    model = Model((None, None), "int32")
    table = v1.get_variable("embedding", [7, FEATURES])
    _, state = model.run(rnn.GRUCell(UNITS), tf.nn.embedding_lookup(table, model.inputs))
    model.dense(state)
    return model


def plain():
    return tagger(rnn.BasicLSTMCell(UNITS))


MODELS = {
    "lstm_projected": projected,
    "lstm_projected_v1": projected,
    "lstm_partitioned": partitioned,
    "lstm_partitioned_v1": partitioned,
    "multi_lstm_gru": mixed_stack,
    "multi_three_equal": equal_stack,
    "bidirectional": bidirectional,
    "encoder_decoder": encoder_decoder,
    "conv_2d_lstm": convolutional,
    "embedding_gru": embedded,
    "moving_average": plain,
}


def compare(name, var_list=None, prefix=""):
    """Builds the model, restores TF1's checkpoint, and compares all that the golden has."""
    folder = FOLDER / name
    facts = json.loads((folder / "golden.json").read_text())
    arrays = np.load(folder / "golden.npz")
    with tf.Graph().as_default(), v1.Session() as session:
        model = MODELS[name]()
        saver = v1.train.Saver(var_list and var_list())
        saver.restore(session, str(folder / facts["prefix"]))
        feeds = {model.inputs: arrays["inputs"], model.lengths: arrays["lengths"]}
        found = session.run(model.fetches, feeds)
    compared = {key for key in found if f"{prefix}{key}" in arrays.files}
    for key in compared:
        assert error(found[key], arrays[f"{prefix}{key}"]) <= 2e-6, key
    return compared, found


def test_every_checkpoint_has_a_model():
    assert sorted(MODELS) == sorted(path.name for path in FOLDER.iterdir())


@pytest.mark.parametrize("name", MODELS)
def test_a_saver_restores_it_and_the_outputs_are_tf1s(name):
    compared, found = compare(name)
    assert compared == set(found)


def test_the_saver_of_a_moving_average_restores_the_averages():
    def averaged():
        return v1.train.ExponentialMovingAverage(0.9).variables_to_restore()

    compared, _ = compare("moving_average", averaged, "averaged/")
    assert compared == {"outputs"}
