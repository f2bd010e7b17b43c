"""Peak memory of a train step above what the process held before, in a process of its own.

`python -m tests.benchmarks.memory <name> <row's key>` is that process.
"""

import json
import sys

from tests.benchmarks.processes import last_line


def peak(name, key) -> float:
    """Megabytes that a train step needs beside the weights, the inputs and the libraries."""
    return last_line("tests.benchmarks.memory", name, key)


def resident(field) -> int:
    """VmRSS or VmHWM of this process in bytes."""
    with open("/proc/self/status") as file:
        line = next(line for line in file if line.startswith(field + ":"))
    return int(line.split()[1]) * 1024


def here(name, key) -> float:
    """What the process measures."""
    from tests.benchmarks.rows import MEMORY, TRAIN
    from tests.benchmarks.subjects import subject

    step = subject(name, MEMORY[key].row, TRAIN)
    before = resident("VmRSS")
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")  # forget the peak so far
    for _ in range(3):
        step()
    return (resident("VmHWM") - before) / 1e6


if __name__ == "__main__":
    print(json.dumps(here(*sys.argv[1:])))
