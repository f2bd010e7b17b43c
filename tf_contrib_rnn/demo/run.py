"""The demo: restore, compare with TF 1.15.5, save, reload, compare again, draw."""

import contextlib
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tf_contrib_rnn import checkpoint
from tf_contrib_rnn._beside import beside
from tf_contrib_rnn.demo import models
from tf_contrib_rnn.demo.picture import draw, need_matplotlib

if TYPE_CHECKING:
    from rich.console import Console

LIMIT = 2e-6  # the largest error that counts as equal in float32


def run(output_directory: str | os.PathLike[str], console: "Console") -> None:
    """Restores both TF1 checkpoints into Keras models and proves that the numbers are TF1's.

    Args:
        output_directory: where the saved models and the picture go; made when missing.
        console: a `rich.console.Console` to print on.

    Raises:
        MissingPackageError: without matplotlib, an ImportError; nothing is written.
        ValueError: when a number differs from TF 1.15.5's by more than 2e-6.
    """
    need_matplotlib()
    directory = Path(output_directory)
    directory.mkdir(parents=True, exist_ok=True)
    reader, frames = models.golden_of("reader"), models.golden_of("frames")
    with console.status("Digit-row reader: LSTM with peepholes, projection and clipping"):
        read = Trial("reader", models.reader_model(), models.reader_inputs(reader), reader)
        read.save_and_reload(directory)
    with console.status("Next-frame predictor: convolutional LSTM"):
        drawn = Trial("frames", models.frames_model(), models.frames_inputs(frames), frames)
        drawn.save_and_reload(directory)
        seen = models.movies_of(frames)[: len(frames["future"]), : models.FRAMES_SEEN]
        future = models.future_of(drawn.model, seen, frames["future"].shape[1])
        picture = draw(
            directory / "frames.png", frames, drawn.outputs, future, reader, read.outputs
        )
    console.print(_table([read, drawn]))
    console.print(_scores(reader, read.outputs, frames, drawn.outputs))
    console.print(f"Picture: {picture}", soft_wrap=True)
    for trial in (read, drawn):
        trial.insist()


class Trial:
    """One model, restored from its TF1 checkpoint, and how far its numbers are from TF1's."""

    def __init__(self, name, model, inputs, golden):
        self.name, self.model = name, model
        self._inputs, self._wanted = inputs, golden["logits"]
        checkpoint.restore(model, models.checkpoint_of(name))
        self.outputs = model.predict_on_batch(inputs)
        self.errors = {"restored": self._error(self.outputs)}

    def _error(self, outputs):
        """|a - b| / max(1, max|b|) over the rows whose outputs are stored."""
        few = np.asarray(outputs)[: len(self._wanted)]
        return float(np.max(np.abs(few - self._wanted)) / max(1.0, np.max(np.abs(self._wanted))))

    def save_and_reload(self, directory):
        """Saves the model as `.keras` file and SavedModel, loads both and compares again."""
        import keras
        import tensorflow as tf

        file = directory / f"{self.name}.keras"
        with beside(file) as new:
            self.model.save(new)
        reloaded = keras.models.load_model(file).predict_on_batch(self._inputs)
        self.errors[".keras"] = self._error(reloaded)
        folder = str(directory / f"{self.name}_saved_model")
        with beside(folder) as new:
            self.model.export(new, verbose=False)
        with _quiet("absl"):  # a SavedModel has no second gradient, which TensorFlow tells
            served = tf.saved_model.load(folder)
        self.errors["SavedModel"] = self._error(served.serve(self._inputs))

    def insist(self):
        """Raises ValueError when an error is beyond rounding."""
        for stage, error in self.errors.items():
            if not error <= LIMIT:
                raise ValueError(
                    f"the demo expects {self.name} ({stage}) within {LIMIT:.0e} of TF 1.15.5, "
                    f"received {error:.1e}: report it with your versions of TensorFlow and Keras."
                )


@contextlib.contextmanager
def _quiet(name):
    """Keeps what a logger tells to errors."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _table(trials):
    from rich.table import Table

    table = Table(title="Largest error against TF 1.15.5")
    table.add_column("model")
    for stage in trials[0].errors:
        table.add_column(stage, justify="right")
    for trial in trials:
        table.add_row(trial.name, *(f"{error:.1e}" for error in trial.errors.values()))
    return table


def _scores(reader, logits, frames, next_logits):
    """What the models are good for, on digits they were not trained on."""
    from rich.table import Table

    targets = reader["targets"]
    inside = np.arange(targets.shape[1]) < reader["lengths"][:, None]
    digits = inside & (targets != models.NOTHING)
    right = np.mean(np.argmax(logits, axis=-1)[digits] == targets[digits])
    same = np.mean(np.argmax(logits, axis=-1)[inside] == reader["predicted"][inside])
    movies = models.movies_of(frames)
    drawn = 1 / (1 + np.exp(-next_logits))
    error = np.mean((drawn - movies[:, 1:]) ** 2) / np.mean((movies[:, :-1] - movies[:, 1:]) ** 2)
    table = Table(title="On handwriting they were not trained on", show_header=False)
    table.add_row(f"reader: digits read right, of {digits.sum()}", f"{right:.1%}")
    table.add_row("reader: columns read as TF 1.15.5 read them", f"{same:.1%}")
    table.add_row("frames: squared error of repeating the last frame, reduced to", f"{error:.0%}")
    return table
