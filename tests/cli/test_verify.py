import json

import numpy as np
import pytest

from tf_contrib_rnn import checkpoint, demo
from tf_contrib_rnn.demo import models

READER, FRAMES = demo.checkpoint_of("reader"), demo.checkpoint_of("frames")
KEYS = (
    "model agrees verdict first_divergence rows source graph_path tolerance unmatched notes "
    "unproven reaches_output other_outputs"
).split()


@pytest.fixture
def wrong(tmp_path):
    """A `.keras` file of the reader with other logits than TF1's."""
    model = models.reader_model()
    checkpoint.restore(model, READER)
    model.get_layer("logits").bias.assign_add(np.ones(11))
    model.save(tmp_path / "wrong.keras")


def test_the_inferred_model_agrees(run):
    result = run("verify", READER)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("model.ckpt-6000: agrees: 2 tensors up to the output")
    assert lines[2].split() == ["layer", "shape", "max", "abs", "max", "rel", "TF1", "tensor"]
    assert max(map(len, lines)) <= 80


def test_a_file_that_differs(run, wrong, tmp_path):
    result = run("verify", READER, "--model", "wrong.keras", "--json")
    assert (result.exit_code, result.stderr) == (3, "")
    told = json.loads(result.stdout)
    assert sorted(told) == sorted(KEYS)
    assert (told["agrees"], told["first_divergence"]) == (False, "logits")
    assert [row["agrees"] for row in told["rows"]] == [True, False]
    assert sorted(told["rows"][0]) == sorted(
        ["layer", "tensor", "shape", "max_abs", "max_relative", "agrees", "over_time", "arranged"]
    )


@pytest.mark.slow
def test_without_a_graph_nothing_is_proven(run):
    assert run("convert", READER, "-o", "reader.npz").exit_code == 0
    result = run("verify", "reader.npz")
    assert result.exit_code == 4 and "pass --graph with the path" in " ".join(result.stdout.split())
    named = run("verify", "reader.npz", "--graph", READER / "model.ckpt-6000.meta")
    assert named.exit_code == 3, named.stderr  # names and shapes alone tell no clips


@pytest.mark.slow
def test_a_picture_of_inputs_of_ones_own(run, wrong, tmp_path):
    given = {"pixels": np.ones((2, 5, 8), "float32"), "lengths": np.int32([5, 3])}
    np.savez("given.npz", **given)
    result = run("verify", READER, "--model", "wrong.keras", "--inputs", "given.npz",
                 "--picture", "errors.png", "--tolerance", "10")  # fmt: skip
    assert result.exit_code == 0 and "[2, 5, 11]" in result.stdout
    assert (tmp_path / "errors.png").read_bytes().startswith(b"\x89PNG")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "errors.png", "given.npz", "wrong.keras",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_tensor_by_name(run):
    given = ("--tensor", "logits=reader/logits/BiasAdd:0", "--batch-size", "2", "--steps", "3")
    result = run("verify", READER, *given, "--seed", "4")
    assert result.exit_code == 0 and "[2, 3, 11]" in result.stdout
