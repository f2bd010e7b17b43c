"""A program as users write them, with types: `make types` has a type checker read it."""

from collections.abc import Mapping
from pathlib import Path

import keras
import numpy as np

import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint, compat, demo, upgrade


class LeakyCell(rnn.LayerRNNCell):
    """A cell of the user's own."""

    def __init__(self, num_units: int, rate: float = 0.5) -> None:
        super().__init__()
        self.num_units, self.rate = num_units, rate
        self.state_size = self.output_size = num_units


class OldCell(rnn.RNNCell):
    """A cell in the manner of TF1, whose sizes are properties."""

    def __init__(self, num_units: int) -> None:
        super().__init__()
        self._num_units = num_units

    @property
    def state_size(self) -> int:
        """The size of the state."""
        return self._num_units

    @property
    def output_size(self) -> int:
        """The size of the output."""
        return self._num_units


def build(units: int, inputs: int) -> keras.Model:
    """A model of two cells over a sequence."""
    sequence = keras.Input((None, inputs))
    cell = rnn.MultiRNNCell(
        [
            rnn.LSTMCell(units, use_peepholes=True, num_proj=8, cell_clip=3.0),
            rnn.DropoutWrapper(rnn.GRUCell(6), output_keep_prob=0.9),
        ]
    )
    return keras.Model(sequence, rnn.RNN(cell, return_sequences=True)(sequence))


def states(units: int) -> tuple[float, float]:
    """The sums of an LSTM's states."""
    outputs, state = rnn.dynamic_rnn(
        rnn.BasicLSTMCell(units), np.zeros((2, 3, 4)), sequence_length=[3, 1], dtype="float64"
    )
    tuple_of = rnn.LSTMStateTuple(state.c, state.h)
    return float(np.sum(tuple_of.c)), float(np.sum(tuple_of.h))


def move(source: Path, target: str, scopes: Mapping[str, str]) -> list[str]:
    """A checkpoint into a model and back; the names that were assigned."""
    model = build(16, 3)
    plan: checkpoint.Plan = checkpoint.plan(model, source, scopes=scopes)
    try:
        report: checkpoint.Report = checkpoint.restore(
            model, source, scopes=plan.scopes, ignore=["worker_*"], ema=True
        )
    except checkpoint.CheckpointError as error:
        raise SystemExit(str(error)) from error
    written: str = checkpoint.save(model, target, overwrite=True, scopes=plan.names)
    inventory: checkpoint.Inventory = checkpoint.inspect(written, values=True)
    code: str = inventory.to_code()
    verification = checkpoint.verify(model, source, tolerance=1e-4)
    if not verification.agrees or not code:
        raise SystemExit(str(verification))
    return [f"{record.checkpoint} {record.shape}" for record in report.assigned]


def rewrite(folder: Path) -> int:
    """How many files of a folder would be rewritten; and one text."""
    if upgrade.rewrite_text("import tensorflow as tf\n").changed:
        return 1
    found = upgrade.upgrade([folder], write=False, progress=lambda done, of: print(done, of))
    return sum(file.changed for file in found.files)


def show() -> Path:
    """Where the demo's checkpoint lies."""
    compat.install(packages=["old_package"])
    if compat.is_installed():
        compat.uninstall()
    golden: dict[str, np.ndarray] = demo.golden_of("reader")
    return demo.checkpoint_of("reader") / str(len(golden)) / rnn.__version__
