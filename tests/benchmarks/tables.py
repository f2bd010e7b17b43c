"""The tables of docs/performance.md, and the sentences that hold figures."""

import math
import statistics

from tests.benchmarks.row import FORWARD, FUNCTION, JIT, TRAIN
from tests.benchmarks.rows import (
    AGAINST_TF1,
    BOUNDED,
    COSTS,
    GRID,
    LINEAR,
    MEMORY,
    PLOTTED,
    TF1_ROWS,
    TIMED,
)
from tests.benchmarks.subjects import FLOOR, KERAS, LEAN, OURS, PLAIN, PROCESSOR

HELD, GOAL, MISSED = "held", "goal", "**missed**"


def verdict(number, bound) -> str:
    """A figure with its bound and goal, and whether they are reached."""
    if bound is None:
        return f"{number:.3g}"
    word = GOAL if number >= bound.goal else HELD if number >= bound.least else MISSED
    return f"{number:.3g} {word} ({bound.least:g} / {bound.goal:g})"


def at_most(number, limit) -> str:
    """A figure that shall be small, with its limit; infinite ones mean that there is none."""
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


def load(times) -> str:
    """The load of the machine meanwhile."""
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


def bounds(times) -> str:
    """The rows with bounds, plain and jitted."""
    titles = dict.fromkeys(row.title for row in BOUNDED)
    by_mode = {(row.title, row.mode): row for row in BOUNDED}
    rows = []
    for title in titles:
        plain, jitted = by_mode[title, FUNCTION], by_mode.get((title, JIT))
        cells = [(plain, FORWARD), (plain, TRAIN), (jitted, FORWARD), (jitted, TRAIN)]
        rows.append([title, *(_cell(times, row, what) for row, what in cells)])
    head = ["", "forward", "train step", "forward, both jitted", "train step, both jitted"]
    return table(head, rows)


def more_bounds(times) -> str:
    """The other rows with bounds."""
    bounded = [row for row in GRID if row.bounds]
    return table(
        ["", "mode", FORWARD],
        [[row.title, row.mode, _cell(times, row, FORWARD)] for row in bounded],
    )


def everything(times) -> str:
    """Every row that was timed."""
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


def compiling(times) -> str:
    """The first runs of the jitted rows."""
    jitted = [row for row in TIMED.values() if row.mode == JIT]
    rows = [
        [row.title, what, *(f"{times[row.key][what]['first'][name]:g}" for name in (OURS, KERAS))]
        for row in jitted
        for what in row.passes
    ]
    text = "Seconds of the first run under `jit_compile=True`, which compiles.\n\n"
    return text + table(["", "", OURS, KERAS], rows)


def linear(found) -> str:
    """Ten times the length beside one time."""
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


def peaks(memory) -> str:
    """The peaks of memory."""
    rows = []
    for key, entry in MEMORY.items():
        found = memory[key]
        cells = [f"{found[name]:.0f}" if name in found else "" for name in (KERAS, OURS, LEAN)]
        cells.append(at_most(found[OURS] / found[KERAS], entry.plain))
        lean = found[LEAN] / found[KERAS] if LEAN in found else math.inf
        cells.append(at_most(lean, entry.lean))
        rows.append([entry.row.title, *cells])
    head = ["", f"{KERAS}, MB", f"{OURS}, MB", f"{LEAN}, MB", f"{OURS} / {KERAS}"]
    return table([*head, f"lean / {KERAS}"], rows)


def costs(found) -> str:
    """The other costs."""
    rows = []
    for key, cost in COSTS.items():
        value = found[key]["value"]
        word = HELD if value <= cost.bound else MISSED
        rows.append([cost.title, f"{value:g} {cost.unit}", f"{cost.bound:g} {cost.unit}", word])
    figures = found["restore"]
    text = (
        f"\nThe restore took {figures['restore_seconds']:g} s and the reader "
        f"{figures['read_seconds']:g} s, with the files in the page cache; all cores\ntogether "
        f"worked {figures['restore_processor']:g} s and {figures['read_processor']:g} s. While the "
        "next array is read, a second thread keeps the old\nvalues on disk until all new ones are "
        "in place, and looks at every number for what is none.\n"
    )
    return table(["", "measured", "at most", ""], rows) + text


def beside_tf1(found) -> str:
    """TF 1.15.5 beside ours; "" where it was not measured."""
    known = found.get("tf1", {}).get("rows", {})
    if not known:
        return ""
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
    return table(head, rows)
