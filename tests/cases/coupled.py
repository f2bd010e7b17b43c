"""CoupledInputForgetGateLSTMCell: peepholes, projection, shards, layer normalization."""

from ._case import case, constant, function

SYMBOL = "CoupledInputForgetGateLSTMCell"
OPTIONS = {
    "num_units": 5, "use_peepholes": True, "num_proj": 2, "proj_clip": 0.1, "forget_bias": 0.3,
    "activation": function("tf.nn.softsign"), "num_unit_shards": 3, "num_proj_shards": 2,
}
NORMS = dict(OPTIONS, layer_norm=True, num_unit_shards=2, num_proj_shards=1)


def coupled(name, arguments, changes_nothing=(), **others):
    """Return a case on 3 inputs."""
    stem = "coupled_input_forget_gate_lstm_cell"
    nothing = {"%s.%s" % (SYMBOL, key): reason for key, reason in dict(changes_nothing).items()}
    return case(stem + name, SYMBOL, arguments, [3], "coupled", changes_nothing=nothing, **others)


CASES = [
    coupled("", {"num_units": 5}),
    coupled("_float32", {"num_units": 5}, dtype="float32", dtype_given=False),
    coupled("_options", OPTIONS, note="7 rows in 3 shards are 3, 2 and 2 rows."),
    coupled("_options_concatenated", dict(OPTIONS, state_is_tuple=False), dtype_given=False),
    coupled("_norm_options_float32", NORMS, dtype="float32"),
    coupled("_norm_initial_float32", dict(NORMS, norm_gain=0.7, norm_shift=0.2), dtype="float32",
            weights=["gamma", "beta"], dtype_given=False),
    coupled("_initializer", {"num_units": 5, "initializer": constant(0.3)},
            changes_nothing={"initializer": "TF1 never reads it"}),
    coupled("_reuse", {"num_units": 5, "reuse": True},
            changes_nothing={"reuse": "it binds to the variables of an earlier cell"},
            note="An earlier cell with the same arguments made the variables."),
]
