import json
import os
import zipfile

import keras
import numpy as np
import pytest

from tests.cli.conftest import files
from tf_contrib_rnn import checkpoint, demo
from tf_contrib_rnn.demo import models

READER, FRAMES = demo.checkpoint_of("reader"), demo.checkpoint_of("frames")
TWO_LAYERS = """
import keras

import tf_contrib_rnn as rnn


def build():
    frames = keras.Input((None, 16, 16, 1), name="frames")
    maps = frames
    for name, depth, channels in (("first", 1, 12), ("second", 12, 8)):
        cell = rnn.Conv2DLSTMCell(
            input_shape=[16, 16, depth], output_channels=channels, kernel_shape=[5, 5]
        )
        maps = rnn.RNN(cell, return_sequences=True, name=name)(maps)
    head = keras.layers.Conv2D(1, 5, padding="same")
    return keras.Model(frames, keras.layers.TimeDistributed(head, name="next_frame")(maps))
"""
# As a script in a process of its own: what a file gives for the demo's inputs.
LOADED = """
import sys
import numpy as np
sys.modules.update(dict.fromkeys(sys.argv[3].split(","), None))  # cannot be imported
import keras
if "tf_contrib_rnn" not in sys.argv[3]:
    import tf_contrib_rnn
inputs = np.load(sys.argv[2])
given = {name: inputs[name] for name in inputs.files}
if sys.argv[1].endswith(".keras"):
    model = keras.models.load_model(sys.argv[1])
    outputs = model([given[one.name] for one in model.inputs])
else:
    import tensorflow as tf
    served = tf.saved_model.load(sys.argv[1]).signatures["serving_default"]
    outputs = served(**{name: tf.constant(array) for name, array in given.items()})
outputs = outputs.get("logits", list(outputs.values())[0]) if isinstance(outputs, dict) else outputs
np.save("outputs.npy", np.asarray(outputs))
"""


def error(ours, theirs):
    return float(np.max(np.abs(ours - theirs)) / max(1.0, np.max(np.abs(theirs))))


@pytest.fixture
def inputs(tmp_path):
    """Writes the inputs of the demo whose outputs TF 1.15.5 gave; gives these outputs."""

    def write(name):
        golden = models.golden_of(name)
        given = models.reader_inputs(golden) if name == "reader" else {
            "frames": models.frames_inputs(golden)}  # fmt: skip
        count = len(golden["logits"])
        np.savez(tmp_path / "inputs.npz", **{key: one[:count] for key, one in given.items()})
        return golden["logits"]

    return write


def loaded(run_python, tmp_path, path, without=""):
    """The outputs of a file in a process of its own."""
    script = tmp_path / "loaded.py"
    script.write_text(f"import os\nos.chdir({str(tmp_path)!r})\n{LOADED}")
    done = run_python(script, path, "inputs.npz", without)
    assert done.returncode == 0, done.stderr
    return np.load(tmp_path / "outputs.npy")


