"""Wrappers with variables: projections, embedding, attention, highway; and CompiledWrapper."""

from ._case import case, cell, constant, function

GRU = cell("GRUCell", num_units=3)
LSTM = cell("LSTMCell", num_units=5, num_proj=3, use_peepholes=True)
GRID = cell("GridRNNCell", num_units=2, num_dims=2, input_dims=0, output_dims=[0, 1],
            priority_dims=0)
STACK = cell("MultiRNNCell", cells=[cell("BasicLSTMCell", num_units=2), GRU])
REUSED = {"reuse": True}
EARLIER = "An earlier cell with the same arguments made the variables."
KEEPS = {"input_keep_prob": 0.6, "state_keep_prob": 0.7, "output_keep_prob": 0.8}
SEEDED = {"DropoutWrapper.seed": "it decides which numbers are drawn, and those are in the golden"}
IDS = {"inputs": [1], "kinds": [7]}
FIXED_GRU = cell("GRUCell", num_units=3, kernel_initializer=constant(0.2))
FIXED_LSTM = cell("LSTMCell", num_units=4, initializer=constant(0.2))


def wrapped(symbol, family, stem):
    """Return a function that makes the cases of one wrapper, on 3 inputs."""
    def one(name, inner, options=None, **others):
        inputs = others.pop("inputs", [3])
        return case(stem + name, symbol, dict({"cell": inner}, **(options or {})), inputs,
                    family, **others)

    return one


def reused(symbol):
    """Return what a case with `reuse=True` says of it."""
    return {"changes_nothing": {
        "%s.reuse" % symbol: "it binds to the variables of an earlier cell"}, "note": EARLIER}


def dropped(inner, seed, **options):
    """Return a DropoutWrapper with every keep probability, unless others are given."""
    return cell("DropoutWrapper", cell=inner, seed=seed, **(options or KEEPS))


input_projection = wrapped(
    "InputProjectionWrapper", "projection", "input_projection_wrapper")
output_projection = wrapped(
    "OutputProjectionWrapper", "projection", "output_projection_wrapper")
embedding = wrapped("EmbeddingWrapper", "embedding", "embedding_wrapper")
attention = wrapped("AttentionCellWrapper", "attention", "attention_cell_wrapper")
highway = wrapped("HighwayWrapper", "highway", "highway_wrapper")
compiled = wrapped("CompiledWrapper", "compiled", "compiled_wrapper")

IGNORED = {"InputProjectionWrapper.input_size": "TF1 never reads it"}
PROJECTED = {"num_proj": 4, "activation": function("tf.nn.relu"), "input_size": 8}
ATTENDED = {"attn_length": 2, "attn_size": 4, "attn_vec_size": 6, "input_size": 7}
TABLE = {"embedding_classes": 7, "embedding_size": 4}
GATED = {"couple_carry_transform_gates": False, "carry_bias_init": -0.4}
FLOAT32 = {"dtype": "float32"}  # all that TF1 knows for attention and highway

