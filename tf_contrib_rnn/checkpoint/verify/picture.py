"""The errors of a verification as a picture."""

import numpy as np

from tf_contrib_rnn._beside import beside
from tf_contrib_rnn.checkpoint.errors import CheckpointError

_SMALLEST = 1e-9
_AGREES, _DIFFERS = "#1f7a5a", "#c4402b"


def draw(verification, path) -> None:
    """Draws one line of dots along the network, and the error of each step beside it.

    Args:
        verification: the `Verification`.
        path: the file to write.

    Raises:
        CheckpointError: if there is nothing to draw.
        ImportError: without matplotlib.
    """
    rows, tolerance = verification.rows, max(verification.tolerance, _SMALLEST)
    if not rows:
        raise CheckpointError(
            "there is no tensor to draw, because nothing was compared; verify with a graph."
        )
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ImportError("a picture expects matplotlib: pip install matplotlib.") from error
    over_time = [row.over_time for row in rows]
    has_time = any(steps is not None for steps in over_time)
    figure = Figure(figsize=(12 if has_time else 7, 1.9 + 0.42 * len(rows)), layout="constrained")
    axes = figure.subplots(1, 2 if has_time else 1, sharey=True, squeeze=False)[0]
    _errors(axes[0], rows, tolerance)
    if has_time:
        _steps(figure, axes[1], over_time, tolerance)
    title = verification.verdict
    figure.suptitle(title, x=0.01, ha="left", fontsize=11, wrap=True,
                    color=_AGREES if verification.agrees else _DIFFERS)  # fmt: skip
    with beside(path) as new:
        figure.savefig(new, dpi=150)


def _errors(axes, rows, tolerance):
    places = np.arange(len(rows))
    errors = [np.clip(row.max_relative, _SMALLEST, 1e6) for row in rows]
    colors = [_AGREES if row.agrees else _DIFFERS for row in rows]
    axes.hlines(places, _SMALLEST, errors, color=colors, alpha=0.35, linewidth=2)
    axes.scatter(errors, places, color=colors, s=42, zorder=3)
    axes.axvline(tolerance, color="0.35", linestyle="--", linewidth=1)
    axes.annotate(" tolerance", (tolerance, -0.8), ha="left", fontsize=8, color="0.35")
    axes.set(xscale="log", xlim=(_SMALLEST, max(10 * max(errors), 10 * tolerance)),
             xlabel="largest relative error", ylim=(len(rows) - 0.4, -1.0))  # fmt: skip
    axes.set_yticks(places, [row.layer for row in rows])
    axes.grid(axis="x", color="0.9")
    axes.spines[["top", "right"]].set_visible(False)


def _steps(figure, axes, over_time, tolerance):
    """A strip of steps for each tensor: green within the tolerance, red beyond it."""
    from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm

    longest = max(len(steps) for steps in over_time if steps is not None)
    image = np.full((len(over_time), longest), np.nan)
    for row, steps in enumerate(over_time):
        if steps is not None:
            image[row, : len(steps)] = np.log10(np.clip(steps, _SMALLEST, 1e6))
        else:
            axes.text((longest - 1) / 2, row, "no time", ha="center", va="center", fontsize=8,
                      color="0.55")  # fmt: skip
    middle, low = np.log10(tolerance), np.log10(_SMALLEST)
    high = max(float(np.nanmax(image)), middle + 2)
    colors = LinearSegmentedColormap.from_list("", [_AGREES, "#e9f2ee", "#f6d5cd", _DIFFERS])
    norm = TwoSlopeNorm(middle, min(low, middle - 1), high)
    edges = np.arange(longest + 1) - 0.5
    for row in range(len(over_time)):
        drawn = axes.pcolormesh(edges, [row - 0.4, row + 0.4], image[row : row + 1], cmap=colors,
                                norm=norm)  # fmt: skip
    axes.set(xlabel="step", ylim=(len(over_time) - 0.4, -1.0))
    axes.set_xticks(range(0, longest, max(1, longest // 10)))
    axes.tick_params(left=False)
    axes.spines[["top", "right", "left"]].set_visible(False)
    bar = figure.colorbar(drawn, ax=axes, label="largest relative error of a step")
    ticks = sorted({*np.arange(np.ceil(low), np.floor(high) + 1, 2), middle})
    bar.set_ticks(ticks, labels=[f"$10^{{{tick:.3g}}}$" for tick in ticks])
