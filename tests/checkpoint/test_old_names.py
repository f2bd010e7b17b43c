"""Every spelling from TF 0.12 on leads to the name that TF 1.15.5 gives."""

import random
import re

import pytest

from tests.checkpoint.old_names import OLD, TODAY, entries_of, of_version, today
from tf_contrib_rnn.checkpoint import CheckpointError, names
from tf_contrib_rnn.checkpoint.sources import Stored, open_source


@pytest.mark.parametrize("path", TODAY, ids=lambda path: path.parent.name)
def test_names_of_today_stay(path):
    entries = open_source(path).entries
    assert names.modern(entries) == {names.canonical(name): one for name, one in entries.items()}


PAIRS = """
RNN/BasicRNNCell/Linear/Matrix = rnn/basic_rnn_cell/kernel
BasicRNNCell/Linear/Bias = basic_rnn_cell/bias
BiRNN/FW/BasicLSTMCell/Linear/Matrix = bidirectional_rnn/fw/basic_lstm_cell/kernel
BiRNN_FW/BasicLSTMCell/Linear/Bias = bidirectional_rnn/fw/basic_lstm_cell/bias
StackRNN/Layer1/BiRNN/BW/GRUCell/Gates/Linear/Bias = \
    stack_bidirectional_rnn/cell_1/bidirectional_rnn/bw/gru_cell/gates/bias
StackRNN/Layer12/BiRNN/FW/LSTMCell/B = \
    stack_bidirectional_rnn/cell_12/bidirectional_rnn/fw/lstm_cell/bias
RNN/MultiRNNCell/Cell10/GRUCell/Candidate/Linear/Matrix = \
    rnn/multi_rnn_cell/cell_10/gru_cell/candidate/kernel
RNN/MultiRNNCell/Cell0/MultiRNNCell/Cell1/LSTMCell/W_F_diag = \
    rnn/multi_rnn_cell/cell_0/multi_rnn_cell/cell_1/lstm_cell/w_f_diag
RNN_0/RNN/MultiRNNCell/Cell0/LSTMCell/W_P_0 = \
    RNN_0/rnn/multi_rnn_cell/cell_0/lstm_cell/projection/kernel
RNN_1/RNN/MultiRNNCell/Cell1/LSTMCell/W_0 = RNN_1/rnn/multi_rnn_cell/cell_1/lstm_cell/kernel
Rnn/MultiRNNCell/Cell0/BasicLSTMCell/Linear/Matrix = \
    Rnn/multi_rnn_cell/cell_0/basic_lstm_cell/kernel
RNN/LSTMBlockCell/wci = rnn/lstm_cell/w_i_diag
RNN/LSTMBlockCell/W = rnn/lstm_cell/kernel
LSTMBlockFusedCell/W_O_diag = lstm_fused_cell/w_o_diag
RNN/LayerNormBasicLSTMCell/linear/b = rnn/layer_norm_basic_lstm_cell/bias
RNN/AttentionCellWrapper/Attention/AttnW = rnn/attention_cell_wrapper/attention/attn_w
RNN/AttentionCellWrapper/MultiRNNCell/Cell0/GRUCell/Gates/Linear/Bias = \
    rnn/attention_cell_wrapper/multi_rnn_cell/cell_0/gru_cell/gates/bias
RNN/Grid2LSTMCell/recurrent/LSTMCell/W_0 = rnn/Grid2LSTMCell/recurrent/lstm_cell/kernel
RNN/Grid3LSTMCell/recurrent/cell_2/LSTMCell/B = rnn/Grid3LSTMCell/recurrent/cell_2/lstm_cell/bias
RNN/MultiRNNCell/Cell0/MyCell/W = rnn/multi_rnn_cell/cell_0/MyCell/W
BiRNN/BW/MyCell/Linear/Matrix = bidirectional_rnn/bw/MyCell/Linear/Matrix
Model/RNN/MultiRNNCell/Cell1/BasicLSTMCell/Linear/Bias = \
    Model/rnn/multi_rnn_cell/cell_1/basic_lstm_cell/bias
Model/RNN/multi_rnn_cell/cell_0/basic_lstm_cell/weights = \
    Model/RNN/multi_rnn_cell/cell_0/basic_lstm_cell/kernel
Model/RNN/rnn/multi_rnn_cell/cell_0/basic_lstm_cell/biases = \
    Model/RNN/rnn/multi_rnn_cell/cell_0/basic_lstm_cell/bias
tower_0/rnn/gru_cell/candidate/weights = tower_0/rnn/gru_cell/candidate/kernel
decoder/attention_wrapper/multi_rnn_cell/cell_1/lstm_cell/weights = \
    decoder/attention_wrapper/multi_rnn_cell/cell_1/lstm_cell/kernel
decoder/Attention_Wrapper/basic_lstm_cell/biases = decoder/Attention_Wrapper/basic_lstm_cell/bias
bidirectional_rnn/fw/multi_rnn_cell/cell_0/lstm_cell/projection/weights = \
    bidirectional_rnn/fw/multi_rnn_cell/cell_0/lstm_cell/projection/kernel
rnn/lstm_cell_1/weights = rnn/lstm_cell_1/kernel
rnn/nas_rnn/recurrent_weights = rnn/nas_cell/recurrent_kernel
rnn/nas_rnn/projection_weights = rnn/nas_cell/projection_weights
lstm_block_wrapper/w_i_diag = lstm_fused_cell/w_i_diag
rnn/phased_lstm_cell/mask_gates/weights = rnn/phased_lstm_cell/mask_gates/kernel
rnn/intersection_rnn_cell/in_projection/biases = rnn/intersection_rnn_cell/in_projection/bias
rnn/ugrnn_cell/weights = rnn/ugrnn_cell/kernel
rnn/glstm_cell/group2/weights = rnn/glstm_cell/group2/kernel
rnn/GRUBlockCell/w_ru = rnn/gru_cell/w_ru
rnn/GRUBlockCellV2/gates/kernel = rnn/gru_cell/gates/kernel
rnn/conv_2d_lstm_cell/biases = rnn/conv_2d_lstm_cell/biases
fully_connected/weights = fully_connected/weights
rnn/GridRNNCell/non_recurrent/cell_2/fully_connected/biases = \
    rnn/GridRNNCell/non_recurrent/cell_2/fully_connected/biases
LSTMCell/dense/weights = LSTMCell/dense/weights
GRUBlockCell/dense/kernel = GRUBlockCell/dense/kernel
GRUBlockCell/rnn/gru_cell/w_ru = GRUBlockCell/rnn/gru_cell/w_ru
lstm_cell/weights/gru_cell/foo = lstm_cell/weights/gru_cell/foo
my_cell/weights = my_cell/weights
RNN/x = RNN/x
RNN/my/LSTMCell/B = RNN/my/lstm_cell/bias
MultiRNNCell/Cell0 = MultiRNNCell/Cell0
/rnn//lstm_cell/weights = /rnn//lstm_cell/kernel
""".replace("\\\n", "").strip()


