"""What a user gets wrong is one sentence on stderr, and nothing is left behind."""

import os

import numpy as np
import pytest

from tf_contrib_rnn import demo

READER = str(demo.checkpoint_of("reader"))
MODELS = """
import keras


def fails():
    raise KeyError("units")


def gives_a_layer():
    return keras.layers.Dense(3)


def gives_two():
    inputs = keras.Input((None, 8))
    first = keras.layers.LSTM(64, return_sequences=True, name="first")(inputs)
    return keras.Model(inputs, keras.layers.LSTM(64, name="second")(first))
"""
TO = ("-o", "out.keras")

# Arguments, exit code, pieces of the sentence.
CHEAP = [
    (["inspect", "nowhere"], 1, ["there is no checkpoint at 'nowhere'"]),
    (["inspect", "folder"], 1, ["holds no TF1 checkpoint"]),
    (["inspect", "junk.npz"], 1, ["junk.npz"]),
    (["inspect", READER, "--json", "--code"], 2, ["exclude each other"]),
    (["inspect", READER, "--fetch", "a:0"], 2, ["--code"]),
    (["inspect", READER, "--code", "--no-graph", "--fetch", "a:0"], 2, ["--no-graph"]),
    (["convert", READER], 2, ["-o OUT", "--dry-run"]),
    (["convert", READER, "-o", "out"], 2, [".weights.h5", "--format", "received 'out'"]),
    (["convert", READER, "-o", "out.h5"], 2, [".weights.h5"]),
    (["convert", READER, "-o", "out", "--format", "keras"], 2, ["ends in .keras,", "'out'"]),
    (["convert", READER, "-o", "out.h5", "--format", "weights"], 2, ["ends in .weights.h5,"]),
    (["convert", READER, "-o", "no/out.keras"], 1, ["'no' does not"]),
    (["convert", READER, "-o", "junk.npz"], 1, ["exists already", "--overwrite"]),
    (["convert", READER, "-o", "folder/", "--overwrite"], 1, ["no SavedModel"]),
    (["convert", READER, "-o", "junk.npz", "--format", "saved-model", "--overwrite"], 1,
     ["is a file"]),
    (["convert", "junk.npz", "-o", "junk.npz", "--overwrite"], 1, ["the checkpoint that is read"]),
    (["convert", READER, *TO, "--model", "nothing"], 2, ["package.module:function"]),
    (["convert", READER, *TO, "--model", "no_such:build"], 1, ["module 'no_such'"]),
    (["convert", READER, *TO, "--model", "no_such.py:build"], 1, ["'no_such.py'"]),
    (["convert", READER, *TO, "--model", "broken.py:build"], 1,
     ["ZeroDivisionError", "broken.py line 2"]),
    (["convert", READER, *TO, "--model", "my_models.py:fails"], 1, ["KeyError", "line 6"]),
    (["convert", READER, *TO, "--model", "my_models.py:gives_a_layer"], 1, ["returned Dense"]),
    (["convert", READER, *TO, "--model", "my_models.py:nothing"], 1, ["does not define"]),
    (["convert", READER, *TO, "--model", "my_models.py:gives_two"], 1,
     ["without values", "--scope"]),
    (["convert", READER, *TO, "--model", "my_models.py:gives_two", "--scope", "a"], 1,
     ["--scope a is for", "--scope first=a"]),
    (["convert", READER, *TO, "--model", "my_models.py:gives_two", *["--scope", "a"] * 2], 2,
     ["2 scopes"]),
    (["convert", READER, *TO, "--model", "my_models.py:fails", "--fetch", "a:0"], 2, ["--fetch"]),
    (["convert", READER, *TO, "--model", "junk.keras"], 1, ["cannot be loaded"]),
    (["convert", READER, *TO, "--model", "none.keras"], 1, ["that exists"]),
    (["convert", READER, *TO, "--map", "a"], 2, ["NAME=NAME"]),
    (["convert", READER, *TO, "--verify", "--ema"], 2, ["--verify or --ema"]),
    (["convert", READER, *TO, "--verify", "--dry-run"], 2, ["--dry-run"]),
    (["convert", READER, "-o", "out.npz", "--target", "keras"], 2, ["--target keras"]),
    (["verify", READER, "--model", "none.keras"], 1, ["that exists"]),
    (["verify", READER, "--model", "junk.keras", "--scope", "a"], 2, ["--scope"]),
    (["verify", READER, "--model", "junk.keras", "--forget-bias", "0"], 2, ["--forget-bias"]),
    (["verify", READER, "--picture", "errors.txt"], 2, [".png"]),
    (["verify", READER, "--picture", "no/errors.png"], 1, ["'no' does not"]),
    (["verify", READER, "--inputs", "none.npz"], 2, ["'none.npz' does not exist"]),
    (["verify", READER, "--batch-size", "0"], 2, ["--batch-size"]),
]  # fmt: skip
DEAR = [
    (["inspect", READER, "--code", "--fetch", "none:0"], 1, ["no tensor 'none:0'", "--fetch"]),
    (["convert", READER, *TO, "--scope", "x/y"], 1, ["no scope 'x/y'", "'reader/rnn'"]),
    (["convert", READER, *TO, "--scope", "none=x"], 1, ["'rnn', 'logits'"]),
    (["convert", READER, *TO, "--map", "a=b"], 1, ["--map", "'rnn/multi_rnn_cell/cell_0/"]),
    (["convert", READER, *TO, "--map", "logits/kernel=b"], 1, ["has none"]),
    (["convert", READER, *TO, "--ema"], 1, ["no moving averages", "--ema-name"]),
    (["convert", READER, *TO, "--ignore", "zzz"], 1, ["--ignore names 'zzz'"]),
    (["convert", READER, *TO, "--ignore", "reader/*"], 1, ["its scopes are none"]),
    (["convert", READER, *TO, "--target", "keras"], 1, ["use_peepholes", "SavedModel"]),
    (["convert", "lone.npz", *TO], 1, ["lone.npz"]),
    (["verify", READER, "--tensor", "none=a:0"], 1, ["--tensor names 'none'"]),
    (["verify", READER, "--tensor", "logits=a:0"], 1, ["'a:0'"]),
    (["verify", READER, "--inputs", "junk.npz"], 1, ["--inputs"]),
    (["verify", READER, "--graph", "none.meta"], 1, ["none.meta"]),
]  # fmt: skip


