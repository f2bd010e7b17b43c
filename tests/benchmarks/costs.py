"""What is not a sequence: importing, asking for help, restoring a checkpoint.

`python -m tests.benchmarks.costs <prefix> <layers>` is the process that restores.
"""

import json
import os
import statistics
import sys
import tempfile
import time

from tests.benchmarks.processes import last_line, output, seconds
from tests.checkpoint import measure_size

IMPORT = """
import time
import keras
start = time.perf_counter()
import tf_contrib_rnn
print(time.perf_counter() - start)
"""
MEGABYTES = 1000


def importing(repetitions) -> float:
    """Seconds that our import adds to Keras'; compiled modules are there after the first."""
    times = [float(output(sys.executable, "-c", IMPORT)) for _ in range(repetitions + 1)]
    return statistics.median(times[1:])


def helping(repetitions) -> float:
    """Seconds of the whole process that prints the help of our command."""
    command = (sys.executable, "-m", "tf_contrib_rnn", "--help")
    seconds(*command)
    return statistics.median(seconds(*command) for _ in range(repetitions))


def restoring(repetitions, megabytes=MEGABYTES) -> dict:
    """Seconds to restore a checkpoint, to read it with TensorFlow's reader, and their ratio."""
    layers = measure_size.layers_in(megabytes)
    with tempfile.TemporaryDirectory() as folder:
        prefix = os.path.join(folder, "model.ckpt")
        measure_size.alone("write", prefix, layers)
        return last_line("tests.benchmarks.costs", prefix, str(layers), str(repetitions))


def here(prefix, layers, repetitions) -> dict:
    """What the process of a restore measures: both in turns, from files in the page cache."""
    from tf_contrib_rnn import checkpoint

    model = measure_size.model_of(int(layers), stock=False)
    measure_size.read(prefix)
    checkpoint.restore(model, prefix)
    reads, restores = [], []
    for _ in range(int(repetitions)):
        reads.append(measure_size.read(prefix)["read_seconds"])
        start = time.perf_counter()
        checkpoint.restore(model, prefix)
        restores.append(time.perf_counter() - start)
    return {
        "read_seconds": statistics.median(reads),
        "restore_seconds": statistics.median(restores),
        "times": statistics.median(b / a for a, b in zip(reads, restores, strict=True)),
    }


if __name__ == "__main__":
    print(json.dumps(here(*sys.argv[1:])))
