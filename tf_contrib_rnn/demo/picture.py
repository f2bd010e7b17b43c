"""The demo's picture: frames drawn beside TF1's, and rows as the reader reads them."""

import numpy as np

from tf_contrib_rnn.demo import models

_MOVIES_DRAWN = 2
_ROWS_READ = 3
_GRID = {"left": 0.15, "right": 0.98, "bottom": 0.04, "top": 0.88, "hspace": 0.06, "wspace": 0.06}


def draw(path, frames, future, reader, logits):
    """Draws the frames that followed, TF1's, ours and their difference, and rows read.

    Args:
        path: the PNG to write.
        frames: the predictor's stored arrays.
        future: our frames after those the predictor was shown, [movies, time, h, w, 1].
        reader: the reader's stored arrays.
        logits: our logits of all stored rows.

    Returns:
        `path`.

    Raises:
        ImportError: without matplotlib.
    """
    plt = _pyplot()
    movies = models.movies_of(frames)
    count, ahead = min(len(future), _MOVIES_DRAWN), future.shape[1]
    heights = [3.1 * count, 1.2 * _ROWS_READ]
    figure = plt.figure(figsize=(0.78 * ahead + 1.6, sum(heights)))
    upper, lower = figure.subfigures(2, 1, height_ratios=heights)
    _draw_movies(upper, movies[:count], frames["future"][:count], future[:count])
    _draw_rows(lower, reader, logits)
    figure.savefig(path, dpi=110)
    plt.close(figure)
    return path


def _pyplot():
    try:
        import matplotlib
    except ImportError as error:
        raise ImportError(
            "the demo expects matplotlib for its picture, received none: "
            "pip install 'tf-contrib-rnn[demo]'."
        ) from error
    matplotlib.use("Agg")
    from matplotlib import pyplot

    return pyplot


def _draw_movies(figure, movies, theirs, ours):
    """Four lines a movie: what really followed, TF1's frames, ours, and the difference."""
    count, ahead = ours.shape[:2]
    seen = models.FRAMES_SEEN
    figure.suptitle(f"After {seen} frames the predictor goes on by itself: frames 1 to {ahead}")
    axes = figure.subplots(4 * count, ahead, gridspec_kw=_GRID)
    worst = np.max(np.abs(ours - theirs))
    for movie in range(count):
        lines = {
            "what followed": movies[movie, seen : seen + ahead],
            "TF 1.15.5": theirs[movie],
            "Keras 3": ours[movie],
            f"difference\n(at most {worst:.0e})": np.abs(ours[movie] - theirs[movie]),
        }
        for line, (label, images) in enumerate(lines.items()):
            for axis, image in zip(axes[4 * movie + line], images, strict=True):
                axis.imshow(image[..., 0], cmap="gray_r", vmin=0, vmax=1)
                axis.set(xticks=[], yticks=[])
            axes[4 * movie + line, 0].set_ylabel(
                label, rotation=0, ha="right", va="center", fontsize=8
            )


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
            axis.text(
                column,
                9.5,
                read[row, column],
                ha="right",
                va="center",
                color="black" if right else "red",
                fontsize=11,
            )