@pytest.fixture
def litter(tmp_path):
    """Files that mistakes are made with."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.txt").write_text("mine")
    (tmp_path / "broken.py").write_text("import keras\n1 / 0\n")
    (tmp_path / "my_models.py").write_text(MODELS)
    for name in ("junk.npz", "junk.keras"):
        (tmp_path / name).write_text("junk")
    np.savez(tmp_path / "lone.npz", w=np.ones((2, 2, 2)))


def everything(folder):
    found = {}
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        found |= {os.path.join(at, name): os.path.getsize(os.path.join(at, name)) for name in names}
    return found


def check(run, folder, arguments, code, pieces):
    before = everything(folder)
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert isinstance(result.exception, SystemExit)
    assert result.stderr.startswith(f"tf-contrib-rnn {arguments[0]}: ")
    assert result.stderr.count("\n") == 1
    assert [piece for piece in pieces if piece not in result.stderr] == [], result.stderr
    assert everything(folder) == before


@pytest.mark.parametrize(("arguments", "code", "pieces"), CHEAP, ids=lambda x: str(x)[-40:])
def test_a_mistake(run, litter, tmp_path, arguments, code, pieces):
    check(run, tmp_path, arguments, code, pieces)


@pytest.mark.slow
@pytest.mark.parametrize(("arguments", "code", "pieces"), DEAR, ids=lambda x: str(x)[-40:])
def test_a_mistake_that_shows_late(run, litter, tmp_path, arguments, code, pieces):
    check(run, tmp_path, arguments, code, pieces)


def test_traceback_shows_the_users_own_error(run, litter):
    result = run("--traceback", "convert", READER, *TO, "--model", "my_models.py:fails")
    assert isinstance(result.exception.__cause__, KeyError)
