"""LSTM cells with normalization: of layers, with and without dropout, and of weights."""

from ._case import case, cell, constant, function

PEEPHOLES = {
    "num_units": 5, "use_peepholes": True, "cell_clip": 0.5, "num_proj": 2, "proj_clip": 0.07,
    "forget_bias": 0.3,
}
NORMS = {"layer_norm": True, "norm_gain": 0.7, "norm_shift": 0.2}
BASIC = {
    "num_units": 5, "forget_bias": 0.3, "activation": function("tf.nn.softsign"),
    "dropout_keep_prob": 0.6, "dropout_prob_seed": 17,
}
SEED = "LayerNormBasicLSTMCell.dropout_prob_seed"
SEEDED = {SEED: "it decides which numbers are drawn, and those are in the golden"}
REUSED = "it binds to the variables of an earlier cell"


def basic(name, arguments, **others):
    """Return a case of LayerNormBasicLSTMCell on 3 inputs."""
    nothing = dict(SEEDED) if "dropout_prob_seed" in arguments else {}
    nothing.update(others.pop("changes_nothing", {}))
    return case("layer_norm_basic_lstm_cell" + name, "LayerNormBasicLSTMCell", arguments, [3],
                "normalized", changes_nothing=nothing, **others)


def layers(name, arguments, **others):
    """Return a case of LayerNormLSTMCell on 3 inputs."""
    return case("layer_norm_lstm_cell" + name, "LayerNormLSTMCell", arguments, [3], "normalized",
                **others)


def weights(name, arguments, **others):
    """Return a case of WeightNormLSTMCell on 3 inputs."""
    return case("weight_norm_lstm_cell" + name, "WeightNormLSTMCell", arguments, [3],
                "weight_norm", **others)


def reused(make, symbol):
    """Return the case in which the variables exist already."""
    return make("_reuse", {"num_units": 5, "reuse": True},
                changes_nothing={symbol + ".reuse": REUSED},
                note="An earlier cell with the same arguments made the variables.")


def around(name, symbol, arguments):
    """Return a case of a cell that holds LayerNormBasicLSTMCells with dropout."""
    nothing = dict(SEEDED)
    if symbol == "DropoutWrapper":
        nothing["DropoutWrapper.seed"] = SEEDED[SEED]
    return case("layer_norm_basic_lstm_cell_in_" + name, symbol, arguments, [3], "normalized",
                changes_nothing=nothing)


CASES = [
    basic("", {"num_units": 5}),
    basic("_float32", {"num_units": 5}, dtype="float32"),
    basic("_options", dict(BASIC)),
    basic("_options_float32_dtype_from_inputs", dict(BASIC), dtype="float32", dtype_given=False),
    basic("_without_norm", dict(BASIC, layer_norm=False)),
    basic("_initial", {"num_units": 5, "norm_gain": 0.7, "norm_shift": 0.2},
          weights=["gamma", "beta"], dtype_given=False),
    basic("_tensor", {"num_units": 5, "dropout_keep_prob": {"tensor": 0.7},
                      "dropout_prob_seed": 3}),
    basic("_one", {"num_units": 5, "dropout_keep_prob": 1, "dropout_prob_seed": 3},
          note="The whole number 1 draws nothing."),
    basic("_input_size", {"num_units": 5, "input_size": 3}, changes_nothing={
        "LayerNormBasicLSTMCell.input_size": "TF1 never reads it"}),
    reused(basic, "LayerNormBasicLSTMCell"),
    around("a_stack", "MultiRNNCell", {"cells": [
        cell("LayerNormBasicLSTMCell", **BASIC), cell("GRUCell", num_units=3),
        cell("LayerNormBasicLSTMCell", num_units=4, dropout_keep_prob=0.7, dropout_prob_seed=5)]}),
    around("a_dropout_wrapper", "DropoutWrapper", {
        "cell": cell("LayerNormBasicLSTMCell", **BASIC), "input_keep_prob": 0.6,
        "state_keep_prob": 0.7, "output_keep_prob": 0.8, "seed": 18}),
    layers("", {"num_units": 5}),
    layers("_options", dict(PEEPHOLES, activation=function("tf.nn.softsign")), dtype_given=False),
    layers("_norm_float32", {"num_units": 5, "layer_norm": True}, dtype="float32"),
    layers("_norm_options_float32", dict(
        PEEPHOLES, activation=function("tf.nn.elu"), layer_norm=True), dtype="float32"),
    layers("_norm_initial_float32", dict(PEEPHOLES, **NORMS), dtype="float32", seed=5,
           weights=["gamma", "beta"], dtype_given=False),
    layers("_initial", dict(PEEPHOLES, initializer=constant(0.3), cell_clip=0.25),
           weights="initial", note="The initializer reaches kernel, peepholes and projection."),
    reused(layers, "LayerNormLSTMCell"),
    weights("", {"num_units": 5}),
    weights("_options", dict(PEEPHOLES, activation=function("tf.nn.softsign"))),
    weights("_options_float32", dict(PEEPHOLES, activation=function("tf.nn.softsign")),
            dtype="float32", dtype_given=False),
    weights("_without_norm", dict(PEEPHOLES, norm=False)),
    weights("_initial", dict(PEEPHOLES, initializer=constant(0.3)), weights="initial",
            note="The initializer reaches all but the bias."),
    reused(weights, "WeightNormLSTMCell"),
]