PROJECTIONS = [
    input_projection("", LSTM, {"num_proj": 4}),
    input_projection("_options", GRU, PROJECTED, changes_nothing=IGNORED),
    input_projection("_options_float32", GRU, PROJECTED, changes_nothing=IGNORED, **FLOAT32),
    input_projection("_dtype_from_inputs", LSTM, {"num_proj": 4}, dtype_given=False),
    input_projection("_two_inputs", GRU, {"num_proj": 4}, inputs=[[3], [2]],
                     note="TF1 puts the tensors of a tuple side by side."),
    input_projection("_reuse", GRU, dict({"num_proj": 4}, **REUSED),
                     **reused("InputProjectionWrapper")),
    output_projection("", LSTM, {"output_size": 4}),
    output_projection("_options", GRU, {"output_size": 4, "activation": function("tf.nn.elu")}),
    output_projection("_options_float32", GRU,
                      {"output_size": 4, "activation": function("tf.nn.elu")}, **FLOAT32),
    output_projection("_dtype_from_inputs", STACK, {"output_size": 4}, dtype_given=False),
    output_projection("_two_outputs", GRID, {"output_size": 4},
                      note="TF1 puts the tensors of a tuple side by side."),
    output_projection("_reuse", GRU, dict({"output_size": 4}, **REUSED),
                      **reused("OutputProjectionWrapper")),
]
EMBEDDINGS = [
    embedding("", LSTM, TABLE, **IDS),
    embedding("_float32", GRU, TABLE, dtype="float32", **IDS),
    embedding("_dtype_from_state", STACK, TABLE, dtype_given=False, **IDS),
    embedding("_initializer", FIXED_GRU, dict(TABLE, initializer=constant(0.3)),
              weights="initial", **IDS),
    embedding("_reuse", GRU, dict(TABLE, **REUSED), **dict(IDS, **reused("EmbeddingWrapper"))),
]
ATTENTIONS = [
    attention("", LSTM, {"attn_length": 3}, **FLOAT32),
    attention("_options", cell("BasicLSTMCell", num_units=5), ATTENDED, **FLOAT32),
    attention("_options_concatenated", GRU, dict(ATTENDED, state_is_tuple=False), **FLOAT32),
    attention("_dtype_from_inputs", STACK, {"attn_length": 2}, dtype_given=False, **FLOAT32),
    attention("_one_entry", cell("BasicLSTMCell", num_units=2, state_is_tuple=False),
              {"attn_length": 1}, **FLOAT32),
    attention("_reuse", GRU, dict({"attn_length": 2}, **REUSED),
              **dict(reused("AttentionCellWrapper"), **FLOAT32)),
]
HIGHWAYS = [
    highway("", LSTM, **FLOAT32),
    highway("_options", GRU, GATED, weights="initial_bias", **FLOAT32),
    highway("_options_dtype_from_inputs", LSTM, GATED, weights="initial_bias",
            dtype_given=False, **FLOAT32),
    highway("_carry_bias", GRU, {"carry_bias_init": 0.3}, weights="initial_bias", **FLOAT32),
]
COMPILED = [
    compiled("", LSTM),
    compiled("_float32", GRU, **FLOAT32),
    compiled("_stateful_dtype_from_inputs", dropped(LSTM, 17), {"compile_stateful": True},
             dtype_given=False, changes_nothing=dict(SEEDED, **{
                 "CompiledWrapper.compile_stateful": "it changes how, not what, is computed"})),
]
MIXED = [
    case("wrappers_dropout_around_attention", "DropoutWrapper", dict({
        "cell": cell("AttentionCellWrapper", cell=GRU, attn_length=2), "seed": 17}, **KEEPS),
        [3], "wrappers", changes_nothing=SEEDED, **FLOAT32),
    case("wrappers_attention_around_dropout", "AttentionCellWrapper", {
        "cell": dropped(LSTM, 17), "attn_length": 2, "attn_size": 4, "attn_vec_size": 9,
        "input_size": 2},
        [3], "wrappers", changes_nothing=SEEDED, **FLOAT32),
    case("wrappers_residual_around_highway", "ResidualWrapper", {
        "cell": cell("HighwayWrapper", cell=GRU)}, [3], "wrappers", **FLOAT32),
    case("wrappers_highways_in_a_stack", "MultiRNNCell", {"cells": [
        cell("HighwayWrapper", cell=LSTM, **GATED), cell("HighwayWrapper", cell=dropped(GRU, 17)),
        cell("CompiledWrapper", cell=GRU)]}, [3], "wrappers", changes_nothing=SEEDED,
        weights="initial_bias", **FLOAT32),
    case("wrappers_projections_in_a_stack", "MultiRNNCell", {"cells": [
        cell("InputProjectionWrapper", cell=dropped(LSTM, 17), num_proj=4),
        cell("OutputProjectionWrapper", cell=GRU, output_size=2),
        cell("AttentionCellWrapper", cell=GRU, attn_length=2)]},
        [3], "wrappers", changes_nothing=SEEDED, **FLOAT32),
    case("wrappers_projections_around_each_other", "OutputProjectionWrapper", {
        "cell": cell("InputProjectionWrapper", num_proj=3,
                     cell=cell("ResidualWrapper", cell=dropped(GRU, 17))), "output_size": 2},
        [3], "wrappers", changes_nothing=SEEDED),
    case("wrappers_embedding_of_a_stack", "EmbeddingWrapper", dict(TABLE, cell=cell(
        "MultiRNNCell", cells=[LSTM, cell("ResidualWrapper", cell=dropped(GRU, 17))])),
        family="wrappers", changes_nothing=SEEDED, **IDS),
]

CASES = PROJECTIONS + EMBEDDINGS + ATTENTIONS + HIGHWAYS + COMPILED + MIXED