def test_a_keras_file_gives_the_numbers_of_tf1(run, inputs, tmp_path):
    result = run("convert", READER, "-o", "reader.keras", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    told = json.loads(result.stdout)
    assert sorted(told) == sorted(
        ["model", "target", "output", "output_format", "bytes", "needs", "needs_this_package",
         "plan", "verification"]
    )  # fmt: skip
    assert told["bytes"] == os.path.getsize("reader.keras") and told["needs_this_package"]
    assert len(told["plan"]["assigned"]) == 14 and told["verification"] is None
    wanted = inputs("reader")
    given = np.load(tmp_path / "inputs.npz")
    model = keras.models.load_model("reader.keras")
    ours = model([given["pixels"], given["lengths"]])["logits"]
    assert error(np.asarray(ours), wanted) < 2e-6
    assert files(tmp_path) == ["inputs.npz", "reader.keras"]


def test_a_dry_run_prints_the_plan_and_writes_nothing(run, tmp_path):
    (tmp_path / "two_layers.py").write_text(TWO_LAYERS)
    before = files(tmp_path)
    result = run("convert", FRAMES, "--dry-run", "--model", "two_layers.py:build")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "6 variables would get values from model.ckpt-1800 (V2 checkpoint)"
    assert "first <- rnn/multi_rnn_cell/cell_0" in lines
    assert max(map(len, lines)) <= 80
    assert [name for name in files(tmp_path) if name != "__pycache__"] == before


def test_an_npz_holds_the_arrays_under_their_names(run, tmp_path):
    assert run("convert", READER, "-o", "reader.npz").exit_code == 0
    found = checkpoint.inspect(READER).opened.entries
    with np.load("reader.npz") as arrays:
        assert len(arrays.files) == 14
        for name in arrays.files:
            np.testing.assert_array_equal(arrays[name], found[name].read())
    assert files(tmp_path) == ["reader.npz"]
    assert zipfile.is_zipfile("reader.npz")


@pytest.mark.slow
def test_every_kind_of_file_after_a_proof(run, run_python, inputs, tmp_path):
    wanted = inputs("reader")
    for out in ("a.keras", "a.weights.h5", "a/", "a.ckpt", "a.npz"):
        result = run("convert", READER, "-o", out, "--verify")
        assert result.exit_code == 0, result.stderr
        assert "agrees: 2 tensors up to the output" in result.stdout
        assert f"written: {out.rstrip('/')} (" in result.stdout
    for out, without in (("a.keras", ""), ("a", "tf_contrib_rnn")):
        assert error(loaded(run_python, tmp_path, out, without), wanted) < 2e-6
    model = models.reader_model()
    for source in ("a.ckpt", "a.npz"):
        checkpoint.restore(model, source)
        given = dict(np.load("inputs.npz"))
        assert error(np.asarray(model(given)), wanted) < 2e-6
    assert not [name for name in files(tmp_path) if name.startswith(".")]


@pytest.mark.slow
def test_weights_load_into_the_inferred_code(run, tmp_path):
    assert run("convert", FRAMES, "-o", "frames.weights.h5").exit_code == 0
    (tmp_path / "frames.py").write_text(run("inspect", FRAMES, "--code").stdout)
    again = run("convert", FRAMES, "-o", "frames.keras", "--model", "frames.py:build", "--verify")
    assert again.exit_code == 0, again.stderr
    model = keras.models.load_model("frames.keras")
    values = model.get_weights()
    model.load_weights("frames.weights.h5")
    for one, other in zip(model.get_weights(), values, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.slow
def test_layers_of_keras_alone_need_no_package_of_ours(run, run_python, inputs, tmp_path):
    (tmp_path / "two_layers.py").write_text(TWO_LAYERS)
    wanted = inputs("frames")
    result = run("convert", FRAMES, "-o", "stock.keras", "--model", "two_layers.py:build",
                 "--target", "keras", "--verify")  # fmt: skip
    assert result.exit_code == 0, result.stderr
    assert "import before loading it" not in result.stdout
    ours = loaded(run_python, tmp_path, "stock.keras", "tf_contrib_rnn")
    assert error(ours, wanted) < 1e-5  # another order of sums in Keras' convolutions


@pytest.mark.slow
def test_the_inferred_model_of_maps_loads_with_this_package_alone(
    run, run_python, inputs, tmp_path
):
    wanted = inputs("frames")
    assert run("convert", FRAMES, "-o", "frames.keras").exit_code == 0
    assert error(loaded(run_python, tmp_path, "frames.keras"), wanted) < 2e-6


@pytest.mark.slow
def test_scope_map_and_ignore_go_before_the_tables_of_the_code(run):
    given = ("--scope", "logits=reader/logits", "--scope", "reader/rnn")
    result = run("convert", READER, "--dry-run", "--json", *given)
    plan = json.loads(result.stdout)["plan"]
    assert plan["scopes"] == {"rnn": "reader/rnn", "logits": "reader/logits"}
    given = (
        "--map",
        "logits/kernel=reader/logits/kernel",
        "--map",
        "logits/bias=reader/logits/bias",
    )
    result = run("convert", READER, "--dry-run", "--json", *given, "--ignore", "global_step")
    plan = json.loads(result.stdout)["plan"]
    assert plan["ignored"] == ["global_step"] and len(plan["assigned"]) == 14


@pytest.mark.slow
def test_averages(run, tmp_path):
    entries = checkpoint.inspect(READER).opened.entries
    arrays = {name: one.read() for name, one in entries.items() if "Adam" not in name}
    averaged = {f"{name}/ExponentialMovingAverage": np.asarray(array) + 1
                for name, array in arrays.items() if name.startswith("reader/")}  # fmt: skip
    np.savez(tmp_path / "both.npz", **arrays, **averaged)
    code = run("inspect", READER, "--code").stdout
    (tmp_path / "reader.py").write_text(code)
    model = ("--model", "reader.py:build")
    assert run("convert", "both.npz", "-o", "mean.npz", "--ema", *model).exit_code == 0
    with np.load("mean.npz") as found:
        np.testing.assert_array_equal(found["reader/logits/bias"], arrays["reader/logits/bias"] + 1)
    assert run("convert", "both.npz", "-o", "own.npz", *model).exit_code == 0
    with np.load("own.npz") as found:
        np.testing.assert_array_equal(found["reader/logits/bias"], arrays["reader/logits/bias"])
