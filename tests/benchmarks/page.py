"""The page docs/performance.md, from the results of a run and what `rows.py` declares."""

import math
import statistics

from tests.benchmarks.processes import ROOT
from tests.benchmarks.rows import (
    AGAINST_TF1,
    BOUNDED,
    COSTS,
    FORWARD,
    FUNCTION,
    GRID,
    JIT,
    LINEAR,
    MEMORY,
    MEMORY_BOUNDED,
    PLOTTED,
    TF1_ROWS,
    TIMED,
    TRAIN,
)
from tests.benchmarks.subjects import KERAS, LEAN, OURS, PLAIN

PAGE = ROOT / "docs" / "performance.md"
NOTES = ROOT / "tests" / "benchmarks" / "notes.md"
TIME_PLOT, MEMORY_PLOT = "performance_time.svg", "performance_memory.svg"
FLOOR, PROCESSOR = "floor", "processor"
HELD, GOAL, MISSED = "held", "goal", "**missed**"

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
    parts = [
        HEAD,
        "## The machine\n", _machine(found["machine"]), _load(found["time"]),
        "## The bounds\n", BOUNDS, _bounds(found["time"]), _more_bounds(found["time"]),
        "## Everything measured\n", TIMES, _times(found["time"]),
        "## Compiling\n", _compiling(found["time"]),
        "## Longer and larger\n", _plots(), LINES.format(limit=LINEAR), _linear(found),
        "## Memory\n", PEAKS, _memory(found["memory"]),
        "## The other costs\n", _costs(found["costs"]),
        *_tf1(found),
        NOTES.read_text(encoding="utf-8"),
    ]  # fmt: skip
    return "\n".join(parts)


def verdict(number, bound) -> str:
    """A figure with its bound and goal, and whether they are reached."""
    if bound is None or number is None:
        return "" if number is None else f"{number:.3g}"
    word = GOAL if number >= bound.goal else HELD if number >= bound.least else MISSED
    return f"{number:.3g} {word} ({bound.least:g} / {bound.goal:g})"


def at_most(number, limit) -> str:
    """A figure that shall be small, with its limit."""
    if math.isinf(number):
        return "" if math.isinf(limit) else f"not measured ({limit:g})"
    if math.isinf(limit):
        return f"{number:.3g}"
    return f"{number:.3g} {HELD if number <= limit else MISSED} ({limit:g})"


def table(head, rows) -> str:
    """A Markdown table."""
    return (
        "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *rows]) + "\n"
    )


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
    return table(["", ""], [[name, str(value)] for name, value in facts.items()])


def _load(times):
    loads = [times[key]["load"] for key in TIMED]
    return (
        "While the rows were timed, the machine's load, the benchmark's own included, was "
        f"between\n{min(loads):g} and {max(loads):g}, {statistics.median(loads):g} at the median. "
        "Beyond the number of cores others worked beside it,\nand the figures are less sure.\n"
    )


def _figure(times, row, what):
    return times[row.key][what]["ratios"][KERAS]


def _cell(times, row, what):
    if row is None:
        return ""
    least, most = times[row.key][what]["span"]
    return f"{verdict(_figure(times, row, what), row.bounds.get(what))}, {least:.3g} to {most:.3g}"


def _bounds(times):
    titles = dict.fromkeys(row.title for row in BOUNDED)
    by_mode = {(row.title, row.mode): row for row in BOUNDED}
    rows = []
    for title in titles:
        plain, jitted = by_mode[title, FUNCTION], by_mode.get((title, JIT))
        cells = [(plain, FORWARD), (plain, TRAIN), (jitted, FORWARD), (jitted, TRAIN)]
        rows.append([title, *(_cell(times, row, what) for row, what in cells)])
    head = ["", "forward", "train step", "forward, both jitted", "train step, both jitted"]
    return table(head, rows)


def _more_bounds(times):
    bounded = [row for row in GRID if row.bounds]
    return table(
        ["", "mode", FORWARD],
        [[row.title, row.mode, _cell(times, row, FORWARD)] for row in bounded],
    )