@pytest.mark.parametrize("pair", PAIRS.splitlines())
def test_one_name(pair):
    old, new = re.split(r"\s*=\s*", pair)
    assert today(old) == {old: new}
    assert today(f"{old}:0") == {f"{old}:0": new}


def test_all_that_stands_in_a_scope_moves_with_it():
    found = today("RNN/GRUCell/Gates/Linear/Matrix", "RNN/softmax_w", "RNN/GRUCell/mine")
    assert list(found.values()) == [
        "rnn/gru_cell/gates/kernel",
        "rnn/softmax_w",
        "rnn/gru_cell/mine",
    ]


def test_directions_of_a_scope_of_its_own():
    both = ("foo/FW/LSTMCell/B", "foo/BW/LSTMCell/B")
    assert list(today(*both).values()) == ["foo/fw/lstm_cell/bias", "foo/bw/lstm_cell/bias"]
    assert today(both[0]) == {both[0]: "foo/FW/lstm_cell/bias"}


def test_the_top_of_a_legacy_decoder():
    scope = "embedding_attention_decoder/attention_decoder"
    old = [
        "AttnV_0",
        "AttnW_0",
        "Linear/Matrix",
        "Attention_0/Linear/Bias",
        "AttnOutputProjection/weights",
    ]
    new = ["AttnV_0", "AttnW_0", "kernel", "Attention_0/bias", "AttnOutputProjection/kernel"]
    found = today(*(f"{scope}/{name}" for name in old))
    assert list(found.values()) == [f"{scope}/{name}" for name in new]
    assert today("a/Linear/Matrix") == {"a/Linear/Matrix": "a/Linear/Matrix"}


