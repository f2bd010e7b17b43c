"""Where networks stand, what is around them, and what is none of ours."""

import numpy as np
import pytest

from tests.checkpoint.inventory.shapes import dense, inspect, lstm, summary
from tf_contrib_rnn import checkpoint


def test_both_directions():
    found = inspect(lstm("bi/fw") | lstm("bi/bw", 4) | dense("out", 9, 2))
    assert summary(found) == [("bi", "bidirectional", "both")]
    (network,) = found.networks
    cells = {cell.direction: cell.num_units for cell in network.cells}
    assert cells == {"forward": 5, "backward": 4}
    assert network.output_size == 9
    assert found.layers[0].place == "reads bi (both directions)"


def test_one_cell_in_both_directions():
    found = inspect(lstm("bidirectional_rnn/fw") | dense("out", 10, 2) | dense("half", 5, 2))
    assert summary(found) == [("bidirectional_rnn", "bidirectional", "both, one cell shared")]
    assert [layer.place.partition("(")[2] for layer in found.layers] == [
        "one direction, or the sum of both)", "both directions)",
    ]  # fmt: skip


def test_scopes_that_are_only_called_fw_and_bw():
    found = inspect(lstm("fw/rnn") | lstm("bw/rnn"))
    assert summary(found) == [("bw/rnn", "cell", "forward"), ("fw/rnn", "cell", "forward")]


@pytest.mark.parametrize("inner", ["", "/bidirectional_rnn"])
def test_a_stack_of_both_directions(inner):
    shapes = {}
    for layer, depth in enumerate((3, 10)):
        for side in ("fw", "bw"):
            shapes |= lstm(f"net/cell_{layer}{inner}/{side}", 5, depth)
    found = inspect(shapes)
    assert summary(found) == [("net", "stacked bidirectional", "both")]
    cells = found.networks[0].cells
    assert sorted((c.layer, c.direction, c.input_size) for c in cells) == [
        (0, "backward", 3), (0, "forward", 3), (1, "backward", 10), (1, "forward", 10),
    ]  # fmt: skip


def test_a_stack_with_something_in_between():
    found = inspect(lstm("rnn/multi_rnn_cell/cell_0") | lstm("rnn/multi_rnn_cell/cell_1", depth=9))
    (cell,) = found.networks[0].cells
    assert not cell.classes and "takes inputs of [9]" in cell.why
    assert [member.classes[0] for member in cell.members] == ["LSTMCell", "LSTMCell"]
    with pytest.raises(checkpoint.CheckpointError, match="cannot be written as code"):
        found.to_code()


def test_cells_one_beside_the_other():
    found = inspect(lstm("model") | lstm("model", 4, 2, "lstm_cell_1"))
    assert [network.cells[0].num_units for network in found.networks] == [5, 4]
    assert found.networks[1].cells[0].candidates[0].arguments["name"] == "lstm_cell_1"


def test_dense_layers_are_no_cells():
    shapes = lstm("rnn") | dense("rnn/dense", 5, 3) | dense("decoder/projection", 9, 4)
    found = inspect(shapes | dense("layer1", 40, 20) | {"conv/kernel": (3, 3, 7, 16)})
    assert summary(found) == [("rnn", "cell", "forward")]
    assert {layer.scope: layer.kind for layer in found.layers} == {
        "rnn/dense": "Dense", "decoder/projection": "Dense", "layer1": "Dense", "conv": "Conv2D",
    }  # fmt: skip


def test_both_halves_of_the_state():
    found = inspect(lstm("rnn") | dense("out", 10, 2))
    assert found.layers[0].place == "reads rnn (concat(c, h))"


