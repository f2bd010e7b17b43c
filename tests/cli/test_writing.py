"""What `convert` leaves behind where it fails, may not write, or writes over something."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.cli.conftest import files
from tf_contrib_rnn import demo

READER = demo.checkpoint_of("reader")


@pytest.mark.slow
def test_what_is_not_proven_is_not_written(run, tmp_path):
    run("convert", READER, "-o", "bare.npz")
    result = run("convert", "bare.npz", "-o", "again.keras", "--verify")
    assert (result.exit_code, files(tmp_path)) == (4, ["bare.npz"])
    assert (
        "nothing is proven" in result.stdout
        and result.stderr == "nothing is written: again.keras\n"
    )
    code = run("inspect", READER, "--code").stdout
    assert "forget_bias=0.5" in code
    (tmp_path / "wrong.py").write_text(code.replace("forget_bias=0.5", "forget_bias=0.6"))
    before = files(tmp_path)
    for out in ("again.keras", "again.ckpt"):
        result = run("convert", READER, "-o", out, "--verify", "--model", "wrong.py:build")
        assert result.exit_code == 3 and "DIFFERS" in result.stdout
        assert [name for name in files(tmp_path) if name != "__pycache__"] == before


def test_a_writer_that_fails_leaves_what_was_there(run, tmp_path, monkeypatch):
    """On the way to every kind of file, with and without something in its place."""
    from tf_contrib_rnn.cli import _models, _writing

    def fail(model, path):
        with open(path, "w") as file:
            file.write("half")
        raise OSError(28, "No space left on device")

    model = keras.Sequential([keras.Input((None, 8)), rnn.RNN(rnn.GRUCell(3), name="gru")])
    monkeypatch.setattr(_models, "load", lambda *_: _models.Loaded(model, "a model"))
    for kind in _writing._WRITERS:
        monkeypatch.setitem(_writing._WRITERS, kind, fail)
    paths = model.layers[-1].cell.tf1_variables()
    arrays = {f"rnn/{path}": np.asarray(value) for path, value in paths.items()}
    np.savez(tmp_path / "source.npz", **arrays)
    (tmp_path / "old.keras").write_text("old")
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "saved_model.pb").write_text("old")
    before = files(tmp_path)
    for out in ("new.keras", "new.weights.h5", "new/", "new.npz", "old.keras", "old/"):
        result = run("convert", "source.npz", "-o", out, "--overwrite")
        assert (result.exit_code, files(tmp_path)) == (1, before)
        assert result.stderr == "tf-contrib-rnn convert: [Errno 28] No space left on device\n"
    assert (tmp_path / "old.keras").read_text() == "old"
    assert (tmp_path / "old" / "saved_model.pb").read_text() == "old"


@pytest.mark.slow
def test_overwrite(run, tmp_path):
    for out in ("a.keras", "a/", "a.ckpt"):
        assert run("convert", READER, "-o", out).exit_code == 0
        again = run("convert", READER, "-o", out)
        assert again.exit_code == 1 and "exists already" in again.stderr
        assert run("convert", READER, "-o", out, "--overwrite").exit_code == 0
    assert not [name for name in files(tmp_path) if name.startswith(".")]
