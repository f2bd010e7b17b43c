"""A write that fails or is interrupted leaves what was there before, and nothing beside it."""

import errno
import os
import tempfile
import time

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint
from tf_contrib_rnn._beside import beside
from tf_contrib_rnn.checkpoint import writing
from tf_contrib_rnn.cli import _writing
from tf_contrib_rnn.cli.upgrade import _write_report
from tf_contrib_rnn.demo.run import Trial
from tf_contrib_rnn.upgrade import upgrade

FULL = OSError(errno.ENOSPC, "No space left on device")
FAILURES = [FULL, KeyboardInterrupt()]
BOTH = pytest.mark.parametrize("failure", FAILURES, ids=["full", "interrupted"])
KINDS = {"keras": "model.keras", "weights": "model.weights.h5", "saved-model": "model"}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty folder; beside it the one for temporary files, which is empty at the end."""
    temporary, folder = tmp_path / "temporary", tmp_path / "place"
    temporary.mkdir()
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    yield folder
    monkeypatch.undo()
    assert contents(temporary) == {}


def contents(folder):
    """{path: bytes} of all files below a folder, and None for folders."""
    return {
        str(path.relative_to(folder)): None if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
    }


def failing(monkeypatch, owner, name, failure, call=1, after=False):
    """Lets one call of a function fail, before or after it has done its work."""
    work, calls = getattr(owner, name), []

    def fail(*given, **options):
        calls.append(given)
        if len(calls) == call and not after:
            raise failure
        result = work(*given, **options)
        if len(calls) == call:
            raise failure
        return result

    monkeypatch.setattr(owner, name, fail)
    return calls


def half_written(monkeypatch, owner, name, failure):
    """Lets a function that writes to the path it is given write a part, and fail."""

    def fail(self, path, *given, **options):
        if os.path.splitext(path)[1]:
            with open(path, "wb") as file:
                file.write(b"half")
        else:
            os.makedirs(os.path.join(path, "variables"))
        raise failure

    monkeypatch.setattr(owner, name, fail)


def small_model():
    inputs = keras.Input((2, 3), name="inputs")
    return keras.Model(inputs, rnn.RNN(rnn.GRUCell(2))(inputs))


def cell_of(value):
    cell = rnn.LSTMCell(2)
    cell.build((None, 3))
    cell.kernel.assign(np.full(cell.kernel.shape, value))
    return cell


@pytest.mark.parametrize("there", [None, "file", "folder"])
@BOTH
def test_a_block_that_fails(place, failure, there):
    out = place / "out"
    make_there(out, there)
    before = contents(place)
    with pytest.raises(type(failure)), beside(out) as new:
        make_there(new, there or "file", "half")
        raise failure
    assert contents(place) == before


@pytest.mark.parametrize(("there", "call"), [("file", 1), ("folder", 1), ("folder", 2)])
@pytest.mark.parametrize("after", [False, True])
def test_a_move_that_is_interrupted(place, monkeypatch, there, call, after):
    out = place / "out"
    make_there(out, there)
    before = contents(place)
    failing(monkeypatch, os, "replace", KeyboardInterrupt(), call, after)
    with pytest.raises(KeyboardInterrupt), beside(out) as new:
        make_there(new, there, "new")
    if (there, after) == ("file", True):
        assert contents(place) == {"out": b"new"}
    else:
        assert contents(place) == before


def make_there(path, kind, text="old"):
    if kind == "folder":
        os.mkdir(path)
    if kind is not None:
        name = os.path.join(path, "inside") if kind == "folder" else path
        with open(name, "w") as file:
            file.write(text)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("there", [False, True])
def test_a_conversion_that_is_interrupted(place, monkeypatch, kind, there):
    model, out = small_model(), str(place / KINDS[kind])
    if there:
        make_there(out, "folder" if kind == "saved-model" else "file")
    before = contents(place)
    method = {"keras": "save", "weights": "save_weights", "saved-model": "export"}[kind]
    half_written(monkeypatch, keras.Model, method, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        _writing.write(model, out, kind, overwrite=True)
    assert contents(place) == before


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


@pytest.mark.parametrize("function", ["fsync", "replace"])
@pytest.mark.parametrize("after", [False, True])
@BOTH
def test_a_rewritten_program(place, monkeypatch, function, after, failure):
    path = place / "old.py"
    path.write_text("import tensorflow as tf\ncell = tf.contrib.rnn.GRUCell(3)\n")
    before = contents(place)
    failing(monkeypatch, os, function, failure, after=after)
    if failure is FULL:
        (report,) = upgrade([path], write=True).files
        assert report.failure == "No space left on device"
    else:
        with pytest.raises(KeyboardInterrupt):
            upgrade([path], write=True)
    assert list(contents(place)) == ["old.py"]
    assert (contents(place) == before) is not ((function, after) == ("replace", True))


@BOTH
def test_the_report_of_a_rewriting(place, monkeypatch, failure):
    path = place / "report.json"
    path.write_text("old")
    failing(monkeypatch, type(path), "write_text", failure, after=True)
    report = upgrade([place], write=False)
    with pytest.raises(type(failure)):
        _write_report(report, path)
    assert contents(place) == {"report.json": b"old"}


@BOTH
def test_a_picture_of_a_verification(place, monkeypatch, failure):
    from matplotlib.figure import Figure

    from tf_contrib_rnn.checkpoint.verify.picture import draw

    class Row:
        layer, over_time, max_relative, agrees = "logits", None, 1e-7, True

    class Found:
        rows, tolerance, verdict, agrees = [Row], 1e-5, "agrees", True

    path = place / "errors.png"
    draw(Found, path)
    before = contents(place)
    half_written(monkeypatch, Figure, "savefig", failure)
    with pytest.raises(type(failure)):
        draw(Found, path)
    assert contents(place) == before


@pytest.mark.parametrize("method", ["save", "export"])
@BOTH
def test_the_files_of_the_demo(place, monkeypatch, method, failure):
    trial = object.__new__(Trial)
    trial.name, trial.model, trial.errors = "small", small_model(), {}
    trial._inputs, trial._wanted = np.zeros((1, 2, 3), "float32"), np.zeros((1, 2))
    half_written(monkeypatch, keras.Model, method, failure)
    with pytest.raises(type(failure)):
        trial.save_and_reload(place)
    assert list(contents(place)) == ([] if method == "save" else ["small.keras"])


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
