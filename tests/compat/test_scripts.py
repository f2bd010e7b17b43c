"""Three scripts of 2017 in three ways: untouched, rewritten, and as Keras models.

TF 1.15.5 trained each for 5 steps, saved, and went on for 3 more; all ways give its numbers.
"""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.goldens import error
from tf_contrib_rnn import checkpoint

TESTS = Path(__file__).parents[1]
SCRIPTS = TESTS / "cases" / "compat" / "scripts"
GOLDEN = TESTS / "golden" / "compat_scripts"
LIMIT = 2e-6
OUTPUTS = {"char_rnn": "probs", "next_frame": "logits", "tagger": "tagger"}
FEEDS = {
    "char_rnn": {"input_data": "inputs"},
    "next_frame": {"frames": "inputs"},
    "tagger": {"words": "inputs", "lengths": "lengths"},
}
slow = pytest.mark.slow
GATED = ["char_rnn", pytest.param("next_frame", marks=slow), pytest.param("tagger", marks=slow)]


def golden_of(name):
    with np.load(GOLDEN / name / "golden.npz") as arrays:
        return {key: arrays[key] for key in arrays.files}


def run_script(run_python, *arguments):
    process = run_python(*arguments, TF_CONTRIB_RNN_COMPAT="1")
    assert process.returncode == 0, process.stderr[-3000:]


def compare(folder, golden, prefix=""):
    """Losses and outputs that a script wrote, with TF1's."""
    with np.load(folder / "results.npz") as found:
        for key in ("losses", "outputs"):
            assert error(found[key], golden[prefix + key]) <= LIMIT, key


def compare_checkpoints(found, golden, prefix):
    """Every variable of a checkpoint, slots and counters included, with {prefix + name: array}."""
    import tensorflow as tf

    reader = tf.train.load_checkpoint(str(found))
    wanted = {key.removeprefix(prefix): a for key, a in golden.items() if key.startswith(prefix)}
    assert wanted and reader.get_variable_to_shape_map().keys() == wanted.keys()
    for name, array in wanted.items():
        ours = reader.get_tensor(name)
        assert ours.dtype == array.dtype
        assert error(ours, array) <= LIMIT, name


@pytest.mark.parametrize("name", GATED)
def test_untouched_from_the_beginning(name, run_python, tmp_path):
    script, golden = SCRIPTS / f"{name}.py", golden_of(name)
    hook = ("-m", "tf_contrib_rnn.compat", script)
    run_script(run_python, *hook, f"--save_dir={tmp_path}", "--steps=5")
    compare(tmp_path, golden)
    import tensorflow as tf

    theirs = tf.train.load_checkpoint(str(GOLDEN / name / "model.ckpt-5"))
    arrays = {key: theirs.get_tensor(key) for key in theirs.get_variable_to_shape_map()}
    compare_checkpoints(tmp_path / "model.ckpt-5", arrays, "")


@slow
@pytest.mark.parametrize("name", OUTPUTS)
def test_untouched_from_a_checkpoint_of_its_own(name, run_python, tmp_path):
    """What a run under the hook saved is restored under the hook, as TF 1.15.5 would go on."""
    hook = ("-m", "tf_contrib_rnn.compat", SCRIPTS / f"{name}.py")
    first, second = tmp_path / "first", tmp_path / "second"
    run_script(run_python, *hook, f"--save_dir={first}", "--steps=5")
    restore = f"--restore={first / 'model.ckpt-5'}"
    run_script(run_python, *hook, f"--save_dir={second}", "--steps=3", restore)
    golden = golden_of(name)
    compare(second, golden, "more/")
    compare_checkpoints(second / "model.ckpt-8", golden, "more/variables/")


@slow
@pytest.mark.parametrize("name", OUTPUTS)
def test_untouched_from_tf1s_checkpoint(name, run_python, tmp_path):
    hook = ("-m", "tf_contrib_rnn.compat", SCRIPTS / f"{name}.py")
    restore = f"--restore={GOLDEN / name / 'model.ckpt-5'}"
    run_script(run_python, *hook, f"--save_dir={tmp_path}", "--steps=3", restore)
    golden = golden_of(name)
    compare(tmp_path, golden, "more/")
    compare_checkpoints(tmp_path / "model.ckpt-8", golden, "more/variables/")


@slow
@pytest.mark.parametrize("name", OUTPUTS)
def test_rewritten_from_tf1s_checkpoint(name, run_python, tmp_path):
    """`upgrade`, then TensorFlow's own rewriter, then a v1 graph whose Saver restores."""
    script = tmp_path / f"{name}.py"
    shutil.copy(SCRIPTS / script.name, script)
    process = run_python("-m", "tf_contrib_rnn", "upgrade", "--write", script)
    assert process.returncode == 0, process.stderr
    after = tmp_path / "after.py"
    tool = Path(sys.executable).with_name("tf_upgrade_v2")
    files = ["--infile", script, "--outfile", after, "--reportfile", tmp_path / "report.txt"]
    subprocess.run([tool, "--mode", "SAFETY", *files], check=True, capture_output=True)
    text = after.read_text()
    assert "contrib.rnn" not in text and "tf.nn.dynamic_rnn" not in text
    line = "import tensorflow.compat.v1 as tf\n"
    assert text.count(line) == 1
    after.write_text(text.replace(line, f"{line}tf.disable_v2_behavior()\n"))
    restore = f"--restore={GOLDEN / name / 'model.ckpt-5'}"
    run_script(run_python, after, f"--save_dir={tmp_path}", "--steps=3", restore)
    golden = golden_of(name)
    compare(tmp_path, golden, "more/")
    compare_checkpoints(tmp_path / "model.ckpt-8", golden, "more/variables/")


@pytest.mark.parametrize("name", GATED)
def test_converted_to_keras(name, tmp_path):
    golden, path = golden_of(name), GOLDEN / name / "model.ckpt-5"
    source = tmp_path / f"{name}_in_keras.py"
    source.write_text(checkpoint.inspect(path).to_code())
    spec = importlib.util.spec_from_file_location(source.stem, source)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model = module.build()
    checkpoint.restore(model, path, scopes=module.SCOPES, map=module.MAP)
    kind = "float32" if name == "next_frame" else "int32"
    feeds = {key: golden[place].astype(kind) for key, place in FEEDS[name].items()}
    feeds = feeds if len(feeds) > 1 else next(iter(feeds.values()))
    found = np.asarray(model(feeds)[OUTPUTS[name]])
    assert error(found.reshape(golden["outputs"].shape), golden["outputs"]) <= LIMIT