def _times(times):
    head = ["", "mode", "", OURS, KERAS, PLAIN, FLOOR, f"x {KERAS}", f"x {PLAIN}", f"of {FLOOR}"]
    head.append(PROCESSOR)
    rows = []
    for key, row in TIMED.items():
        for what in row.passes:
            found = times[key][what]
            cells = [
                f"{found[part][name]:g}" if name in found[part] else ""
                for part, names in (
                    ("milliseconds", (OURS, KERAS, PLAIN, FLOOR)),
                    ("ratios", (KERAS, PLAIN, FLOOR, PROCESSOR)),
                )
                for name in names
            ]
            first = what == FORWARD
            rows.append([row.title if first else "", row.mode if first else "", what, *cells])
    return table(head, rows)


def _compiling(times):
    jitted = [row for row in TIMED.values() if row.mode == JIT]
    rows = [
        [row.title, what, *(f"{times[row.key][what]['first'][name]:g}" for name in (OURS, KERAS))]
        for row in jitted
        for what in row.passes
    ]
    text = "Seconds of the first run under `jit_compile=True`, which compiles.\n\n"
    return text + table(["", "", OURS, KERAS], rows)


def _plots():
    return (
        f"![Time of a run against the length of sequences and the size]({TIME_PLOT})\n\n"
        f"![Peak memory of a train step against the same]({MEMORY_PLOT})\n"
    )


def _linear(found):
    rows = []
    for title, (axis, plotted) in PLOTTED.items():
        if axis != "time":
            continue
        short, long = ([row for row in plotted if row.time == time][0] for time in (100, 1000))
        times = [
            found["time"][long.key][what]["milliseconds"][OURS]
            / found["time"][short.key][what]["milliseconds"][OURS]
            / 10
            for what in (FORWARD, TRAIN)
        ]
        memory = found["memory"][long.key][OURS] / found["memory"][short.key][OURS] / 10
        rows.append([title, *(at_most(number, LINEAR) for number in (*times, memory))])
    return table(["", "time, forward", "time, train step", "memory, train step"], rows)


def _memory(memory):
    bounded = {entry.row.key for entry in MEMORY_BOUNDED}
    rows = []
    for key in [*bounded_first(bounded), *(key for key in MEMORY if key not in bounded)]:
        entry, found = MEMORY[key], memory[key]
        cells = [f"{found[name]:.0f}" if name in found else "" for name in (KERAS, OURS, LEAN)]
        cells.append(at_most(found[OURS] / found[KERAS], entry.plain))
        lean = found[LEAN] / found[KERAS] if LEAN in found else math.inf
        cells.append(
            "" if math.isinf(lean) and math.isinf(entry.lean) else at_most(lean, entry.lean)
        )
        rows.append([entry.row.title, *cells])
    head = ["", f"{KERAS}, MB", f"{OURS}, MB", f"{LEAN}, MB", f"{OURS} / {KERAS}"]
    return table([*head, f"lean / {KERAS}"], rows)


def bounded_first(bounded) -> list:
    """The keys with bounds in the order of their declaration."""
    return [key for key in MEMORY if key in bounded]


def _costs(costs):
    rows = []
    for key, cost in COSTS.items():
        value = costs[key]["value"]
        word = HELD if value <= cost.bound else MISSED
        rows.append([cost.title, f"{value:g} {cost.unit}", f"{cost.bound:g} {cost.unit}", word])
    figures = costs["restore"]
    text = (
        f"\nThe restore took {figures['restore_seconds']:g} s and the reader "
        f"{figures['read_seconds']:g} s, with the files in the page cache; all cores\ntogether "
        f"worked {figures['restore_processor']:g} s and {figures['read_processor']:g} s. While the "
        "next array is read, a second thread keeps the old\nvalues on disk until all new ones are "
        "in place, and looks at every number for what is none.\n"
    )
    return table(["", "measured", "at most", ""], rows) + text


def _tf1(found):
    known = found.get("tf1", {}).get("rows", {})
    if not known:
        return []
    rows = []
    for key, row in TF1_ROWS.items():
        if key not in known:
            continue
        cells = []
        for what in (FORWARD, TRAIN):
            ours, theirs = found["time"][key][what]["milliseconds"][OURS], known[key][what]
            least = AGAINST_TF1[row.kind]
            word = HELD if theirs / ours >= least else MISSED
            cells += [f"{theirs:g}", f"{ours:g}", f"{theirs / ours:.3g} {word} ({least:g})"]
        rows.append([row.title, *cells])
    head = ["", "forward: TF1, ms", "ours, ms", "times", "train: TF1, ms", "ours, ms", "times"]
    return ["## Beside TF 1.15.5\n", OF_TF1.format(version=found["tf1"]["version"]),
            table(head, rows)]  # fmt: skip
