"""GLSTMCell: groups, projection, and an activation of the output alone."""

from ._case import constant, function, shared, varied

OPTIONS = {
    "num_units": 6, "initializer": constant(0.3), "num_proj": 4, "number_of_groups": 2,
    "forget_bias": 0.3, "activation": function("tf.nn.softsign"),
}
OVERWRITTEN = {"GLSTMCell.initializer": "every weight gets a drawn value after it was made"}
INITIAL = {"num_units": 6, "initializer": constant(0.2), "number_of_groups": 2}

CASES = varied(
    "glstm_cell", "GLSTMCell", {"num_units": 6}, OPTIONS, "grouped", inputs=[8],
    changes_nothing=OVERWRITTEN, note="The initializer does not reach the projection.",
) + shared("glstm_cell", "GLSTMCell", INITIAL, "grouped", inputs=[4], weights="initial")
