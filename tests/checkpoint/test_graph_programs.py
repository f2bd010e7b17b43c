"""The graphs that the programs of the corpus left behind, of all kinds of files."""

import pytest

from tests.checkpoint.test_odd_graphs import tree
from tests.goldens import DATA
from tf_contrib_rnn.checkpoint.graph import Graph, recurrences
from tf_contrib_rnn.checkpoint.sources.graphs import read_graph_def

FOLDER = DATA.parent / "left_behind"
TOLD = {
    "activity/frozen.pb": ["static: MultiRNNCell[BasicLSTMCell BasicLSTMCell]"],
    "actor_critic/model.ckpt-2.meta": ["dynamic: BasicLSTMCell"] * 2,
    "digits/model.ckpt-2.meta": ["dynamic: MultiRNNCell[GRUCell GRUCell GRUCell]"],
    "keywords/frozen.pb": ["dynamic: MultiRNNCell[GRUCell GRUCell]"],
    "language_model/model.ckpt-2.meta": ["static: MultiRNNCell[LSTMCell LSTMCell]"] * 2,
    "one_matrix_a_gate/model.ckpt-2.meta": ["dynamic: unknown"],
    "policy/model.ckpt-2.meta": ["dynamic: LSTMCell"],
    "rectified/graph.pbtxt": ["dynamic: BasicLSTMCell"],
    "segmenter/model.ckpt-2.meta": ["dynamic: GRUCell"] * 2,
    "sentiment/model.ckpt-2.meta": ["dynamic: LSTMCell"] * 2,
    "spelling/model.ckpt-2.meta": [
        "dynamic: MultiRNNCell[LSTMCell LSTMCell]",
        "decoder: MultiRNNCell[LSTMCell LSTMCell]",
        "decoder: MultiRNNCell[LSTMCell LSTMCell]",
    ],
    "stacked_directions/model.ckpt-2.meta": ["dynamic: LSTMCell"] * 4,
    "tags_of_keras/model.ckpt-2.meta": ["dynamic: keras.layers.SimpleRNN"],
    "translator/model.ckpt-2.meta": ["dynamic: GRUCell", "decoder: AttentionWrapper[GRUCell]"],
}


def networks_of(path):
    return recurrences(Graph(read_graph_def(str(FOLDER / path))))


@pytest.mark.parametrize("path", TOLD)
def test_the_networks_are_told(path):
    assert [f"{one.kind}: {tree(one.cell)}" for one in networks_of(path)] == TOLD[path]


def test_what_no_checkpoint_says():
    (rectified,) = networks_of("rectified/graph.pbtxt")
    assert rectified.cell.options == {"num_units": 6, "forget_bias": 0.0, "activation": "relu"}
    forward, backward = networks_of("segmenter/model.ckpt-2.meta")
    assert forward.cell.variables == backward.cell.variables
    assert (forward.pair, backward.is_reversed) == ("bidirectional_rnn", True)
    encoder, decoder, greedy = networks_of("spelling/model.ckpt-2.meta")
    assert decoder.initial_state == greedy.initial_state == encoder.final_state
    assert (len(decoder.inputs), greedy.inputs) == (1, ())
    assert [one.keep_probs for one in greedy.cell.members] == [{"input": "keep_prob:0"}] * 2
    (unknown,) = networks_of("one_matrix_a_gate/model.ckpt-2.meta")
    assert unknown.cell.why.startswith("it has 4 matrices of shape [4, 5], one a gate")
