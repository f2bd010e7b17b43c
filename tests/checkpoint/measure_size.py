"""What a large checkpoint costs: seconds to plan and to restore it, and memory beside the model.

    python tests/checkpoint/measure_size.py 2000 --folder /a/folder/with/room

Every step runs in a process of its own, so that none inherits memory from another. `--stock`
restores into layers of Keras, whose kernels are put together gate by gate. The model's old values
are random numbers; with `--zeros` TensorFlow's allocator has no memory left of making them, so that
all memory beside the model is what the restore itself needs.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

UNITS, WORDS = 2048, 8192
KERNEL = 2 * UNITS * 4 * UNITS * 4  # bytes: one layer's


def layers_in(megabytes: int) -> int:
    """The number of layers of about that size together."""
    return max(1, round(megabytes * 1e6 / KERNEL))


def write(prefix: str, count: int) -> dict:
    """Writes a language model's checkpoint, and returns its size in bytes."""
    import numpy as np
    import tensorflow as tf

    random = np.random.default_rng(0)
    contents = {"embedding": random.random((WORDS, UNITS), "float32")}
    for number in range(count):
        scope = f"rnn/multi_rnn_cell/cell_{number}/lstm_cell"
        contents[f"{scope}/kernel"] = random.random((2 * UNITS, 4 * UNITS), "float32")
        contents[f"{scope}/bias"] = random.random(4 * UNITS, "float32")
    tf.raw_ops.SaveV2(
        prefix=prefix,
        tensor_names=list(contents),
        shape_and_slices=[""] * len(contents),
        tensors=list(contents.values()),
    )
    return {"bytes": sum(array.nbytes for array in contents.values())}


def model_of(count: int, stock: bool, filled: bool = True):
    """The model, built and filled with random numbers or with zeros."""
    import keras

    import tf_contrib_rnn as rnn

    start = (keras.initializers.RandomUniform if filled else keras.initializers.Zeros)()
    starts = {"kernel_initializer": start, "recurrent_initializer": start}
    if stock:
        cell = keras.layers.StackedRNNCells(
            [keras.layers.LSTMCell(UNITS, **starts) for _ in range(count)]
        )
    else:
        cells = [rnn.LSTMCell(UNITS, initializer=start) for _ in range(count)]
        cell = rnn.MultiRNNCell(cells)
    table = keras.layers.Embedding(WORDS, UNITS, embeddings_initializer=start)
    model = keras.Sequential([table, rnn.RNN(cell)])
    model.build((None, 3))
    return model


def restore(prefix: str, count: int, stock: bool, filled: bool = True) -> dict:
    """Plans and restores; seconds, and bytes of resident memory beside the model."""
    from tf_contrib_rnn import checkpoint

    model = model_of(count, stock, filled)
    before = _memory("VmRSS")
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")  # forget the peak so far
    start = time.perf_counter()
    checkpoint.plan(model, prefix)
    planned = time.perf_counter()
    report = checkpoint.restore(model, prefix)
    done = time.perf_counter()
    return {
        "plan_seconds": planned - start,
        "restore_seconds": done - planned,
        "model_bytes": sum(4 * int(w.value.shape.num_elements()) for w in model.weights),
        "beside_model_bytes": _memory("VmHWM") - before,
        "variables": len(report.assigned),
        "sum": float(sum(record.max_abs for record in report.assigned)),
    }


def read(prefix: str) -> dict:
    """The seconds in which TensorFlow's own reader reads every tensor, and its memory."""
    import tensorflow as tf

    reader = tf.train.load_checkpoint(prefix)
    names = sorted(reader.get_variable_to_shape_map())
    before, start = _memory("VmRSS"), time.perf_counter()
    for name in names:
        reader.get_tensor(name)
    seconds = time.perf_counter() - start
    return {"read_seconds": seconds, "kept_bytes": _memory("VmRSS") - before}


def _memory(field: str) -> int:
    with open("/proc/self/status") as file:
        line = next(line for line in file if line.startswith(field + ":"))
    return int(line.split()[1]) * 1024


def alone(step: str, *arguments) -> dict:
    """Runs one of the steps above in a process of its own."""
    command = [sys.executable, __file__, "--step", step, json.dumps(arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure(megabytes: int, folder: str, stock: bool, filled: bool = True) -> dict:
    """All figures of a checkpoint of that size, which is written and removed again."""
    count = layers_in(megabytes)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        prefix = os.path.join(place, "model.ckpt")
        figures = alone("write", prefix, count)
        figures |= alone("read", prefix) | alone("restore", prefix, count, stock, filled)
    return figures


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("megabytes", nargs="?", type=int, default=2000)
    parser.add_argument("--folder", help="where the checkpoint is written for the while")
    parser.add_argument("--stock", action="store_true", help="into layers of Keras")
    parser.add_argument("--zeros", action="store_true", help="into a model of zeros")
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        name, arguments = options.step
        print(json.dumps({"write": write, "read": read, "restore": restore}[name](
            *json.loads(arguments))))  # fmt: skip
        return
    figures = measure(options.megabytes, options.folder, options.stock, not options.zeros)
    for name, figure in figures.items():
        unit = f"{figure / 1e6:.0f} MB" if name.endswith("bytes") else f"{figure:.2f}"
        print(f"{name:20} {unit}")


if __name__ == "__main__":
    main()
