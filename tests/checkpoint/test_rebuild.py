"""Generated models run as they stand, restore their checkpoint and give what TF 1.15.5 gave."""

import numpy as np
import pytest

from tests.checkpoint.left_behind import FOLDER, golden
from tests.gate import gated
from tf_contrib_rnn import checkpoint
from tf_contrib_rnn.checkpoint import CheckpointError
from tf_contrib_rnn.checkpoint.rebuild import source_of
from tf_contrib_rnn.checkpoint.sources import open_source

REFUSED = {
    "one_matrix_a_gate": "4 matrices of shape [4, 5], one a gate",
    "translator": "an AttentionWrapper of tf.contrib.seq2seq is none of our cells",
}
FROZEN = ("activity", "keywords")
OF_AVERAGES = {"averages_alone"}  # that restore takes with ema=True, in test_manners.py
NAMES = sorted({path.name for path in FOLDER.iterdir()} - set(REFUSED) - OF_AVERAGES)
TYPICAL = ("digits", "keywords", "language_model", "sentiment", "spelling", "wrapped")


def path_of(name):
    return FOLDER / name / "frozen.pb" if name in FROZEN else FOLDER / name


def code_of(name, outputs=None):
    opened = open_source(path_of(name))
    return source_of(opened.graph_def, opened, outputs)


def module_of(code):
    module = {"__name__": "generated"}
    exec(compile(code, "generated", "exec"), module)
    return module


def restored(module):
    model = module["build"]()
    options = {"map": module["MAP"]} if "MAP" in module else {}
    report = checkpoint.restore(model, module["PATH"], scopes=module["SCOPES"], **options)
    assert not report.unfed
    return model


def outputs_of(model, module, given):
    """What the model gives for the arrays that the graph was fed, by tensor."""
    feeds = {
        one.name: given[module["TENSORS"][one.name].removesuffix(":0")] for one in model.inputs
    }
    found = model(feeds if len(feeds) > 1 else next(iter(feeds.values())))
    return {module["TENSORS"][name].removesuffix(":0"): np.asarray(v) for name, v in found.items()}


@pytest.mark.parametrize("name", gated(NAMES, TYPICAL))
def test_the_model_gives_what_the_graph_gave(name):
    code = code_of(name)
    assert max(map(len, code.splitlines())) <= 120
    module = module_of(code)
    given, expected = golden(name)
    found = outputs_of(restored(module), module, given)
    common = set(found) & set(expected)
    assert common
    for tensor in common:
        assert found[tensor].shape == expected[tensor].shape
        scale = np.max(np.abs(expected[tensor]))
        assert np.max(np.abs(found[tensor] - expected[tensor])) / scale < 2e-6, tensor


@pytest.mark.parametrize("name", ["segmenter", "spelling", "whole_state"])
def test_every_layer_agrees_with_the_graph(name):
    module = module_of(code_of(name))
    verification = checkpoint.verify(restored(module), module["PATH"], tensors=module["TENSORS"])
    assert verification.verdict.startswith("agrees")


@pytest.mark.parametrize("name", REFUSED)
def test_cells_that_are_none_of_ours_are_refused(name):
    with pytest.raises(CheckpointError) as error:
        code_of(name)
    assert REFUSED[name] in str(error.value)


def test_the_code_of_a_language_model():
    _, _, body = code_of("language_model").partition("def build")
    assert body.partition("\n\n\nif")[0].splitlines()[1:] == [
        "    # Left out: a copy with the same variables, which gives add_1, Softmax_1.",
        '    inputs = keras.Input((3,), dtype="int32", name="inputs")',
        '    embedding = layers.Embedding(11, 5, name="embedding")(inputs)',
        "    rnn_decoder = rnn.RNN(",
        "        rnn.MultiRNNCell([rnn.LSTMCell(7), rnn.LSTMCell(7)]),",
        "        return_sequences=True,",
        '        name="rnn_decoder",',
        "    )(embedding)",
        '    logits = layers.Dense(11, name="logits")(rnn_decoder)',
        "    x = ops.reshape(logits, (-1, 11))",
        "    softmax = ops.reshape(ops.softmax(logits), (-1, 11))",
        '    return keras.Model(inputs, {"logits": x, "softmax": softmax})',
    ]


def test_a_graph_for_one_size_of_batch_gives_a_model_for_all():
    model = restored(module_of(code_of("language_model")))
    assert model(np.zeros((1, 3), "int32"))["logits"].shape == (3, 11)


def test_outputs_that_the_user_names():
    module = module_of(code_of("sentiment", ["ReverseV2", "dense/BiasAdd:0"]))
    given, expected = golden("sentiment")
    found = outputs_of(restored(module), module, given)
    assert list(found) == ["ReverseV2", "dense/BiasAdd"]
    for tensor, array in found.items():
        np.testing.assert_allclose(array, expected[tensor], atol=2e-6)


def test_an_output_that_is_not_there():
    with pytest.raises(CheckpointError, match="has no tensor 'logits_7'"):
        code_of("sentiment", "logits_7")


def test_greedy_decoding_is_left_out_and_named():
    assert "# Left out: predictions, because" in code_of("spelling")
    with pytest.raises(CheckpointError, match="comes out of a loop|feeds its own outputs back"):
        code_of("spelling", "predictions")


def test_large_constants_are_read_when_the_model_is_built():
    code = code_of("policy")
    assert 'checkpoint.constant(PATH, "' in code
    with pytest.raises(CheckpointError, match="has no constant 'Nothing'"):
        checkpoint.constant(FOLDER / "policy", "Nothing")


@pytest.mark.slow
def test_the_code_runs_as_a_script(run_python, tmp_path):
    script = tmp_path / "generated.py"
    script.write_text(code_of("sentiment"))
    done = run_python(script)
    assert done.returncode == 0, done.stderr
    assert "embedding" in done.stdout


def test_the_path_holds_from_any_folder(monkeypatch):
    monkeypatch.chdir(FOLDER)
    opened = open_source("digits")
    code = source_of(opened.graph_def, opened)
    assert module_of(code)["PATH"] == str(FOLDER / "digits" / "model.ckpt-2")


def test_lengths_that_a_graph_computes_from_drawn_inputs():
    """A network that runs over lengths of 0 proves nothing."""
    module = module_of(code_of("policy"))
    model = restored(module)
    options = {"tensors": module["TENSORS"], "seed": 1}  # whose lengths are all 0
    found = checkpoint.verify(model, module["PATH"], **options)
    assert found.agrees and "numbers above 1 were drawn" in str(found)
    given = {"x": np.zeros((2, 24), np.float32)}
    empty = checkpoint.verify(model, module["PATH"], inputs=given, **options)
    assert not empty.agrees and "ran no step" in str(empty)
    assert empty.verdict.endswith("not compared: what stands below as not proven.")
