"""The rows of the table: what is run, with its title and the function that judges it.

A mode of a single process is a function of a family's name that returns the largest difference
it met. One of other processes takes a list of names, for a process is dear, and returns
`{name: difference or exception}`. Either may find what `limits.py` declares; nothing else.
"""

from typing import NamedTuple

from tests.modes import (
    backends,
    derivatives,
    dtypes,
    exports,
    files,
    layers,
    running,
    training,
    workers,
)
from tests.modes.processes import run


class Mode(NamedTuple):
    """A row.

    Attributes:
        group: the heading it stands under.
        title: its head.
        check: the function.
        limit: the largest difference that is no failure.
        whole: whether the function takes all families at once.
    """

    group: str
    title: str
    check: object
    limit: float = 1e-6
    whole: bool = False


def mirrored(names):
    """`fit` under `MirroredStrategy` on two logical CPUs gives the weights of one device."""
    return run("mirrored", *names)


RUNNING, DTYPES, LAYERS = "Running", "dtype policies", "Keras layers"
TRAINING, DISTRIBUTION, FILES = "Training", "Distribution", "Files, exports and other backends"

MODES = {
    "eager": Mode(RUNNING, "eager", running.eager),
    "function": Mode(RUNNING, "`tf.function`", running.in_function),
    "unknown_sizes": Mode(RUNNING, "unknown batch and time", running.unknown_sizes),
    "compiled": Mode(RUNNING, "`jit_compile=True`", running.compiled, limit=5e-6),
    "v1_graph": Mode(RUNNING, "`tf.compat.v1` graph", running.in_v1_graph),
    "mixed_float16": Mode(DTYPES, "`mixed_float16`", dtypes.mixed_float16, limit=5e-3),
    "mixed_bfloat16": Mode(DTYPES, "`mixed_bfloat16`", dtypes.mixed_bfloat16, limit=4e-2),
    "float64": Mode(DTYPES, "`float64`", dtypes.float64, limit=1e-10),
    "functional": Mode(LAYERS, "functional model", layers.functional),
    "sequential": Mode(LAYERS, "Sequential model", layers.sequential),
    "bidirectional": Mode(LAYERS, "`Bidirectional`", layers.bidirectional),
    "unrolled": Mode(LAYERS, "`unroll=True`", layers.unrolled),
    "stateful": Mode(LAYERS, "`stateful=True`", layers.stateful),
    "stock": Mode(LAYERS, "stock `keras.layers.RNN`", layers.stock),
    "fit": Mode(TRAINING, "`fit`", training.fit, limit=5e-6),
    "train_on_batch": Mode(TRAINING, "`train_on_batch`", training.train_on_batch),
    "predict": Mode(TRAINING, "`predict`", training.predict),
    "tape": Mode(TRAINING, "gradient tape", derivatives.first, limit=1e-6),
    "tapes": Mode(TRAINING, "tape of a tape", derivatives.second_eagerly, limit=1e-6),
    "tapes_in_function": Mode(
        TRAINING, "tape of a tape, `tf.function`", derivatives.second_in_function, limit=1e-6
    ),
    "tapes_compiled": Mode(
        TRAINING, "tape of a tape, `jit_compile`", derivatives.second_compiled, limit=1e-6
    ),
    "mirrored": Mode(DISTRIBUTION, "`MirroredStrategy`, `fit`", mirrored, 5e-6, whole=True),
    "workers_loop": Mode(DISTRIBUTION, "two workers, own loop", workers.loop, 5e-6, whole=True),
    "workers_fit": Mode(DISTRIBUTION, "two workers, `fit`", workers.fit, 5e-6, whole=True),
    "keras_file": Mode(FILES, "`.keras`", files.keras_file, whole=True),
    "saved_model": Mode(FILES, "SavedModel", files.saved_model, whole=True),
    "litert": Mode(FILES, "LiteRT by TensorFlow", exports.litert),
    "litert_by_keras": Mode(FILES, "LiteRT by Keras", exports.litert_by_keras),
    "onnx": Mode(FILES, "ONNX", exports.onnx),
    "jax": Mode(FILES, "`.keras` on jax", backends.jax, 5e-6, whole=True),
}
