"""The demo's picture: frames drawn beside TF1's, and rows as the reader reads them."""

import importlib.util

import numpy as np

from tf_contrib_rnn._beside import beside
from tf_contrib_rnn._needs import MissingPackageError
from tf_contrib_rnn.demo import models

_ROWS_READ = 3
_GRID = {"left": 0.15, "right": 0.98, "bottom": 0.03, "top": 0.89, "hspace": 0.06, "wspace": 0.06}


def need_matplotlib():
    """Refuses to go on without matplotlib.

    Raises:
        MissingPackageError: when it is not installed.
    """
    if importlib.util.find_spec("matplotlib") is None:
        raise MissingPackageError(
            "the demo expects matplotlib for its picture, which is not installed: pip install "
            "'tf-contrib-rnn[demo]'.",
            name="matplotlib",
        )


def draw(path, frames, drawn, future, reader, logits):
    """Draws frames as they were, as TF1 and as we draw them, and rows of digits as they are read.

    Args:
        path: the PNG to write.
        frames: the predictor's stored arrays.
        drawn: our logits of the frames that follow each stored frame.
        future: our frames after those the predictor was shown, [movies, time, h, w, 1].
        reader: the reader's stored arrays.
        logits: our logits of all stored rows.

    Returns:
        `path`.
    """
    plt = _pyplot()
    movies, seen, ahead = models.movies_of(frames), models.FRAMES_SEEN, future.shape[1]
    heights = [3.3, 3.3, 1.2 * _ROWS_READ]
    figure = plt.figure(figsize=(0.78 * ahead + 1.6, sum(heights)))
    upper, middle, lower = figure.subfigures(3, 1, height_ratios=heights)
    one_ahead = slice(seen - 1, seen - 1 + ahead)
    upper.suptitle("The next frame, each drawn from the true ones before it")
    following = movies[0, seen : seen + ahead]
    theirs, ours = (_ink(images[0, one_ahead]) for images in (frames["logits"], drawn))
    _draw_movie(upper, following, theirs, ours)
    middle.suptitle(f"After {seen} true frames it goes on by itself, from its own drawings")
    _draw_movie(middle, movies[1, seen : seen + ahead], frames["future"][1], future[1])
    _draw_rows(lower, reader, logits)
    try:
        with beside(path) as new:
            figure.savefig(new, dpi=110)
    finally:
        plt.close(figure)
    return path


def _ink(logits):
    return 1 / (1 + np.exp(-logits))


def _pyplot():
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    return pyplot


def _draw_movie(figure, true, theirs, ours):
    """Four lines: what really followed, TF1's frames, ours, and the difference."""
    difference = np.abs(ours - theirs)
    lines = {
        "what followed": true,
        "TF 1.15.5": theirs,
        "Keras 3": ours,
        f"difference\n(at most {np.max(difference):.0e})": difference,
    }
    axes = figure.subplots(len(lines), len(true), gridspec_kw=_GRID)
    for line, (label, images) in zip(axes, lines.items(), strict=True):
        for axis, image in zip(line, images, strict=True):
            axis.imshow(image[..., 0], cmap="gray_r", vmin=0, vmax=1)
            axis.set(xticks=[], yticks=[])
        line[0].set_ylabel(label, rotation=0, ha="right", va="center", fontsize=8)


def _draw_rows(figure, reader, logits):
    """Rows of handwriting with the digits under the columns in which they were read."""
    figure.suptitle("Rows of handwriting, and what the restored reader reads (red: wrong)")
    axes = figure.subplots(_ROWS_READ, 1, gridspec_kw={**_GRID, "bottom": 0.13, "hspace": 0.7})
    read = np.argmax(logits, axis=-1)
    for row, axis in enumerate(axes):
        length = reader["lengths"][row]
        axis.imshow(reader["pixels"][row, :length].T, cmap="gray_r", aspect="equal")
        axis.set(xticks=[], yticks=[], xlim=(-0.5, reader["lengths"][:_ROWS_READ].max()))
        for column in np.flatnonzero(read[row, :length] != models.NOTHING):
            right = read[row, column] == reader["targets"][row, column]
            color = "black" if right else "red"
            axis.text(
                column, 9.5, read[row, column], ha="right", va="center", color=color, fontsize=11
            )
