"""The page docs/performance.md, from the results of a run and what `rows.py` declares."""

from tests.benchmarks import tables
from tests.benchmarks.processes import ROOT
from tests.benchmarks.rows import COSTS, LINEAR, MEMORY, TIMED
from tests.benchmarks.subjects import LEAN
from tests.benchmarks.tables import GOAL, HELD

PAGE = ROOT / "docs" / "performance.md"
NOTES = ROOT / "tests" / "benchmarks" / "notes.md"
TIME_PLOT, MEMORY_PLOT = "performance_time.svg", "performance_memory.svg"

HEAD = """\
# How fast it is

Four run side by side in one process, in turns: our layer, Keras' own layer, our cell in the plain
`keras.layers.RNN`, and the floor, which is the products of the network and nothing else in the
same mode: no element-wise arithmetic, no gate, no state. All give the whole sequence of outputs.
A train step is the mean square of the outputs and its gradients by all weights; there is no
optimizer in it. A figure is the median over the rounds of the ratio within a round, so that what
else the machine does meets both sides; of a row with bounds it is the median of several processes,
since one differs from the next by a tenth. Sizes are (batch, time, inputs -> units), of maps also
the window; the inputs of maps are height x width x channels.

`make benchmarks` measures and writes this page and its plots, `TF1=PYTHON make benchmarks` also
beside a TF 1.15.5, whose interpreter that is. The figures are in `performance.json`;
`python -m tests.benchmarks --help` tells how to measure some rows only.
"""

BOUNDS = f"""\
How many times as fast as Keras' layer ours is. Behind each figure stand the bound, which should
hold, and the goal, which is hoped for: `{GOAL}` where the goal is reached, `{HELD}` where the
bound is held, `missed` where it is not; then the least and the most of the processes. Where Keras
has no such layer, its plain `LSTM` stands there.
"""

TIMES = """\
Milliseconds of each; then how many times as fast ours is as Keras' layer and as our cell in Keras'
loop, how many times the time of the bare products it takes, and last the ratio to Keras in the
work of all cores together, which other work on the machine moves less than the clock.
"""

PEAKS = f"""\
Peak memory of a train step above what the process held before, beside Keras' peak, each in a
process of its own. `{LEAN}` is the layer with `memory="lean"`.
"""

PLOTS = f"""\
![Time of a run against the length of sequences and the size]({TIME_PLOT})

![Peak memory of a train step against the same]({MEMORY_PLOT})
"""

LINES = """\
Time and memory grow as the length of the sequence does: what 1,000 steps take beside ten times
what 100 steps take, which shall be at most {limit}.
"""

OF_TF1 = """\
How many times as fast as TF {version}, whose `dynamic_rnn` ran in a process of its own beside
`rnn.RNN` with the same cell, inputs and sizes.
"""


def page(found) -> str:
    """The text of the page.

    Raises:
        ValueError: for a row that was not measured.
    """
    _complete(found)
    times = found["time"]
    parts = [
        HEAD,
        "## The machine\n", _machine(found["machine"]), tables.load(times),
        "## The bounds\n", BOUNDS, tables.bounds(times), tables.more_bounds(times),
        "## Everything measured\n", TIMES, tables.everything(times),
        "## Compiling\n", tables.compiling(times),
        "## Longer and larger\n", PLOTS, LINES.format(limit=LINEAR), tables.linear(found),
        "## Memory\n", PEAKS, tables.peaks(found["memory"]),
        "## The other costs\n", tables.costs(found["costs"]),
    ]  # fmt: skip
    if of_tf1 := tables.beside_tf1(found):
        title = OF_TF1.format(version=found["tf1"]["version"])
        parts += ["## Beside TF 1.15.5\n", title, of_tf1]
    return "\n".join([*parts, NOTES.read_text(encoding="utf-8")])


def _complete(found):
    declared = {"time": TIMED, "memory": MEMORY, "costs": COSTS}
    missing = [
        f"{section}: {key}"
        for section, rows in declared.items()
        for key in rows
        if key not in found.get(section, {})
    ]
    if missing:
        raise ValueError(
            f"docs/performance.md expects every row, received no figures of {len(missing)}, the "
            f"first of them {missing[0]!r}: measure them, with --only or all."
        )


def _machine(facts):
    return tables.table(["", ""], [[name, str(value)] for name, value in facts.items()])
