"""BasicRNNCell and BasicLSTMCell."""

from ._case import case, function, layer_arguments

MEMORY = {"num_units": 5, "forget_bias": 0.3, "activation": "softsign"}


def plain(name, arguments, **others):
    """Return a case of BasicRNNCell on 3 inputs."""
    return case("basic_rnn_cell" + name, "BasicRNNCell", arguments, [3], "basic", **others)


def lstm(name, arguments, **others):
    """Return a case of BasicLSTMCell on 3 inputs."""
    return case("basic_lstm_cell" + name, "BasicLSTMCell", arguments, [3], "basic", **others)


RNN_CASES = [
    plain("", {"num_units": 5}),
    plain("_float32", {"num_units": 5}, dtype="float32"),
    plain("_dtype_from_inputs", {"num_units": 5}, dtype_given=False),
    plain("_options", {"num_units": 5, "activation": "sigmoid"}),
    plain("_options_dtype_from_inputs", {"num_units": 5, "activation": "sigmoid"},
          dtype_given=False),
    plain("_activation_name", {"num_units": 5, "activation": "relu"}),
    plain("_activation_function", {"num_units": 5, "activation": function("tf.nn.elu")}),
    plain("_initial_bias", {"num_units": 5}, weights="initial_bias",
          note="The bias keeps its initial value, 0."),
] + layer_arguments("basic_rnn_cell", "BasicRNNCell", {"num_units": 5}, [3], "basic")

LSTM_CASES = [
    lstm("", {"num_units": 5}),
    lstm("_float32", {"num_units": 5}, dtype="float32"),
    lstm("_dtype_from_inputs", {"num_units": 5}, dtype_given=False),
    lstm("_options", MEMORY),
    lstm("_options_float32", MEMORY, dtype="float32"),
    lstm("_options_dtype_from_inputs", MEMORY, dtype_given=False),
    lstm("_options_concatenated", dict(MEMORY, state_is_tuple=False)),
    lstm("_options_concatenated_float32", dict(MEMORY, state_is_tuple=False), dtype="float32"),
    lstm("_options_concatenated_dtype_from_inputs", dict(MEMORY, state_is_tuple=False),
         dtype_given=False),
    lstm("_concatenated", {"num_units": 5, "state_is_tuple": False}),
    lstm("_forget_bias", {"num_units": 5, "forget_bias": -0.4}),
    lstm("_forget_bias_zero", {"num_units": 5, "forget_bias": 0.0}),
    lstm("_activation_name", {"num_units": 5, "activation": "relu"}),
    lstm("_activation_function", {"num_units": 5, "activation": function("tf.nn.elu")}),
    lstm("_initial_bias", {"num_units": 5}, weights="initial_bias",
         note="The bias keeps its initial value, 0: the forget bias is never stored."),
] + layer_arguments("basic_lstm_cell", "BasicLSTMCell", {"num_units": 5}, [3], "basic")

CASES = RNN_CASES + LSTM_CASES
