"""Modes of files: Keras' own, weights alone, and SavedModels; each loaded by a fresh process.

`python -m tests.modes.files <kind> <folder> <family> ...` is that process: it loads what stands in
the folder and runs it. A SavedModel is run by TensorFlow alone, our package is never imported.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

SIZES = ((3, 4), (2, 6))  # batch and time of what is run


def keras_file(names):
    """A `.keras` file, loaded with nothing but the import of our package."""
    return elsewhere("keras", names, lambda model, path: model.save(f"{path}.keras"))


def saved_model(names):
    """`model.export(path)`: a SavedModel of variable batch and time."""
    options = {"format": "tf_saved_model", "verbose": False}
    return elsewhere("saved_model", names, lambda model, path: model.export(path, **options))


def elsewhere(kind, names, save):
    """{family: error or exception} of files that another process loads."""
    from tests.conformance.specimens import ran
    from tests.goldens import flat
    from tests.modes.families import cell_of, difference, inputs_of, model_of
    from tests.modes.processes import Elsewhere, run

    wanted = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            cell, path = cell_of(name), f"{folder}/{name}"
            save(model_of(name, cell), path)
            for i, size in enumerate(SIZES):
                inputs = inputs_of(name, *size)
                np.savez(f"{path}.in.{i}.npz", *flat(inputs))
                wanted[name] += flat(ran(cell, inputs)[0])
        found = run("files", kind, folder, *names)
        for name, outcome in found.items():
            if not isinstance(outcome, Elsewhere):
                outputs = [arrays_of(f"{folder}/{name}.out.{i}.npz") for i in range(len(SIZES))]
                found[name] = difference(
                    [part for parts in outputs for part in parts], wanted[name]
                )
    return found


def arrays_of(path):
    """The arrays of a file, in order."""
    with np.load(path) as arrays:
        return [arrays[key] for key in arrays.files]


def loaded(kind, path):
    """A function of a family's inputs, from a file."""
    if kind == "keras":
        import keras

        import tf_contrib_rnn  # noqa: F401

        model = keras.saving.load_model(f"{path}.keras")
        return lambda inputs: model.predict(inputs, verbose=0)
    import tensorflow as tf

    served = tf.saved_model.load(path)
    return lambda inputs: served.serve(tf.nest.map_structure(tf.constant, inputs))


def run_here(kind, path):
    """Runs what a file holds on every input, and keeps the outputs."""
    model = loaded(kind, path)
    for i in range(len(SIZES)):
        inputs = arrays_of(f"{path}.in.{i}.npz")
        outputs = model(tuple(inputs) if len(inputs) > 1 else inputs[0])
        parts = outputs if isinstance(outputs, list | tuple) else [outputs]
        np.savez(f"{path}.out.{i}.npz", *(np.asarray(part) for part in parts))
    assert kind == "keras" or "tf_contrib_rnn" not in sys.modules
    return 0.0


if __name__ == "__main__":
    from tests.modes.processes import told

    kind, folder, *names = sys.argv[1:]
    for name in names:
        told(name, run_here, kind, Path(folder, name).as_posix())
