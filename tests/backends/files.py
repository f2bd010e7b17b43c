"""Files of models that one backend writes and another reads."""

import keras
import numpy as np

import tf_contrib_rnn as rnn
from tests.conformance.specimens import SPECIMENS, built, each, sequences
from tests.goldens import error, flat

LIMIT = 2e-6


def write(folder, name):
    """A model of a specimen, its weights and what it predicts, under `<folder>/<name>.*`."""
    specimen = SPECIMENS[name]
    symbolic = specimen.symbolic()
    layer = rnn.RNN(built(specimen), return_sequences=True, return_state=True)
    model = keras.Model(symbolic, flat(layer(symbolic)))
    model.save(f"{folder}/{name}.keras")
    model.save_weights(f"{folder}/{name}.weights.h5")
    np.savez(f"{folder}/{name}.npz", *predicted(model, specimen))


def read(folder, name):
    """The worst error of the file's model, and of a new one with the file's weights."""
    specimen = SPECIMENS[name]
    with np.load(f"{folder}/{name}.npz") as arrays:
        wanted = [arrays[key] for key in arrays.files]
    model = keras.saving.load_model(f"{folder}/{name}.keras")
    worst = 0.0
    for step in ("model", "weights"):
        if step == "weights":
            for weight in model.weights:
                weight.assign(np.zeros(weight.shape))
            model.load_weights(f"{folder}/{name}.weights.h5")
        found = predicted(model, specimen)
        worst = max([worst, *(error(a, b) for a, b in zip(found, wanted, strict=True))])
        assert worst <= LIMIT, (name, step, worst)
    return worst


def predicted(model, specimen):
    inputs = each(keras.ops.convert_to_numpy, sequences(specimen))
    return [keras.ops.convert_to_numpy(part) for part in flat(model(inputs, training=False))]
