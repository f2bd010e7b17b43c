"""UGRNNCell, IntersectionRNNCell and SRUCell: one gate or two."""

from ._case import constant, function, shared, varied

UGRNN = {"num_units": 5, "forget_bias": 0.3, "activation": function("tf.nn.softsign")}
INTERSECTION = {
    "num_units": 5, "num_in_proj": 2, "forget_bias": 0.3,
    "y_activation": function("tf.nn.softplus"),
}
SRU = {"num_units": 5, "activation": function("tf.nn.softsign")}
NUMBER = "The number in num_in_proj means nothing but that there is a projection, always to N."

CASES = (
    varied("ugrnn_cell", "UGRNNCell", {"num_units": 5}, UGRNN, "gated")
    + shared("ugrnn_cell", "UGRNNCell", {"num_units": 5, "initializer": constant(0.3)}, "gated",
             weights="initial")
    + varied("intersection_rnn_cell", "IntersectionRNNCell", {"num_units": 3}, INTERSECTION,
             "gated", note=NUMBER)
    + shared("intersection_rnn_cell", "IntersectionRNNCell",
             dict(INTERSECTION, initializer=constant(0.2)), "gated", weights="initial")
    + varied("sru_cell", "SRUCell", {"num_units": 5}, SRU, "gated")
    + shared("sru_cell", "SRUCell", dict(SRU, name="memory"), "gated")
)
