"""What is said of networks built beside the usual ways; none is half recognised."""

from pathlib import Path

import pytest

from tests.cases.odd_graphs import PROGRAMS
from tests.checkpoint.graph_specs import read_odd
from tf_contrib_rnn.checkpoint.graph import Graph, recurrences
from tf_contrib_rnn.checkpoint.sources import read_graph_def

# Of each program how its networks run, and its cells from the outermost in.
TOLD = {
    "highway": ["dynamic: HighwayWrapper[GRUCell]"],
    "projected_stack": ["dynamic: OutputProjectionWrapper[MultiRNNCell[LSTMCell GRUCell]]"],
    "projection_in_a_stack": ["dynamic: MultiRNNCell[InputProjectionWrapper[LSTMCell] GRUCell]"],
    "residual_stack": ["dynamic: ResidualWrapper[MultiRNNCell[LSTMCell GRUCell]]"],
    "attention_cell": ["dynamic: AttentionCellWrapper[LSTMCell]"],
    "embedding_cell": ["dynamic: EmbeddingWrapper[GRUCell]"],
    "zoneout": ["dynamic: unknown[LSTMCell]"],
    "zoneout_unrolled": ["static: unknown"],
    "normalized_output": ["dynamic: unknown[LSTMCell]"],
    "other_activation": ["dynamic: unknown"],
    "hand_made": ["static: unknown"],
    "keras_lstm": ["dynamic: keras.layers.LSTM"],
    "keras_gru": ["dynamic: keras.layers.GRU"],
    "keras_unrolled": ["static: keras.layers.SimpleRNN"],
    "kept_states": ["dynamic: LSTMCell"],
    "same_cell_twice": ["dynamic: MultiRNNCell[BasicLSTMCell BasicLSTMCell]"],
    "loop_by_hand": ["static: LSTMCell"],
    "beams": ["decoder: MultiRNNCell[LSTMCell LSTMCell]"],
    "attention": ["decoder: AttentionWrapper[LSTMCell]"],
    "turned_fused": ["fused: LSTMBlockFusedCell"],
    "double_precision": ["dynamic: LSTMCell"],
    "fed_rate": ["dynamic: LSTMCell"],
    "states_side_by_side": ["dynamic: MultiRNNCell[BasicLSTMCell BasicLSTMCell]"],
    "cudnn": ["fused: CudnnLSTM"],
    "maps_in_a_row": ["dynamic: Conv1DLSTMCell"],
    "no_network": [],
}
WHY = {
    "zoneout": "a state of rnn/lstm_cell is changed before the next step",
    "zoneout_unrolled": "a state of rnn/lstm_cell is changed before the next step",
    "normalized_output": "what the loop gives is computed further from the cell's output",
    "other_activation": (
        "its variables are those of LSTMCell, but its step does not prove to be the same"
    ),
    "hand_made": "its step is that of none of our cells",
}


def tree(fact):
    members = f"[{' '.join(map(tree, fact.members))}]" if fact.members else ""
    return fact.kind + members


def only(name):
    (found,) = recurrences(read_odd(name))
    return found


@pytest.mark.parametrize("name", [function.__name__ for function in PROGRAMS])
def test_the_network_is_told(name):
    found = recurrences(read_odd(name))
    assert [f"{one.kind}: {tree(one.cell)}" for one in found] == TOLD[name]


@pytest.mark.parametrize("name", WHY)
def test_an_unknown_network_says_why(name):
    assert only(name).cell.why == WHY[name]


def test_options_of_cells_inside_wrappers():
    stack = only("projected_stack").cell.members[0]
    assert [one.options["num_units"] for one in stack.members] == [4, 5]
    assert stack.members[0].options["forget_bias"] == 0.5
    projection = only("projection_in_a_stack").cell.members[0]
    assert projection.options == {"num_proj": 6, "activation": "relu"}
    cell = only("attention_cell").cell
    assert (cell.options, cell.members[0].options["activation"]) == ({"attn_length": 5}, "relu")
    assert [one.options["forget_bias"] for one in only("beams").cell.members] == [0.0, 0.0]
    assert only("double_precision").cell.options["forget_bias"] == 0.3


def test_gates_of_keras_layers():
    assert only("keras_lstm").cell.options["recurrent_activation"] == "hard_sigmoid"
    assert only("keras_gru").cell.options["recurrent_activation"] == "sigmoid"
    assert only("keras_unrolled").cell.options == {"units": 4, "activation": "relu"}


def test_states_that_are_variables_or_side_by_side():
    assert only("kept_states").initial_state == ("Variable:0", "Variable_1:0")
    found = only("states_side_by_side")
    assert (len(found.final_state), found.cell.options) == (1, {"state_is_tuple": False})


def test_a_rate_that_is_fed_is_named():
    assert only("fed_rate").cell.keep_probs == {"output": "1 - rate:0"}


def test_layers_of_one_operation():
    found = only("turned_fused")
    assert (found.is_reversed, found.inputs) == (True, ("inputs:0",))
    assert found.cell.options == {"num_units": 4, "forget_bias": 0.5}
    assert only("cudnn").inputs == ("inputs:0",)


def test_maps_have_their_sizes_from_the_graph():
    assert only("maps_in_a_row").cell.options["input_shape"] == [7, 2]


def test_variables_are_named_as_the_graph_names_them():
    cell = only("projected_stack").cell
    assert cell.variables == {
        "output_projection_wrapper/kernel": "rnn/output_projection_wrapper/kernel",
        "output_projection_wrapper/bias": "rnn/output_projection_wrapper/bias",
    }
    low = cell.members[0].members[0]
    scope = "rnn/output_projection_wrapper/multi_rnn_cell/cell_0/lstm_cell"
    assert low.scope == scope
    assert low.variables["lstm_cell/kernel"] == f"{scope}/kernel"


def test_one_kernel_for_all_groups():
    """TF 1.4 wrote a GLSTMCell so, with the size of the batch in it."""
    folder = Path(__file__).parents[1] / "golden" / "old_checkpoints" / "1.4.1"
    (found,) = recurrences(Graph(read_graph_def(str(folder / "GLSTMCell.meta"))))
    assert tree(found.cell) == "GLSTMCell"
    assert found.cell.options["number_of_groups"] == 3 and found.cell.options["num_proj"] == 3
