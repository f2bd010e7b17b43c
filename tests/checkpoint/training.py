"""The models of `tests/cases/training.py` in Keras, trained on from TF1's checkpoints.

`python -m tests.checkpoint.training FOLDER` restores each, trains it for a few steps and saves it
for `generate_training.py --back FOLDER`, which goes on in TF 1.15.5.
"""

import sys
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.cases import training
from tf_contrib_rnn import checkpoint

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "training"
UNITS, DEPTH, CLASSES = training.UNITS, training.DEPTH, training.CLASSES
WIDE = keras.DTypePolicy("float64")


def model(layers, shape=training.SEQUENCES):
    """A Sequential model in float64, on inputs of a fixed batch."""
    return keras.Sequential([keras.Input(batch_shape=shape, dtype="float64"), *layers])


def over_time(cell):
    return rnn.RNN(cell, return_sequences=True, dtype=WIDE)


def dense():
    return keras.layers.Dense(CLASSES, dtype=WIDE)


def basic():
    return model([over_time(rnn.BasicLSTMCell(UNITS)), dense()])


def projected():
    cell = rnn.LSTMCell(UNITS, use_peepholes=True, num_proj=DEPTH)
    return model([over_time(cell), dense()])


def stacked():
    return model([over_time([rnn.LSTMCell(UNITS), rnn.LSTMCell(DEPTH)]), dense()])


def bidirectional():
    layer = over_time(rnn.BasicLSTMCell(UNITS))
    return model([keras.layers.Bidirectional(layer, dtype=WIDE), dense()])


def sharded():
    cell = rnn.CoupledInputForgetGateLSTMCell(UNITS, num_unit_shards=3)
    return model([over_time(cell), dense()])


def gated():
    return model([over_time(rnn.GRUCell(UNITS)), dense()])


def stock_gated():
    layer = keras.layers.GRU(UNITS, reset_after=False, return_sequences=True, dtype=WIDE)
    return model([layer, dense()])


class Words(keras.layers.Layer):
    """The words that the inputs stand for."""

    def call(self, inputs):
        return keras.ops.cast(keras.ops.abs(inputs[:, :, 0]) * 10, "int32") % training.WORDS


def embedded():
    table = keras.layers.Embedding(training.WORDS, DEPTH, dtype=WIDE)
    return model([Words(dtype=WIDE), table, over_time(rnn.BasicLSTMCell(UNITS)), dense()])


def stock_embedded():
    table = keras.layers.Embedding(training.WORDS, DEPTH, dtype=WIDE)
    return model([Words(dtype=WIDE), table, stock(), dense()])


def flat():
    return keras.layers.Reshape((training.TIME, 4 * 3 * 2), dtype=WIDE)


def convolutional():
    cell = rnn.Conv2DLSTMCell(input_shape=[4, 3, 1], output_channels=2, kernel_shape=[3, 2])
    return model([over_time(cell), flat(), dense()], training.IMAGES)


def stock(**options):
    return keras.layers.LSTM(UNITS, return_sequences=True, dtype=WIDE, **options)


def stock_basic():
    return model([stock(), dense()])


def stock_bidirectional():
    return model([keras.layers.Bidirectional(stock(), dtype=WIDE), dense()])


def stock_stacked():
    cells = [keras.layers.LSTMCell(units, dtype=WIDE) for units in (UNITS, DEPTH)]
    stack = keras.layers.StackedRNNCells(cells, dtype=WIDE)
    return model([keras.layers.RNN(stack, return_sequences=True, dtype=WIDE), dense()])


def stock_convolutional():
    layer = keras.layers.ConvLSTM2D(
        2, (3, 2), padding="same", recurrent_activation="sigmoid", return_sequences=True, dtype=WIDE
    )
    return model([layer, flat(), dense()], training.IMAGES)


optimizers = keras.optimizers
ADAM = lambda: optimizers.Adam(0.01, epsilon=1e-8)  # noqa: E731
# name: (model, the same of Keras' own layers or None, optimizer without what the graph tells)
MODELS = {
    "adam": (projected, None, ADAM),
    "adam_basic": (basic, stock_basic, optimizers.Adam),
    "adam_stacked": (stacked, stock_stacked, ADAM),
    "adam_bidirectional": (bidirectional, stock_bidirectional, ADAM),
    "adam_partitioned": (basic, stock_basic, optimizers.Adam),
    "adam_sharded": (sharded, None, ADAM),
    "adam_convolutional": (convolutional, stock_convolutional, ADAM),
    "adam_gated": (gated, stock_gated, ADAM),
    "adam_embedded": (embedded, stock_embedded, optimizers.Adam),
    "adamw": (basic, None, optimizers.AdamW),
    "adamax": (basic, stock_basic, optimizers.Adamax),
    "momentum": (basic, stock_basic, lambda: optimizers.SGD(momentum=0.5)),
    "nesterov": (basic, stock_basic, optimizers.SGD),
    "rmsprop": (basic, stock_basic, optimizers.RMSprop),
    "rmsprop_centered": (basic, stock_basic, lambda: optimizers.RMSprop(centered=True)),
    "adagrad": (basic, stock_basic, optimizers.Adagrad),
    "adadelta": (basic, stock_basic, optimizers.Adadelta),
    "ftrl": (basic, None, optimizers.Ftrl),
    "ftrl_shrinkage": (basic, None, optimizers.Ftrl),
}


def golden(name, file="golden.npz"):
    """The arrays that TF 1.15.5 computed."""
    with np.load(FOLDER / name / file) as arrays:
        return {key: arrays[key] for key in arrays.files}


def prefix(name):
    return FOLDER / name / f"model.ckpt-{training.BEFORE}"


def restored(name, of_keras=False):
    """A model and an optimizer as the checkpoint has them, and the report."""
    own, stock_model, make = MODELS[name]
    built, optimizer = (stock_model if of_keras else own)(), make()
    return built, optimizer, checkpoint.restore(built, prefix(name), optimizer=optimizer)


def train(built, optimizer, arrays, first, count):
    """A loop as a user writes it; the losses before each step."""

    @tf.function
    def step(inputs, targets):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(built(inputs, training=True) - targets))
        weights = built.trainable_variables
        # Keras squares the gradients of a row that is used twice one by one, TF1 their sum.
        gradients = [tf.convert_to_tensor(one) for one in tape.gradient(loss, weights)]
        optimizer.apply(gradients, weights)
        return loss

    order = [number % training.BATCHES for number in range(first, first + count)]
    batches = [(tf.constant(arrays["inputs"][n]), tf.constant(arrays["targets"][n])) for n in order]
    return np.array([step(*batch).numpy() for batch in batches])


def saved(name, folder, of_keras=False):
    """Trains a restored model for a few steps and saves it.

    Returns:
        The model, its optimizer, and the prefix.
    """
    built, optimizer, _ = restored(name, of_keras)
    train(built, optimizer, golden(name), training.BEFORE, training.BACK)
    path = checkpoint.save(built, Path(folder) / "model.ckpt", optimizer=optimizer)
    return built, optimizer, path


def main(folder):
    for name, (_, stock_model, _) in MODELS.items():
        for place, of_keras in ((name, False), (f"{name}_stock", True)):
            if stock_model or not of_keras:
                (Path(folder) / place).mkdir(parents=True)
                print(saved(name, Path(folder) / place, of_keras)[2])


if __name__ == "__main__":
    main(*sys.argv[1:])
