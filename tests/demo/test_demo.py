"""The demo as a user runs it."""

import json

import numpy as np
import pytest

from tf_contrib_rnn import checkpoint, demo
from tf_contrib_rnn.demo import models
from tf_contrib_rnn.demo.run import Trial

LIMIT = 2e-6


@pytest.fixture(scope="module")
def finished(tmp_path_factory, run_python):
    directory = tmp_path_factory.mktemp("demo")
    done = run_python("-m", "tf_contrib_rnn", "demo", "--output", directory, COLUMNS="80")
    assert done.returncode == 0, done.stderr
    return directory, done.stdout


def test_table_reads_at_80_columns(finished):
    _, printed = finished
    assert "TF 1.15.5" in printed and "SavedModel" in printed
    assert max(map(len, printed.splitlines()[:-1])) <= 80


def test_picture_is_a_picture(finished):
    directory, _ = finished
    from matplotlib import image

    pixels = image.imread(directory / "frames.png")
    assert pixels.shape[0] > 300 and pixels.shape[1] > 300
    assert np.std(pixels[..., :3]) > 0.1


@pytest.mark.parametrize("name", ["reader", "frames"])
def test_states_and_outputs_are_those_of_tf1(name):
    model = getattr(models, f"{name}_model")()
    golden = demo.golden_of(name)
    report = checkpoint.restore(model, demo.checkpoint_of(name))
    assert len(report.assigned) == len(model.weights)
    inputs = getattr(models, f"{name}_inputs")(golden)
    wanted = golden["logits"]
    logits = model.predict(inputs, verbose=0)[: len(wanted)]
    assert np.max(np.abs(logits - wanted)) / max(1, np.max(np.abs(wanted))) <= LIMIT


def test_every_clip_acts_on_at_least_one_percent():
    layers = figures()["reader"]["layers"]
    assert len(layers) == 2
    for layer in layers:
        assert layer["c_on_clip"] >= 0.01 and layer["h_on_clip"] >= 0.01


def test_the_models_are_worth_showing():
    assert figures()["reader"]["digits_read_right"] >= 0.95


def test_a_wrong_number_is_a_failure():
    class Wrong(Trial):
        def __init__(self):
            self.name, self.errors = "reader", {"restored": float("nan")}

    with pytest.raises(ValueError, match="expects reader"):
        Wrong().insist()


@pytest.mark.slow
def test_without_matplotlib_one_sentence_says_what_to_install(run_python, tmp_path):
    code = """
import sys
sys.modules["matplotlib"] = None
from tf_contrib_rnn.cli import main
main(prog_name="tf-contrib-rnn")
"""
    done = run_python("-c", code, "demo", "--output", tmp_path / "new")
    assert (done.returncode, done.stdout) == (1, "") and "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1] == (
        "tf-contrib-rnn demo: the demo expects matplotlib for its picture, which is not "
        "installed: pip install 'tf-contrib-rnn[demo]'."
    )
    assert not (tmp_path / "new").exists()


def figures():
    return json.loads((models.DATA / "figures.json").read_text())
