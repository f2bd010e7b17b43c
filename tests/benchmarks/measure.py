"""Measures rows and keeps what was found, as JSON that the page is written from."""

import dataclasses
import gc
import json
import statistics
import subprocess
import sys

from tests.benchmarks import costs, memory
from tests.benchmarks.processes import ROOT, environment, last_line
from tests.benchmarks.products import floor
from tests.benchmarks.rows import TIMED
from tests.benchmarks.subjects import (
    FLOOR,
    KERAS,
    LAYERS,
    LEAN,
    OURS,
    PLAIN,
    PROCESSOR,
    saves_memory,
    subject,
)
from tests.benchmarks.timing import interleaved, median, ratio


def in_processes(row, count, repetitions, seconds) -> dict:
    """The medians of `timed` over so many processes, one after the other.

    Where a process puts its memory and its threads moves a figure by a tenth, for as long as the
    process lives. `span` holds the least and the most of the ratio to Keras' layer.
    """
    runs = [
        last_line("tests.benchmarks.measure", row.key, str(repetitions), str(seconds))
        for _ in range(count)
    ]
    found = {}
    for what in row.passes:
        ratios = [run[what]["ratios"][KERAS] for run in runs]
        found[what] = medians([run[what] for run in runs]) | {"span": [min(ratios), max(ratios)]}
    return found


def medians(runs) -> dict:
    """The median of every number in dictionaries of the same keys."""
    return {
        key: medians([run[key] for run in runs])
        if isinstance(value, dict)
        else rounded(statistics.median(run[key] for run in runs))
        for key, value in runs[0].items()
    }


def timed(row, repetitions, seconds) -> dict:
    """The figures of one row: of each pass the milliseconds of all, and the ratios.

    `Keras` is how many times as fast as Keras' layer ours is, `RNN(cell)` the same beside our
    cell in Keras' loop, `floor` how many times the floor's time ours takes, `processor` how many
    times the work of all cores together Keras' layer takes that ours takes;
    `first` holds the seconds of the first run of ours and of Keras', which under `jit_compile` is
    compiling.
    """
    found = {}
    for what in row.passes:
        functions = {name: subject(name, row, what) for name in LAYERS}
        if row.kind == "step":
            del functions[PLAIN]
        functions[FLOOR] = floor(row, what)
        measured = interleaved(functions, repetitions, seconds)
        names = [name for name in functions if name not in (OURS, FLOOR)]
        ratios = {name: ratio(measured, name, OURS) for name in names}
        ratios[FLOOR] = ratio(measured, OURS, FLOOR)
        ratios[PROCESSOR] = ratio(measured, KERAS, OURS, "processor")
        found[what] = {
            "milliseconds": {name: rounded(1e3 * median(measured, name)) for name in functions},
            "ratios": {name: rounded(number) for name, number in ratios.items()},
            "first": {name: rounded(measured[name]["first"]) for name in (OURS, KERAS)},
            "rounds": len(measured[OURS]["times"]),
        }
        del functions
        gc.collect()
    return found


def rounded(number) -> float:
    """Three digits."""
    return float(f"{number:.3g}")


def remembered(entry) -> dict:
    """Megabytes at the peak of a train step of a row, by name."""
    names = [OURS, KERAS]
    if saves_memory():
        names.append(LEAN)
    return {name: round(memory.peak(name, entry.row.key), 1) for name in names}


def cost(name, repetitions) -> dict:
    """The figure of one of the other costs, and what it is made of."""
    if name == "import":
        return {"value": rounded(costs.importing(repetitions))}
    if name == "help":
        return {"value": rounded(costs.helping(repetitions))}
    figures = costs.restoring(repetitions)
    value = figures.pop("times")
    return {"value": rounded(value)} | {key: rounded(figure) for key, figure in figures.items()}


def of_tf1(python, rows, repetitions, seconds) -> dict:
    """The version and the milliseconds of TF 1.15.5.

    Args:
        python: the interpreter that has it.
        rows: {key: row}.
        repetitions, seconds: as of `interleaved`.
    """
    given = {
        "repetitions": repetitions,
        "seconds": seconds,
        "rows": {key: dataclasses.asdict(row) for key, row in rows.items()},
    }
    script = ROOT / "tests" / "benchmarks" / "tf1.py"
    done = subprocess.run(
        [python, script], input=json.dumps(given), env=environment(), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        told = "\n".join(done.stderr.splitlines()[-5:])
        raise RuntimeError(f"{python} could not measure TF 1.15.5:\n{told}")
    found = json.loads(done.stdout.splitlines()[-1])
    return {
        "version": found["version"],
        "rows": {
            key: {what: rounded(1e3 * sorted(t)[len(t) // 2]) for what, t in times.items()}
            for key, times in found["rows"].items()
        },
    }


if __name__ == "__main__":
    key, repetitions, seconds = sys.argv[1:]
    print(json.dumps(timed(TIMED[key], int(repetitions), float(seconds))))
