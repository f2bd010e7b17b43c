"""What is not a sequence: importing, asking for help, restoring a checkpoint.

`python -m tests.benchmarks.costs <prefix> <layers>` is the process that restores.
"""

import json
import math
import os
import statistics
import sys
import tempfile

from tests.benchmarks.processes import last_line, output, seconds
from tests.benchmarks.timing import interleaved, ratio
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
    functions = {
        "read": lambda: measure_size.read(prefix),
        "restore": lambda: checkpoint.restore(model, prefix),
    }
    found = interleaved(functions, int(repetitions), math.inf)
    return {"times": ratio(found, "restore", "read")} | {
        f"{name}_{what}": statistics.median(found[name][of])
        for name in functions
        for what, of in (("seconds", "times"), ("processor", "processor"))
    }


if __name__ == "__main__":
    print(json.dumps(here(*sys.argv[1:])))
