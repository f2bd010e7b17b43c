"""Peak memory of a train step above what the process held before, in a process of its own.

The processes are split off from one that has TensorFlow imported and nothing of it running.
"""

import multiprocessing

from tests.benchmarks.row import TRAIN
from tests.benchmarks.rows import MEMORY

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.benchmarks.subjects"])


def peak(name, key) -> float:
    """Megabytes that a train step needs beside the weights, the inputs and the libraries.

    Args:
        name: whose step, as in `subject`.
        key: of a row of `MEMORY`.
    """
    with _PROCESSES.Pool(1) as pool:
        return pool.apply(_measured, (name, key))


def _measured(name, key):
    from tests.benchmarks.subjects import subject

    step = subject(name, MEMORY[key].row, TRAIN)
    before = _resident("VmRSS")
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")  # forget the peak so far
    for _ in range(3):
        step()
    return (_resident("VmHWM") - before) / 1e6


def _resident(field):
    with open("/proc/self/status") as file:
        line = next(line for line in file if line.startswith(field + ":"))
    return int(line.split()[1]) * 1024
