"""A save or a restore that fails or is interrupted leaves files and cells as they were."""

import os
import time

import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.hardening.failures import BOTH, contents, failing
from tf_contrib_rnn import checkpoint
from tf_contrib_rnn.checkpoint import writing


def cell_of(value):
    cell = rnn.LSTMCell(2)
    cell.build((None, 3))
    cell.kernel.assign(np.full(cell.kernel.shape, value))
    return cell


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("call", range(1, 7))
def test_a_checkpoint_whose_files_are_moved(place, monkeypatch, overwrite, after, call):
    if overwrite:
        checkpoint.save(cell_of(1.0), place / "x", scope="rnn")
    before = contents(place)
    calls = failing(monkeypatch, os, "replace", KeyboardInterrupt(), call, after)
    moves = 6 if overwrite else 3  # index, data and state; and the old ones before them
    if call > moves:
        checkpoint.save(cell_of(2.0), place / "x", scope="rnn", overwrite=overwrite)
        assert len(calls) == moves
        return
    with pytest.raises(KeyboardInterrupt):
        checkpoint.save(cell_of(2.0), place / "x", scope="rnn", overwrite=overwrite)
    assert contents(place) == before


@pytest.mark.parametrize("step", ["_save", "_write_state"])
@BOTH
def test_a_checkpoint_that_is_half_written(place, monkeypatch, step, failure):
    checkpoint.save(cell_of(1.0), place / "x", scope="rnn")
    before = contents(place)
    failing(monkeypatch, writing, step, failure, after=True)
    with pytest.raises((checkpoint.CheckpointError, KeyboardInterrupt)):
        checkpoint.save(cell_of(2.0), place / "x", scope="rnn", overwrite=True)
    assert contents(place) == before


@pytest.mark.parametrize("name", ["kernel", "bias"])
def test_the_values_kept_during_a_restore(place, monkeypatch, name):
    """They lie on disk as soon as they are large: the file of no name is gone."""
    cell = rnn.LSTMCell(300)
    cell.build((None, 300))
    arrays = {f"rnn/{path}": np.zeros(v.shape) for path, v in cell.tf1_variables().items()}
    before, files = [v.numpy() for v in cell.variables], set(os.listdir("/dev/fd"))
    monkeypatch.setattr(getattr(cell, name), "assign", interrupted_once(getattr(cell, name)))
    with pytest.raises(KeyboardInterrupt):
        checkpoint.restore(cell, arrays)
    assert all(np.array_equal(a, v.numpy()) for a, v in zip(before, cell.variables, strict=True))
    assert closed(files)


def interrupted_once(variable):
    work, calls = variable.assign, []

    def assign(value):
        calls.append(value)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return work(value)

    return assign


def closed(files):
    """Whether no more files are open than these, at the latest after a second."""
    for _ in range(100):
        if set(os.listdir("/dev/fd")) <= files:
            return True
        time.sleep(0.01)
    return False
