"""ResidualWrapper and DeviceWrapper, and wrappers inside wrappers and stacks."""

from ._case import case, cell, function

GRU = cell("GRUCell", num_units=3)
LSTM = cell("LSTMCell", num_units=5, num_proj=3, use_peepholes=True)
PLANE = cell("Conv2DLSTMCell", input_shape=[6, 5, 3], output_channels=3, kernel_shape=[3, 2])
SMALL = {"batch": 2, "time": 4, "lengths": [2, 4], "dtype": "float32"}
KEEPS = {"input_keep_prob": 0.6, "state_keep_prob": 0.7, "output_keep_prob": 0.8}
SEEDED = {"DropoutWrapper.seed": "it decides which numbers are drawn, and those are in the golden"}
SCALED = {"residual_fn": function("scaled_sum")}
HEAD = {"residual_fn": function("add_first_two")}


def residual(name, inner, options=None, inputs=None, **others):
    """Return a case of ResidualWrapper, on 3 inputs unless others are given."""
    return case("residual_wrapper" + name, "ResidualWrapper", dict({"cell": inner}, **(
        options or {})), inputs or [3], "residual", **others)


def device(name, inner, inputs=None, **others):
    """Return a case of DeviceWrapper on the CPU."""
    return case("device_wrapper" + name, "DeviceWrapper", {"cell": inner, "device": "/cpu:0"},
                inputs or [3], "placement", **others)


def mixed(name, symbol, arguments, **others):
    """Return a case of wrappers in wrappers."""
    return case("wrappers_" + name, symbol, arguments, others.pop("inputs", [3]), "wrappers",
                changes_nothing=SEEDED, **others)


def dropped(inner, seed, **options):
    """Return a DropoutWrapper with every keep probability, unless others are given."""
    return cell("DropoutWrapper", cell=inner, seed=seed, **(options or KEEPS))


STACK = [
    dropped(LSTM, 17), cell("ResidualWrapper", cell=dropped(GRU, 18, input_keep_prob=0.6)),
    cell("DeviceWrapper", cell=cell("BasicLSTMCell", num_units=4), device="/cpu:0"),
]

CASES = [
    residual("", GRU),
    residual("_float32", GRU, dtype="float32"),
    residual("_dtype_from_inputs", GRU, dtype_given=False),
    residual("_lstm", LSTM),
    residual("_function", LSTM, SCALED),
    residual("_function_float32", LSTM, SCALED, dtype="float32"),
    residual("_function_dtype_from_inputs", LSTM, SCALED, dtype_given=False),
    residual("_function_other_width", cell("LSTMCell", num_units=5, num_proj=2), HEAD,
             note="With a function of its own, inputs and outputs may differ in width."),
    residual("_stack", cell("MultiRNNCell", cells=[cell("GRUCell", num_units=4), LSTM])),
    residual("_plane", PLANE, None, [6, 5, 3], **SMALL),
    device("", LSTM),
    device("_float32", LSTM, dtype="float32"),
    device("_dtype_from_inputs", LSTM, dtype_given=False),
    device("_stack", cell("MultiRNNCell", cells=[cell("GRUCell", num_units=4), LSTM])),
    mixed("residual_around_dropout", "ResidualWrapper", {"cell": dropped(LSTM, 17)}),
    mixed("dropout_around_residual", "DropoutWrapper", dict(
        {"cell": cell("ResidualWrapper", cell=LSTM), "seed": 17}, **KEEPS)),
    mixed("device_around_dropout", "DeviceWrapper", {
        "cell": dropped(GRU, 17), "device": "/cpu:0"}),
    mixed("dropout_around_device", "DropoutWrapper", dict(
        {"cell": cell("DeviceWrapper", cell=GRU, device="/cpu:0"), "seed": 17}, **KEEPS)),
    mixed("in_a_stack", "MultiRNNCell", {"cells": STACK}),
    mixed("in_a_stack_float32", "MultiRNNCell", {"cells": STACK}, dtype="float32"),
    mixed("in_a_stack_dtype_from_inputs", "MultiRNNCell", {"cells": STACK}, dtype_given=False),
    mixed("in_a_nested_stack", "MultiRNNCell", {"cells": [
        cell("MultiRNNCell", cells=[dropped(GRU, 17), dropped(LSTM, 18)]), dropped(GRU, 19)]}),
    mixed("dropout_shared_in_a_stack", "MultiRNNCell", {
        "cells": [dropped(GRU, 17), {"same_as": 0}]},
        note="One wrapper object twice: one set of variables, and with one seed the same numbers."),
    mixed("variational_in_a_stack", "MultiRNNCell", {"cells": [
        dropped(GRU, 17, variational_recurrent=True, dtype="float64", state_keep_prob=0.6,
                output_keep_prob=0.7),
        dropped(LSTM, 18, variational_recurrent=True, dtype="float64", input_keep_prob=0.6,
                input_size=3)]}),
]
