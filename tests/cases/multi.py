"""MultiRNNCell: mixed, nested, shared and concatenated."""

from ._case import case, cell

BASIC = cell("BasicLSTMCell", num_units=5)
GRU = cell("GRUCell", num_units=4)
PROJECTED = cell(
    "LSTMCell", num_units=6, num_proj=2, use_peepholes=True, cell_clip=0.5, forget_bias=0.3)
WHOLE = cell("LSTMCell", num_units=6, num_proj=2, state_is_tuple=False)
SAME = {"same_as": 0}


def plane(channels_in, channels_out, kernel, **others):
    """Return a Conv2DLSTMCell on planes of 6 by 5."""
    return cell("Conv2DLSTMCell", input_shape=[6, 5, channels_in], output_channels=channels_out,
                kernel_shape=kernel, **others)


def stack(name, cells, inputs=None, **others):
    """Return a case of MultiRNNCell, on 3 inputs unless others are given."""
    arguments = dict({"cells": cells}, **others.pop("arguments", {}))
    return case("multi_rnn_cell" + name, "MultiRNNCell", arguments, inputs or [3], "multi",
                **others)


CONCATENATED = {"state_is_tuple": False}
PLANES = [plane(3, 4, [3, 2]), plane(4, 2, [2, 3], forget_bias=0.3)]
SMALL = {"batch": 2, "time": 4, "lengths": [2, 4]}

CASES = [
    stack("", [BASIC, GRU, PROJECTED]),
    stack("_float32", [BASIC, GRU, PROJECTED], dtype="float32"),
    stack("_dtype_from_inputs", [BASIC, GRU, PROJECTED], dtype_given=False),
    stack("_concatenated", [GRU, WHOLE, cell("BasicRNNCell", num_units=7)],
          arguments=CONCATENATED),
    stack("_concatenated_float32", [GRU, WHOLE], arguments=CONCATENATED, dtype="float32"),
    stack("_concatenated_dtype_from_inputs", [GRU, WHOLE], arguments=CONCATENATED,
          dtype_given=False),
    stack("_of_one", [PROJECTED]),
    stack("_of_one_class", [cell("LSTMCell", num_units=5), cell("LSTMCell", num_units=5)]),
    stack("_nested", [cell("MultiRNNCell", cells=[GRU, BASIC]),
                      cell("MultiRNNCell", cells=[PROJECTED]), cell("BasicRNNCell", num_units=7)]),
    stack("_nested_concatenated", [
        cell("MultiRNNCell", cells=[GRU, WHOLE], state_is_tuple=False),
        cell("BasicRNNCell", num_units=7)], arguments=CONCATENATED),
    stack("_shared", [cell("LSTMCell", num_units=5, use_peepholes=True), SAME], [5],
          note="One cell object twice: one set of variables, under cell_0, and two states."),
    stack("_shared_projected", [
        cell("LSTMCell", num_units=5, num_proj=3), GRU, cell("GRUCell", num_units=3), SAME],
        note="The first and the last cell are one object."),
    stack("_shared_float32", [cell("GRUCell", num_units=5), SAME, SAME], [5], dtype="float32"),
    stack("_named", [cell("GRUCell", num_units=4, name="low"),
                     cell("BasicLSTMCell", num_units=5, name="high")],
          changes_nothing={
              "GRUCell.name": "it only names the scope of the variables",
              "BasicLSTMCell.name": "it only names the scope of the variables"}),
    stack("_planes", PLANES, [6, 5, 3], **SMALL),
    stack("_planes_float32", PLANES, [6, 5, 3], dtype="float32", **SMALL),
]
