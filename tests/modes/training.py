"""Modes of Keras' training: `fit`, `train_on_batch`, `predict`, each equal to a loop by hand."""

import keras
import numpy as np
import tensorflow as tf

from tests.conformance.specimens import each
from tests.modes.families import (
    cell_of,
    difference,
    examples_of,
    inputs_of,
    model_of,
    outputs_of,
    regression_of,
)

EXAMPLES, BATCH, EPOCHS = 8, 4, 3
RATE = 0.05


def model_to_train(name):
    model = regression_of(name)
    model.compile(keras.optimizers.SGD(RATE), "mse")
    return model


def batches(inputs, targets):
    """The examples in batches, in order."""
    for start in range(0, EXAMPLES, BATCH):
        rows = slice(start, start + BATCH)
        yield each(lambda x, rows=rows: x[rows], inputs), targets[rows]


def trained_by_hand(model, inputs, targets):
    """Gradient descent with a tape and no optimizer; the mean loss of each epoch."""
    losses = []
    for _ in range(EPOCHS):
        of_batches = []
        for x, y in batches(inputs, targets):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((model(x, training=True) - y) ** 2)
            variables = model.trainable_variables
            for variable, gradient in zip(
                variables, tape.gradient(loss, [v.value for v in variables]), strict=True
            ):
                if gradient is not None:
                    variable.assign_sub(RATE * gradient)
            of_batches.append(float(loss))
        losses.append(np.mean(of_batches))
    return losses


def fit(name):
    """`model.fit` makes the loss smaller, by the numbers of a loop by hand, dropout included."""
    inputs, targets = examples_of(name, EXAMPLES)
    ours, twin = model_to_train(name), model_to_train(name)
    before = ours.evaluate(inputs, targets, verbose=0)
    options = {"batch_size": BATCH, "epochs": EPOCHS, "shuffle": False, "verbose": 0}
    losses = ours.fit(inputs, targets, **options).history["loss"]
    by_hand = trained_by_hand(twin, inputs, targets)
    assert ours.evaluate(inputs, targets, verbose=0) < before
    return max(difference(losses, by_hand), difference(ours.get_weights(), twin.get_weights()))


def train_on_batch(name):
    """`train_on_batch`, batch after batch, gives the weights that `fit` gives."""
    inputs, targets = examples_of(name, EXAMPLES)
    ours, twin = model_to_train(name), model_to_train(name)
    options = {"batch_size": BATCH, "epochs": EPOCHS, "shuffle": False, "verbose": 0}
    ours.fit(inputs, targets, **options)
    for _ in range(EPOCHS):
        for x, y in batches(inputs, targets):
            twin.train_on_batch(x, y)
    return difference(ours.get_weights(), twin.get_weights())


def predict(name):
    """`predict` in batches of any size gives what the model gives at once, without dropout."""
    cell = cell_of(name)
    model, inputs = model_of(name, cell), each(np.asarray, inputs_of(name, EXAMPLES))
    wanted = outputs_of(name, cell, EXAMPLES)
    found = [model.predict(inputs, batch_size=size, verbose=0) for size in (3, EXAMPLES)]
    return max(difference(part, wanted) for part in found)
