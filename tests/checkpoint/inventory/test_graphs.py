"""What the graph beside a checkpoint adds: options, wiring, and where it contradicts."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from tf_contrib_rnn import checkpoint
from tf_contrib_rnn.checkpoint.graph import CellFact, Recurrence
from tf_contrib_rnn.checkpoint.inventory.by_graph import Merger

FOLDER = Path(__file__).parents[2] / "golden" / "left_behind"
# Folder: (scope, direction, classes of the innermost cells, options a graph alone tells).
FOUND = {
    "actor_critic": [("global/rnn", "forward", ["BasicLSTMCell"], {"forget_bias": 1.0})],
    "digits": [("rnn", "forward", ["GRUCell"] * 3, {"activation": "tanh"})],
    "language_model": [("rnnlm/rnn_decoder", "forward", ["LSTMCell"] * 2, {"forget_bias": 1.0})],
    "policy": [("rnn", "forward", ["LSTMCell"], {"forget_bias": 1.0})],
    "radar": [("rnn", "forward", ["ConvLSTMCell"], {"forget_bias": 1.0})],
    "rectified": [
        ("rnn", "forward", ["BasicLSTMCell"], {"forget_bias": 0.0, "activation": "relu"})
    ],
    "segmenter": [("bidirectional_rnn", "both, one cell shared", ["GRUCell"], {})],
    "sentiment": [("bidirectional_rnn", "both", ["LSTMCell"] * 2, {"activation": "tanh"})],
    "spelling": [
        ("decode/decoder", "forward", ["LSTMCell"] * 2, {}),
        ("rnn", "forward", ["LSTMCell"] * 2, {}),
    ],
    "stacked_directions": [("stack_bidirectional_rnn", "both", ["LSTMCell"] * 4, {})],
    "whole_state": [
        ("rnn", "forward", ["LSTMCell"], {"cell_clip": 0.4, "use_peepholes": True})
    ],
    "wrapped": [("rnn", "forward", ["GRUCell"] * 3, {})],
}  # fmt: skip
# Folder: {layer: (where it stands, activation)}.
WIRED = {
    "sentiment": {
        "Variable": ("goes into bidirectional_rnn", ""),
        "dense": ("reads the state of bidirectional_rnn", "softmax"),
    },
    "rectified": {"prediction": ("reads the state of rnn", "")},
    "spelling": {
        "EmbedSequence": ("goes into rnn", ""),
        "Variable": ("goes into decode/decoder", ""),
        "decode/decoder/dense": ("reads decode/decoder", ""),
    },
    "whole_state": {"probabilities": ("reads the state of rnn", "sigmoid")},
}


def inspected(name):
    found = checkpoint.inspect(FOLDER / name)
    assert found.graph_path is not None
    return found


@pytest.mark.parametrize("name", FOUND)
def test_networks_and_options(name):
    networks = [one for one in inspected(name).networks if not one.copy_of]
    assert len(networks) == len(FOUND[name])
    for network, (scope, direction, kinds, options) in zip(networks, FOUND[name], strict=True):
        assert (network.scope, network.direction, network.notes) == (scope, direction, [])
        assert [cell.classes for cell in network.leaves] == [[kind] for kind in kinds]
        assert network.runs
        for cell in network.leaves:
            assert options.items() <= cell.options.items()
            assert "assumed" not in {cell.known[key] for key in ("forget_bias", "activation")
                                     if key in cell.options}  # fmt: skip
            assert cell.known["num_units"] == "weights"


@pytest.mark.parametrize("name", WIRED)
def test_wiring(name):
    layers = {layer.label: (layer.place, layer.activation) for layer in inspected(name).layers}
    assert layers == WIRED[name]


def test_dropout_and_residuals():
    (network,) = inspected("wrapped").networks
    first, second, third = network.leaves
    assert first.options["residual"] and third.options["residual"]
    assert "residual" not in second.options
    assert second.options["input_keep_prob"] == "keep_prob:0"
    assert second.known["input_keep_prob"] == "graph"


def test_runs():
    (network,) = inspected("whole_state").networks
    (run,) = network.runs
    assert (run["kind"], run["time_major"], run["steps"]) == ("dynamic", True, 6)
    (network,) = inspected("segmenter").networks
    assert sorted(run["reversed"] for run in network.runs) == [False, True]
    assert all(run["lengths"] for run in network.runs)


def test_the_sizes_of_maps():
    (network,) = checkpoint.inspect(FOLDER / "radar").networks
    sizes = network.input_size
    assert len(sizes) == 3 and None not in sizes
    (network,) = checkpoint.inspect(FOLDER / "radar", graph=False).networks
    assert network.input_size == [None, None, sizes[-1]]


def test_without_the_graph_it_is_assumed():
    found = checkpoint.inspect(FOLDER / "rectified", graph=False)
    (cell,) = found.networks[0].cells
    assert found.graph_path is None and not found.networks[0].runs
    assert (cell.options["activation"], cell.known["activation"]) == ("tanh", "assumed")


def test_a_network_with_a_cell_that_is_made_by_hand():
    (network,) = inspected("one_matrix_a_gate").networks
    assert (network.kind, network.is_known) == ("hand-made", False)


def test_an_attention_wrapper():
    decoder, encoder = inspected("translator").networks
    (cell,) = decoder.cells
    assert cell.foreign.startswith("AttentionWrapper") and not decoder.notes
    assert cell.options["mechanism"] == "BahdanauAttention"
    assert encoder.cells[0].classes == ["GRUCell"]


@pytest.mark.parametrize("name", ["rectified", "segmenter"])
def test_code_of_the_whole_model(name):
    found = inspected(name)
    space = {"__name__": "written"}
    exec(found.to_code(), space)
    options = {"map": space["MAP"]} if "MAP" in space else {}
    model = space["build"]()
    report = checkpoint.restore(model, FOLDER / name, scopes=space["SCOPES"], **options)
    assert not report.left_over and not report.unfed and space["TENSORS"]


@pytest.mark.parametrize("name", ["one_matrix_a_gate", "translator"])
def test_what_cannot_be_written(name):
    with pytest.raises(checkpoint.CheckpointError) as caught:
        inspected(name).to_code()
    assert "\n" not in str(caught.value)


VARIABLES = {"lstm_cell/kernel": "rnn/lstm_cell/kernel", "lstm_cell/bias": "rnn/lstm_cell/bias"}
FACT = CellFact(
    "LSTMCell", "rnn/lstm_cell", VARIABLES, {"num_units": 5, "forget_bias": 0.5}, input_size=3
)


def merged(fact=FACT, **run):
    """The one network of a checkpoint with an LSTM of 5 units, once a graph has said its part."""
    arrays = {"rnn/lstm_cell/kernel": np.zeros((8, 20)), "rnn/lstm_cell/bias": np.zeros(20)}
    (network,) = checkpoint.inspect(arrays).networks
    merger = Merger([network], {one.name: one for one in network.variables}, str)
    merger.merge([Recurrence("rnn", "dynamic", fact, ("x:0",), outputs=("y:0",), **run)])
    return network


def test_a_fact_that_agrees():
    network = merged()
    (cell,) = network.cells
    assert not network.notes and cell.classes == ["LSTMCell"]
    assert cell.options["forget_bias"] == 0.5
    assert cell.known["forget_bias"] == cell.known["activation"] == "graph"
    assert [candidate.kind for candidate in cell.candidates] == ["LSTMCell"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "GRUCell"}, "class is LSTMCell by names and shapes and GRUCell in the graph"),
        ({"options": {"num_units": 6}}, "num_units is 5 by names and shapes and 6"),
        ({"options": {"num_units": 5, "num_proj": 2}}, "num_proj is None by names and shapes"),
        ({"options": {"num_units": 5, "use_peepholes": True}}, "use_peepholes is False"),
        ({"input_size": 4}, "input_size is 3 by names and shapes and 4 in the graph"),
        ({"kind": "unknown", "why": "it multiplies twice"}, "it multiplies twice"),
    ],
)
def test_contradictions(change, words):
    network = merged(dataclasses.replace(FACT, **change))
    assert len(network.notes) == 1 and words in network.notes[0]
    assert network.cells[0].num_units == 5


def test_directions_of_a_graph():
    assert merged(is_reversed=True).runs[0]["reversed"]
    arrays = {"bi/fw/lstm_cell/kernel": np.zeros((8, 20)), "bi/fw/lstm_cell/bias": np.zeros(20)}
    (network,) = checkpoint.inspect(arrays).networks
    assert network.direction == "both, one cell shared"
    fact = dataclasses.replace(
        FACT, variables={path: f"bi/fw/{path}" for path in VARIABLES}, scope="bi/fw/lstm_cell"
    )
    merger = Merger([network], {one.name: one for one in network.variables}, str)
    merger.merge([Recurrence("bi/fw", "dynamic", fact, ("x:0",))])
    assert network.direction == "forward" and "fw without bw" in network.notes[0]


def test_a_network_that_only_the_graph_shows():
    arrays = {"net/a": np.zeros((8, 20), "float32"), "net/b": np.zeros(20, "float32")}
    found = checkpoint.inspect(arrays)
    variables = {name: one for layer in found.layers for name, one in
                 ((v.name, v) for v in layer.variables.values())}  # fmt: skip
    variables |= {one.name: one for one in found.unknown}
    fact = dataclasses.replace(FACT, variables={"kernel": "net/a", "bias": "net/b"}, scope="net")
    merger = Merger([], variables, str)
    merger.merge([Recurrence("", "static", fact, ("x:0",))])
    (network,) = merger.added
    assert (
        network.cells[0].classes == ["LSTMCell"] and network.cells[0].known["num_units"] == "graph"
    )
    assert {one.name for one in network.variables} == {"net/a", "net/b"}


def test_a_graph_of_another_model(tmp_path):
    for source, ending in (("rectified", ".index"), ("rectified", ".data-00000-of-00001")):
        (file,) = (FOLDER / source).glob(f"*{ending}")
        (tmp_path / f"model{ending}").write_bytes(file.read_bytes())
    (meta,) = (FOLDER / "policy").glob("*.meta")
    (tmp_path / "model.meta").write_bytes(meta.read_bytes())
    found = checkpoint.inspect(tmp_path / "model")
    assert len(found.notes) == 1 and "of another model" in found.notes[0]
