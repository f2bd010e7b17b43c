"""The plots of docs/performance.md: time and memory against length and size."""

import matplotlib

matplotlib.use("svg")

import matplotlib.pyplot as plt

from tests.benchmarks.page import MEMORY_PLOT, PAGE, TIME_PLOT
from tests.benchmarks.row import FORWARD, TRAIN
from tests.benchmarks.rows import PLOTTED
from tests.benchmarks.subjects import FLOOR, KERAS, LEAN, OURS

STYLES = {OURS: ("C0", "o"), LEAN: ("C2", "s"), KERAS: ("C1", "^"), FLOOR: ("0.5", "")}
LINES = {FORWARD: "--", TRAIN: "-"}
SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "tf_contrib_rnn",
    "font.size": 9,
    "axes.grid": True,
    "grid.alpha": 0.3,
}


def draw(found) -> None:
    """Draws both plots beside the page."""
    with plt.rc_context(SETTINGS):
        _draw(TIME_PLOT, "milliseconds", lambda row: _times(found["time"][row.key]))
        _draw(MEMORY_PLOT, "MB above before", lambda row: _peaks(found["memory"][row.key]))


def _times(figures):
    names = (OURS, KERAS, FLOOR)
    return {(name, what): figures[what]["milliseconds"][name] for what in LINES for name in names}


def _peaks(figures):
    return {(name, TRAIN): peak for name, peak in figures.items()}


def _draw(file, unit, figures_of):
    figure, places = plt.subplots(2, 2, figsize=(9, 6.4), layout="constrained")
    for axes, (title, (axis, rows)) in zip(places.flat, PLOTTED.items(), strict=True):
        figures = {getattr(row, axis): figures_of(row) for row in rows}
        for name, what in next(iter(figures.values())):
            color, marker = STYLES[name]
            points = [(x, y[name, what]) for x, y in figures.items() if (name, what) in y]
            axes.plot(
                *zip(*points, strict=True), LINES[what], color=color, marker=marker, markersize=4,
                label=f"{name}, {what}",
            )  # fmt: skip
        axes.set(title=title, xlabel={"time": "time", "units": "n"}[axis], ylabel=unit)
        axes.set(xscale="log", yscale="log")
        values = list(figures)
        axes.set_xticks(values, [str(value) for value in values], minor=False)
        axes.minorticks_off()
    places.flat[0].legend(fontsize=8)
    figure.savefig(PAGE.parent / file, metadata={"Date": None, "Creator": None})
    plt.close(figure)