@pytest.mark.parametrize(("version", "name"), OLD)
def test_twice_is_as_good_as_once(version, name):
    once = names.modern(of_version(version, name))
    assert dict(names.modern(once)) == dict(once)


@pytest.mark.parametrize("suffix", ["Adam", "Adam_1", "mine", "ExponentialMovingAverage"])
@pytest.mark.parametrize(("version", "name"), OLD)
def test_slots_follow_their_variables(version, name, suffix):
    entries = {k: v for k, v in of_version(version, name).items() if "Adam" not in k and v.shape}
    new = {one.name: key for key, one in names.modern(entries).items()}
    lead = random.Random(name).choice(["", "train/", "model/", "a/b/", "RNN/", "rnn/"])
    slots = entries_of(*(f"{lead}{key}/{suffix}" for key in entries))
    slots = {
        key: Stored(key, entries[key[len(lead) : -len(suffix) - 1]].shape, "float32", None)
        for key in slots
    }
    shuffled = list((entries | slots).items())
    random.Random(7).shuffle(shuffled)
    found = {one.name: key for key, one in names.modern(dict(shuffled)).items()}
    assert {old: found[old] for old in new} == new
    expected = {
        re.sub(r"(.*)/(.*)", rf"{lead}\1/\2/{suffix}", old): f"{lead}{key}/{suffix}"
        for old, key in new.items()
    }
    assert {old: key for old, key in found.items() if old not in new} == expected


def test_slots_of_slots_and_of_moved_cells():
    found = today(
        "RNN/GRUCell/Gates/Linear/Matrix",
        "RNN/OutputProjectionWrapper/Linear/Matrix",
        "ema/RNN/GRUCell/Gates/Linear/Matrix/ExponentialMovingAverage",
        "ema/RNN/GRUCell/Gates/Linear/Matrix/ExponentialMovingAverage/biased",
        "ema/RNN/GRUCell/Gates/Linear/Matrix/ExponentialMovingAverage/local_step",
    )
    moved = "rnn/output_projection_wrapper/gru_cell/gates/kernel"
    average = f"ema/{moved}/ExponentialMovingAverage"
    assert list(found.values()) == [
        moved, "rnn/output_projection_wrapper/kernel", average, f"{average}/biased",
        f"{average}/local_step",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "pair",
    [
        ("rnn/lstm_cell/weights", "rnn/lstm_cell/kernel"),
        ("RNN/LSTMCell/W_0", "rnn/lstm_cell/kernel"),
        ("RNN/LSTMCell/B", "RNN/LSTMBlockCell/b"),
        ("RNN/LSTMCell/W_0", "RNN/LSTMCell/W_00"),
        ("x", "x:0"),
    ],
)
def test_two_names_for_one(pair):
    with pytest.raises(CheckpointError, match="both what TF 1.15.5 would call") as caught:
        names.modern(entries_of(*pair))
    assert all(repr(name) in str(caught.value) for name in pair)


def test_scopes_are_known_by_both_spellings():
    found = names.modern(entries_of("a/RNN/MultiRNNCell/Cell0/GRUCell/Gates/Linear/Bias"))
    for spelled in ("a/RNN/MultiRNNCell", "a/rnn/multi_rnn_cell"):
        assert found.scope(spelled) == "a/rnn/multi_rnn_cell"
    assert found.scope("a/RNN/MultiRNNCell/Cell0/GRUCell/Gates/Linear/Bias:0").endswith("/bias")
    assert found.in_file["a/rnn/multi_rnn_cell/cell_0"] == "a/RNN/MultiRNNCell/Cell0"
    assert found.scope("b") == "b" and "b" not in found.in_file
