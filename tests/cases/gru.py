"""GRUCell: two kernels, two biases, an initializer for each kind."""

from ._case import case, constant, function, layer_arguments

OVERWRITTEN = {
    "GRUCell.kernel_initializer": "every weight gets a drawn value after it was made",
    "GRUCell.bias_initializer": "every weight gets a drawn value after it was made",
}
RANDOM = {"initializer": "random_uniform", "minval": -0.2, "maxval": 0.4, "seed": 3}


def gru(name, arguments, **others):
    """Return a case of GRUCell on 3 inputs."""
    return case("gru_cell" + name, "GRUCell", arguments, [3], "gru", **others)


def initial(name, **initializers):
    """Return a case of GRUCell that keeps what its initializers make."""
    weights = "initial" if "kernel_initializer" in initializers else "initial_bias"
    return gru(name, dict({"num_units": 5}, **initializers), weights=weights)


OPTIONS = {
    "num_units": 5, "activation": "softsign", "kernel_initializer": RANDOM,
    "bias_initializer": constant(-0.2), "name": "memory",
}
OPTIONS_KEEP = dict(OVERWRITTEN, **{"GRUCell.name": "it only names the scope of the variables"})

CASES = [
    gru("", {"num_units": 5}),
    gru("_float32", {"num_units": 5}, dtype="float32"),
    gru("_dtype_from_inputs", {"num_units": 5}, dtype_given=False),
    gru("_options", OPTIONS, changes_nothing=OPTIONS_KEEP),
    gru("_options_float32", OPTIONS, changes_nothing=OPTIONS_KEEP, dtype="float32"),
    gru("_options_dtype_from_inputs", OPTIONS, changes_nothing=OPTIONS_KEEP, dtype_given=False),
    gru("_activation_name", {"num_units": 5, "activation": "relu"}),
    gru("_activation_function", {"num_units": 5, "activation": function("tf.nn.elu")}),
    initial("_initial_bias"),
    initial("_kernel_initializer", kernel_initializer=constant(0.3)),
    initial("_bias_initializer", bias_initializer=constant(-0.2)),
    initial("_both_initializers", kernel_initializer=constant(0.2),
            bias_initializer=constant(-0.3)),
] + layer_arguments("gru_cell", "GRUCell", {"num_units": 5}, [3], "gru")
