"""LSTMCell: peepholes, clips, projection, shards and every other argument."""

from ._case import case, constant, function, layer_arguments

OPTIONS = {
    "num_units": 5, "use_peepholes": True, "cell_clip": 0.5, "num_proj": 2, "proj_clip": 0.07,
    "forget_bias": 0.3, "activation": "softsign",
}
OVERWRITTEN = "every weight gets a drawn value after it was made"
LAYOUT = "only the storage of the variable is split, its value is whole"


def lstm(name, arguments, **others):
    """Return a case of LSTMCell on 3 inputs."""
    inputs = others.pop("inputs", [3])
    return case("lstm_cell" + name, "LSTMCell", arguments, inputs, "lstm", **others)


def with_options(**others):
    """Return the arguments that turn every option on, some of them changed."""
    return dict(OPTIONS, **others)


CASES = [
    lstm("", {"num_units": 5}),
    lstm("_float32", {"num_units": 5}, dtype="float32"),
    lstm("_dtype_from_inputs", {"num_units": 5}, dtype_given=False),
    lstm("_options", OPTIONS),
    lstm("_options_float32", OPTIONS, dtype="float32"),
    lstm("_options_dtype_from_inputs", OPTIONS, dtype_given=False),
    lstm("_options_concatenated", with_options(state_is_tuple=False)),
    lstm("_options_concatenated_float32", with_options(state_is_tuple=False), dtype="float32"),
    lstm("_peepholes", {"num_units": 5, "use_peepholes": True}),
    lstm("_cell_clip", {"num_units": 5, "cell_clip": 0.5}),
    lstm("_cell_clip_peepholes", {"num_units": 5, "cell_clip": 0.5, "use_peepholes": True}),
    lstm("_cell_clip_zero", {"num_units": 5, "cell_clip": 0.0},
         note="A clip of 0 is a clip: the cell state becomes 0 everywhere."),
    lstm("_projection", {"num_units": 5, "num_proj": 2}),
    lstm("_projection_wider", {"num_units": 5, "num_proj": 7}),
    lstm("_projection_clip", {"num_units": 5, "num_proj": 2, "proj_clip": 0.2}),
    lstm("_projection_clip_alone", {"num_units": 5, "proj_clip": 0.2},
         changes_nothing={"LSTMCell.proj_clip": "without num_proj there is nothing to clip"}),
    lstm("_projection_concatenated", {"num_units": 5, "num_proj": 2, "state_is_tuple": False}),
    lstm("_concatenated", {"num_units": 5, "state_is_tuple": False}),
    lstm("_forget_bias", {"num_units": 5, "forget_bias": -0.4}),
    lstm("_forget_bias_zero", {"num_units": 5, "forget_bias": 0.0}),
    lstm("_activation_name", {"num_units": 5, "activation": "relu"}),
    lstm("_activation_function", {"num_units": 5, "activation": function("tf.nn.elu")}),
    lstm("_unit_shards", {"num_units": 5, "num_unit_shards": 2},
         changes_nothing={"LSTMCell.num_unit_shards": LAYOUT}),
    lstm("_unit_and_projection_shards",
         with_options(num_unit_shards=3, num_proj_shards=2),
         changes_nothing={"LSTMCell.num_unit_shards": LAYOUT, "LSTMCell.num_proj_shards": LAYOUT},
         note="7 rows in 3 parts are 3, 2 and 2 rows; 5 rows in 2 parts are 3 and 2."),
    lstm("_initializer", with_options(initializer=constant(0.3), cell_clip=0.25), weights="initial",
         note="The initializer reaches kernel, peepholes and projection, not the bias."),
    lstm("_initializer_overwritten",
         {"num_units": 5, "initializer": {
             "initializer": "random_uniform", "minval": -0.2, "maxval": 0.4, "seed": 3}},
         changes_nothing={"LSTMCell.initializer": OVERWRITTEN}),
    lstm("_one_step", {"num_units": 5, "use_peepholes": True, "num_proj": 2},
         batch=1, time=1, lengths=[1]),
    lstm("_lengths_beyond_the_ends", {"num_units": 5}, lengths=[9, -2, 3, 6],
         note="A length beyond the end is full, a negative one is 0."),
] + layer_arguments("lstm_cell", "LSTMCell", {"num_units": 5}, [3], "lstm")
