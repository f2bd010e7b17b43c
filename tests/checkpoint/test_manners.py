"""Programs of many manners: code of each, restored, gives TF 1.15.5's numbers and verifies."""

import numpy as np
import pytest

from tests.checkpoint.left_behind import FOLDER, golden
from tests.gate import gated
from tf_contrib_rnn import checkpoint

# Of each program the outputs that its model must have.
OUTPUTS = {
    "turned_by_hand": ["score/BiasAdd"],
    "captions": ["Softmax", "lstm/basic_lstm_cell/Add_3", "lstm/basic_lstm_cell/Mul_5"],
    "trained_start": ["score/BiasAdd"],
    "towers": ["all"],
    "averages_alone": ["dense/BiasAdd"],
    "flagged": ["score/BiasAdd"],
    "turned_in_time": ["score/BiasAdd", "sentence/BiasAdd"],
}


def built(name):
    """The namespace of the code, with the restored model."""
    code = checkpoint.inspect(FOLDER / name).to_code()
    space = {"__name__": "written"}
    exec(compile(code, name, "exec"), space)
    options = {"ema": True} if "ema=True" in code else {}
    options |= {"map": space["MAP"]} if "MAP" in space else {}
    space["model"] = space["build"]()
    checkpoint.restore(space["model"], space["PATH"], scopes=space["SCOPES"], **options)
    return space


@pytest.mark.parametrize("name", gated(list(OUTPUTS), ["captions"]))
def test_the_model_gives_what_tf1_gave(name):
    space, (given, expected) = built(name), golden(name)
    model, tensors = space["model"], space["TENSORS"]
    feeds = {one.name: given[tensors[one.name].removesuffix(":0")] for one in model.inputs}
    found = model(feeds if len(feeds) > 1 else next(iter(feeds.values())))
    found = {tensors[key].removesuffix(":0"): np.asarray(one) for key, one in found.items()}
    assert set(OUTPUTS[name]) <= set(found)
    for tensor in set(found) & set(expected):
        wanted = expected[tensor]
        assert found[tensor].shape == wanted.shape, tensor
        scale = max(1.0, np.abs(wanted).max())
        assert np.abs(found[tensor] - wanted).max() / scale < 2e-6, tensor
    said = checkpoint.verify(model, FOLDER / name, tensors=tensors)
    assert str(said.verdict).startswith("agrees"), str(said)


@pytest.mark.slow
def test_what_a_loop_reads_is_turned_along_time_and_by_its_lengths():
    runs = {run["outputs"][0]: run for network in checkpoint.inspect(FOLDER / "turned_by_hand")
            .networks for run in network.runs}  # fmt: skip
    turned = {name: run["reversed"] for name, run in runs.items()}
    assert turned == {
        "ReverseSequence_1:0": True,
        "raw/transpose_1:0": True,
        "mixed/transpose_1:0": False,
        "channels/transpose_1:0": False,
    }


@pytest.mark.slow
def test_averages_alone_are_told():
    found = checkpoint.inspect(FOLDER / "averages_alone")
    assert [network.scope for network in found.networks] == ["rnn"]
    assert "its variables are moving averages alone; restore with ema=True" in found.notes
    space = built("averages_alone")
    with pytest.raises(checkpoint.CheckpointError, match="restore with ema=True"):
        checkpoint.restore(space["model"], space["PATH"], scopes=space["SCOPES"])
    bare = checkpoint.inspect(FOLDER / "averages_alone", graph=False).to_code()
    assert "ema=True" in bare
