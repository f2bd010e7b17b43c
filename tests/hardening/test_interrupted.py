"""A write that fails or is interrupted leaves what was there before, and nothing beside it."""

import os

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.hardening.failures import BOTH, FULL, contents, failing, half_written
from tf_contrib_rnn._beside import beside
from tf_contrib_rnn.cli import _writing
from tf_contrib_rnn.cli.upgrade import _write_report
from tf_contrib_rnn.demo.run import Trial
from tf_contrib_rnn.upgrade import upgrade

KINDS = {"keras": "model.keras", "weights": "model.weights.h5", "saved-model": "model"}


def small_model():
    inputs = keras.Input((2, 3), name="inputs")
    return keras.Model(inputs, rnn.RNN(rnn.GRUCell(2))(inputs))


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