@pytest.mark.parametrize(
    ("kind", "gates", "bias"),
    [("SimpleRNN", 1, (5,)), ("LSTM", 4, (20,)), ("GRU", 3, (15,)), ("GRU", 3, (2, 15))],
)
def test_cells_of_keras(kind, gates, bias):
    shapes = {"kernel": (3, 5 * gates), "recurrent_kernel": (5, 5 * gates), "bias": bias}
    found = inspect({f"model/some_cell/{name}": shape for name, shape in shapes.items()})
    assert summary(found) == [("model", "Keras", "forward")]
    (cell,) = found.networks[0].cells
    assert (cell.foreign, cell.num_units, cell.input_size) == (f"keras.layers.{kind}", 5, 3)
    assert cell.options.get("reset_after") == (len(bias) == 2 if kind == "GRU" else None)


def test_both_directions_of_keras():
    shapes = {"kernel": (3, 20), "recurrent_kernel": (5, 20), "bias": (20,)}
    sides = ("forward_lstm", "backward_lstm")
    found = inspect({f"both/{side}/{name}": s for side in sides for name, s in shapes.items()})
    assert summary(found) == [("both", "Keras", "both")]


HAND_MADE = {
    "a matrix a gate of each": {
        **{f"W_{gate}": (3, 5) for gate in "ifco"},
        **{f"U_{gate}": (5, 5) for gate in "ifco"},
        **{f"b_{gate}": (5,) for gate in "ifco"},
    },
    "without underscores": {
        **{f"W{gate}": (3, 5) for gate in "zrh"},
        **{f"U{gate}": (5, 5) for gate in "zrh"},
        **{f"b{gate}": (5,) for gate in "zrh"},
    },
    "one matrix for both": {f"w_{gate}": (8, 5) for gate in "ifco"},
    "a scope a gate": {f"{gate}_gate/W": (5, 5) for gate in ("input", "forget", "output")}
    | {f"{gate}_gate/U": (3, 5) for gate in ("input", "forget", "output")},
    "without gates": {"W_xh": (3, 5), "W_hh": (5, 5), "b_h": (5,)},
}


@pytest.mark.parametrize("kind", HAND_MADE)
def test_cells_made_by_hand(kind):
    found = inspect({f"net/{name}": shape for name, shape in HAND_MADE[kind].items()})
    assert summary(found) == [("net", "hand-made", "forward")]
    (network,) = found.networks
    assert len(network.variables) == len(HAND_MADE[kind]) and not found.layers
    assert (network.cells[0].num_units, network.cells[0].input_size) == (5, 3)
    with pytest.raises(checkpoint.CheckpointError, match="made by hand"):
        found.to_code()


def test_an_attention_that_is_not_ours():
    shapes = {
        "decoder/attention_wrapper/gru_cell/gates/kernel": (18, 12),
        "decoder/attention_wrapper/gru_cell/gates/bias": (12,),
        "decoder/attention_wrapper/gru_cell/candidate/kernel": (18, 6),
        "decoder/attention_wrapper/gru_cell/candidate/bias": (6,),
        "decoder/attention_wrapper/bahdanau_attention/attention_v": (7,),
        "decoder/attention_wrapper/attention_layer/kernel": (12, 8),
        "decoder/out/kernel": (8, 2),
    }
    found = inspect(shapes)
    (network,) = found.networks
    (cell,) = network.cells
    assert cell.foreign == "AttentionWrapper of tf.contrib.seq2seq" and not cell.classes
    assert (cell.input_size, cell.output_size) == (4, 8)
    assert cell.members[0].classes[0] == "GRUCell" and cell.members[0].input_size == 12
    assert found.layers[0].place == "reads decoder"
    with pytest.raises(checkpoint.CheckpointError, match="AttentionWrapper"):
        found.to_code()


def test_weights_of_cudnn():
    scope = "cudnn_lstm/rnn/multi_rnn_cell/cell_0"
    canonical = lstm(scope, cell="cudnn_compatible_lstm_cell")
    found = inspect(canonical | {"cudnn_lstm/opaque_kernel": (200,)})
    assert [one.kind for one in found.networks] == ["cell", "cuDNN"]
    assert found.networks[0].leaves[0].classes == ["CudnnCompatibleLSTMCell"]
    assert found.networks[1].opaque == "cudnn_lstm/opaque_kernel"
    assert "cuDNN's own layout" in str(found)
    alone = inspect({"cudnn_lstm/opaque_kernel": (200,)})
    with pytest.raises(checkpoint.CheckpointError, match="opaque weights of cuDNN alone"):
        alone.to_code()


