"""Modes of Keras' other backends: a `.keras` file of a model goes on there as it does here.

`python -m tests.modes.backends <folder> <family> ...` with `KERAS_BACKEND` set is the process of
the other backend: it loads each model, predicts, trains and predicts again.
"""

import sys
import tempfile
from pathlib import Path

import keras
import numpy as np

from tests.goldens import flat
from tests.modes.families import FAMILIES, difference, examples_of, regression_of
from tests.modes.processes import Elsewhere, run, told

EXAMPLES, RATE = 8, 0.05


def jax(names):
    """A `.keras` file on Keras' jax backend: `predict`, `fit`, and the weights it leads to."""
    return on_backend("jax", names, JAX_DISABLE_MOST_OPTIMIZATIONS="1")  # compiling takes the time


def on_backend(backend, names, **environment):
    """{family: error or exception} of a process with another backend, against TensorFlow's."""
    wanted = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            model = regression_of(name)
            model.compile(keras.optimizers.SGD(RATE), "mse")
            model.save(Path(folder, f"{name}.keras"))
            wanted[name] = trained(name, model)
        found = run("backends", folder, *names, KERAS_BACKEND=backend, **environment)
        for name, outcome in found.items():
            if not isinstance(outcome, Elsewhere):
                with np.load(Path(folder, f"{name}.npz")) as arrays:
                    parts = [arrays[key] for key in arrays.files]
                # Another backend draws other masks: of dropout only what comes before training.
                last = 1 if FAMILIES[name].drops else None
                found[name] = difference(parts[:last], wanted[name][:last])
    return found


def trained(name, model):
    """`[prediction, prediction after training, *weights]`; the loss must become smaller."""
    inputs, targets = examples_of(name, EXAMPLES)
    before = model.evaluate(inputs, targets, verbose=0)
    predicted = model.predict(inputs, verbose=0)
    model.fit(inputs, targets, batch_size=EXAMPLES // 2, epochs=3, shuffle=False, verbose=0)
    assert model.evaluate(inputs, targets, verbose=0) < before
    return [predicted, model.predict(inputs, verbose=0), *model.get_weights()]


def here(folder, name):
    """What the other process does with a family's file."""
    parts = trained(name, keras.saving.load_model(Path(folder, f"{name}.keras")))
    np.savez(Path(folder, f"{name}.npz"), *flat(parts))
    return 0.0


if __name__ == "__main__":
    folder, *names = sys.argv[1:]
    assert keras.backend.backend() != "tensorflow"
    for name in names:
        told(name, here, folder, name)
