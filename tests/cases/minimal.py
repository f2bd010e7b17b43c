"""MinimalRNNCell and CFNCell, which TF1 did not export."""

from ._case import constant, function, shared, varied

OPTIONS = {"units": 5, "activation": function("tf.nn.softsign")}
INITIAL = {
    "units": 5, "activation": None, "kernel_initializer": constant(0.2),
    "bias_initializer": constant(-0.3), "name": "memory", "dtype": "float64",
}
LINEAR = "No activation is none at all, as everywhere in Keras."

CASES = [
    one
    for symbol, stem in (("MinimalRNNCell", "minimal_rnn_cell"), ("CFNCell", "cfn_cell"))
    for one in varied(stem, symbol, {"units": 5}, OPTIONS, "minimal")
    + shared(stem, symbol, INITIAL, "minimal", reuse=False, weights="initial", note=LINEAR)
]