def test_copies():
    tower = [lstm(f"{name}/rnn") | dense(f"{name}/out", 5, 2) for name in ("tower_0", "tower_1")]
    found = inspect(tower[0] | tower[1])
    assert found.copies == [["tower_0", "tower_1"]]
    assert [network.copy_of for network in found.networks] == ["", "tower_0/rnn"]
    assert [layer.copy_of for layer in found.layers] == ["", "tower_0/out"]
    assert [layer.place for layer in found.layers] == ["reads tower_0/rnn", "reads tower_1/rnn"]
    assert "tower_1/ is like tower_0/" in str(found) and "tower_1/rnn" not in str(found)
    assert "tower_1/ is like tower_0/" in found.to_code()


def test_the_global_one_is_no_copy():
    found = inspect(lstm("worker_0/rnn") | lstm("global/rnn") | lstm("worker_1/rnn"))
    assert found.copies == [["global", "worker_0"], ["global", "worker_1"]]


def test_an_encoder_and_a_decoder_are_no_copies():
    found = inspect(lstm("encoder/rnn") | lstm("decoder/rnn"))
    assert not found.copies and not any(network.copy_of for network in found.networks)


def test_slots_averages_and_counters():
    shapes = lstm("rnn")
    extra = {f"{name}/{slot}": s for name, s in shapes.items() for slot in ("Adam", "Adam_1")}
    extra |= {f"train/{name}/Momentum": shape for name, shape in shapes.items()}
    extra |= {f"{name}/ExponentialMovingAverage": shape for name, shape in shapes.items()}
    arrays = {name: np.zeros(shape, "float32") for name, shape in (shapes | extra).items()}
    arrays |= {"global_step": np.int64(7), "beta1_power": np.float32(0.5)}
    found = checkpoint.inspect(arrays, values=True)
    slots = {(one.kind, one.scope): (one.variables, one.arrays) for one in found.slots}
    assert slots == {("Adam", ""): (2, 4), ("Momentum", "train"): (2, 2)}
    (average,) = found.averages
    assert (average.variables, average.size) == (2, 4 * (8 * 20 + 20))
    assert {one.name: one.value for one in found.counters} == {
        "global_step": 7, "beta1_power": 0.5,
    }  # fmt: skip
    assert "global_step 7" in str(found)
    unread = checkpoint.inspect(arrays)
    assert {one.value for one in unread.counters} == {None}


def test_no_array_is_read(write):
    path = write(lstm("rnn") | dense("out", 5, 2))
    data = path.with_name(path.name + ".data-00000-of-00001")
    data.write_bytes(b"\x07" * data.stat().st_size)
    found = checkpoint.inspect(path)
    assert summary(found) == [("rnn", "cell", "forward")] and not found.graph_path


def test_old_names(write):
    path = write({
        "RNN/MultiRNNCell/Cell0/BasicLSTMCell/Linear/Matrix": (8, 20),
        "RNN/MultiRNNCell/Cell0/BasicLSTMCell/Linear/Bias": (20,),
    })  # fmt: skip
    (network,) = checkpoint.inspect(path).networks
    assert (network.scope, network.leaves[0].classes) == ("rnn", ["BasicLSTMCell"])
    assert network.variables[0].stored == "RNN/MultiRNNCell/Cell0/BasicLSTMCell/Linear/Bias"


def test_without_any_network():
    found = inspect(dense("out", 5, 2))
    assert not found.networks and "no recurrent network" in str(found)
    with pytest.raises(checkpoint.CheckpointError, match="no network and no layer"):
        inspect({"thing": (7, 7, 7)}).to_code()
