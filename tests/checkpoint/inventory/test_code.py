"""The code of an inventory runs as it stands, and restores the checkpoint into what it builds."""

from pathlib import Path

import keras
import numpy as np
import pytest

from tests.gate import gated
from tf_contrib_rnn import checkpoint

GOLDEN = Path(__file__).parents[2] / "golden"
CELLS = sorted(path.name for path in (GOLDEN / "cell_checkpoints").iterdir())
CHOSEN = ["AttentionCellWrapper", "Conv2DLSTMCell", "Grid2LSTMCell", "GridLSTMCell", "LSTMCell",
          "MultiRNNCell", "NTMCell", "PhasedLSTMCell", "EmbeddingWrapper"]  # fmt: skip
CHECKPOINTS = sorted(path.name for path in (GOLDEN / "checkpoints").iterdir())
LEFT = {
    "activity": [], "digits": [], "language_model": [], "policy": [], "rectified": [],
    "segmenter": [], "sentiment": [], "spelling": [], "stacked_directions": [],
    "tags_of_keras": [], "whole_state": [], "wrapped": [],
    "actor_critic": ["worker_0"],
}  # fmt: skip


def built(source):
    """The model of the code, and the report of the restore into it."""
    found = checkpoint.inspect(source, graph=False)
    code = found.to_code()
    assert max(map(len, code.splitlines())) <= 100
    space = {"__name__": "written"}
    exec(compile(code, "written", "exec"), space)
    model = space["build"]()
    options = {"map": space["MAP"]} if "MAP" in space else {}
    return model, checkpoint.restore(model, source, scopes=space["SCOPES"], **options), found


def check_all_taken(report, found, but=()):
    """Every variable of every network and layer is in the model, with its own values."""
    layers = [variable for layer in found.layers for variable in layer.variables.values()]
    networks = [variable for network in found.networks for variable in network.variables]
    wanted = {variable.stored or variable.name for variable in layers + networks}
    taken = {record.checkpoint.removesuffix(":0") for record in report.assigned}
    left = {name.removesuffix(":0") for name in wanted} - taken
    assert all(name.split("/")[0] in but for name in left)
    assert not report.unfed


@pytest.mark.parametrize("symbol", gated(CELLS, CHOSEN))
def test_every_cell(symbol):
    model, report, found = built(GOLDEN / "cell_checkpoints" / symbol / "model.ckpt")
    check_all_taken(report, found)
    assert len(report.assigned) == len(model.weights) == found.arrays


@pytest.mark.parametrize(
    "name", gated(CHECKPOINTS, ["conv_2d_lstm", "encoder_decoder", "bidirectional"])
)
def test_checkpoints(name):
    _, report, found = built(GOLDEN / "checkpoints" / name)
    check_all_taken(report, found)
    assert not report.left_over


@pytest.mark.parametrize(
    "name", gated(list(LEFT), ["segmenter", "whole_state", "stacked_directions", "actor_critic"])
)
def test_left_behind(name):
    _, report, found = built(GOLDEN / "left_behind" / name)
    check_all_taken(report, found, LEFT[name])


@pytest.mark.parametrize("name", ["bidirectional", "embedding_gru", "lstm_projected"])
def test_outputs_are_those_of_tf1(name):
    folder = GOLDEN / "checkpoints" / name
    with np.load(folder / "golden.npz") as file:
        golden = dict(file)
    model, _, _ = built(folder)
    lengths = golden["lengths"]
    longest = np.flatnonzero(lengths == lengths.max())
    found = np.asarray(model(golden["inputs"][longest]))
    whole = golden["hidden"].shape[1] == lengths.max()
    expected = golden["outputs"][longest]
    found = found if found.ndim == expected.ndim else found[:, -1]
    assert whole and np.abs(found - expected).max() <= 2e-6 * max(1, np.abs(expected).max())


def test_what_is_assumed_stands_there():
    arrays = {"rnn/lstm_cell/kernel": np.zeros((8, 20), "float32"),
              "rnn/lstm_cell/bias": np.zeros(20, "float32"),
              "odd": np.zeros((2, 2, 2), "float32")}  # fmt: skip
    code = checkpoint.inspect(arrays).to_code()
    assert '# assumed of LSTMCell: forget_bias=1.0, activation="tanh"' in code
    assert "# not in this model: odd [2, 2, 2]" in code


def test_equal_depths_are_not_guessed():
    model, _, _ = built(GOLDEN / "left_behind" / "spelling")
    assert len(model.inputs) == 4  # two tables of one depth, two networks that could read them
    assert isinstance(model, keras.Model)


def test_both_halves_of_the_state_are_joined():
    model, _, _ = built(GOLDEN / "left_behind" / "whole_state")
    assert len(model.inputs) == 1 and len(model.outputs) == 1
    assert model.outputs[0].shape == (None, 2)


def test_dtypes():
    arrays = {"rnn/gru_cell/gates/kernel": np.ones((8, 10)), "rnn/gru_cell/gates/bias": np.ones(10),
              "rnn/gru_cell/candidate/kernel": np.ones((8, 5)),
              "rnn/gru_cell/candidate/bias": np.ones(5)}  # fmt: skip
    model, report, _ = built(arrays)
    assert {weight.dtype for weight in model.weights} == {"float64"} and not report.warnings


@pytest.mark.slow
@pytest.mark.parametrize("name", ["segmenter", "policy"])
def test_as_a_script(name, tmp_path, run_python):
    found = checkpoint.inspect(GOLDEN / "left_behind" / name, graph=False)
    path = tmp_path / "model_of_it.py"
    path.write_text(found.to_code())
    done = run_python(path)
    assert done.returncode == 0, done.stderr
    assert "got values" in done.stdout


def test_arrays_in_memory_have_no_path():
    """The module builds the same model, and as a script says what to give it."""
    arrays = {
        "rnn/gru_cell/gates/kernel": np.ones((7, 8), np.float32),
        "rnn/gru_cell/gates/bias": np.ones(8, np.float32),
        "rnn/gru_cell/candidate/kernel": np.ones((7, 4), np.float32),
        "rnn/gru_cell/candidate/bias": np.ones(4, np.float32),
    }
    code = checkpoint.inspect(arrays).to_code()
    module = {"__name__": "generated"}
    exec(code, module)
    assert module["PATH"] is None
    checkpoint.restore(module["build"](), arrays, scopes=module["SCOPES"])
    with pytest.raises(SystemExit, match="set PATH to a checkpoint"):
        exec(code, {"__name__": "__main__"})
