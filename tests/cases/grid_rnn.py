"""The cells of contrib.grid_rnn: dimensions, ties, non-recurrent ones, every inner cell."""

from ._case import case, cell, function

AGAIN = {"reuse": True}  # TF1's grids make their variables anew at every call
GLOROT = {"scope": {"reuse": True, "initializer": {"initializer": "glorot_uniform"}},
          "note": "TF1 needs an initializer of the scope for a non-recurrent dimension."}
TIED = {"tied": True}
FUNCTION = {"non_recurrent_fn": function("tf.tanh")}
OUTPUT = {"output_is_tuple": False}
CONCATENATED = {"output_is_tuple": False, "state_is_tuple": False}
BIASED = {"forget_bias": 0.3}
PEEPHOLES = {"forget_bias": 0.3, "use_peepholes": True}


def stem(symbol):
    """Return the file stem of a symbol: Grid2LSTMCell is grid_2_lstm."""
    return "grid_%s_%s" % (symbol[4], symbol[5:-len("Cell")].lower())


def named(symbol, name, *arguments, **others):
    """Return a case of one of the grids with a name, on 3 inputs."""
    others.setdefault("scope", AGAIN)
    merged = {key: value for part in arguments for key, value in part.items()}
    return case(stem(symbol) + name, symbol, dict(merged, num_units=5), [3], "grid_rnn", **others)


def grid(name, arguments, inputs, **others):
    """Return a case of GridRNNCell."""
    others.setdefault("scope", AGAIN)
    return case("grid_rnn" + name, "GridRNNCell", arguments, inputs, "grid_rnn", **others)


def makes(symbol, **arguments):
    """Return a function of num_units that makes a cell."""
    return {"makes": cell(symbol, **arguments)}


CASES = [
    named("Grid1BasicRNNCell", ""),
    named("Grid1BasicRNNCell", "_options", OUTPUT, dtype="float32", dtype_given=False),
    named("Grid2BasicRNNCell", "", TIED, OUTPUT, dtype_given=False),
    named("Grid2BasicRNNCell", "_non_recurrent", FUNCTION, OUTPUT, **GLOROT),
    named("Grid1BasicLSTMCell", "", dtype="float32"),
    named("Grid1BasicLSTMCell", "_options", BIASED, CONCATENATED, dtype_given=False),
    named("Grid2BasicLSTMCell", "", BIASED, TIED, CONCATENATED),
    named("Grid2BasicLSTMCell", "_non_recurrent", FUNCTION, BIASED, CONCATENATED,
          dtype_given=False, **GLOROT),
    named("Grid1LSTMCell", ""),
    named("Grid1LSTMCell", "_options", PEEPHOLES, CONCATENATED, dtype_given=False),
    named("Grid2LSTMCell", ""),
    named("Grid2LSTMCell", "_tied", PEEPHOLES, TIED, CONCATENATED, dtype_given=False),
    named("Grid2LSTMCell", "_tied_float32", PEEPHOLES, TIED, CONCATENATED, dtype="float32"),
    named("Grid2LSTMCell", "_non_recurrent", FUNCTION, PEEPHOLES, **GLOROT),
    named("Grid3LSTMCell", "", PEEPHOLES, CONCATENATED, dtype_given=False),
    named("Grid3LSTMCell", "_tied", TIED),
    named("Grid3LSTMCell", "_non_recurrent", FUNCTION, PEEPHOLES, dtype="float32", **GLOROT),
    named("Grid2GRUCell", ""),
    named("Grid2GRUCell", "_tied", TIED, OUTPUT, dtype_given=False),
    named("Grid2GRUCell", "_non_recurrent", FUNCTION, dtype="float32", **GLOROT),
    grid("", {"num_units": 5, "num_dims": 2, "input_dims": [0, 1], "output_dims": [0, 1]}, [4]),
    grid("_options", {
        "num_units": 5, "num_dims": 3, "input_dims": [0, 2], "output_dims": [1, 2],
        "priority_dims": [1, 2], "non_recurrent_dims": 2, "output_is_tuple": False,
        "cell_fn": makes("GRUCell", activation="softsign"),
        "non_recurrent_fn": function("tf.nn.softsign")}, [6], dtype_given=False, **GLOROT),
    grid("_relu", {
        "num_units": 5, "num_dims": 3, "input_dims": [1], "output_dims": 0,
        "non_recurrent_dims": 1, "cell_fn": makes("BasicRNNCell")}, [3], dtype="float32",
        **GLOROT),
    grid("_tied", {
        "num_units": 5, "num_dims": 3, "input_dims": 1, "output_dims": [0, 2],
        "priority_dims": [0], "tied": True, "state_is_tuple": False,
        "cell_fn": makes("BasicLSTMCell", forget_bias=0.3)}, [3]),
    grid("_without_states", {
        "num_units": 5, "num_dims": 2, "input_dims": [0, 1], "output_dims": [0, 1],
        "priority_dims": 0, "non_recurrent_dims": [0, 1], "tied": True}, [4], **GLOROT),
    grid("_without_inputs", {
        "num_units": 5, "num_dims": 2, "output_dims": [0, 1]}, [3]),
    case("grid_rnn_in_a_stack", "MultiRNNCell", {"cells": [
        cell("Grid2LSTMCell", num_units=5, output_is_tuple=False),
        cell("GridLSTMCell", num_units=2, feature_size=3, frequency_skip=2,
             num_frequency_blocks=[2])]}, [3], "grid_rnn", scope=AGAIN),
]
