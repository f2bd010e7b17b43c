"""IndRNNCell, IndyGRUCell and IndyLSTMCell: a unit's own past is an element-wise product."""

from ._case import constant, function, shared, varied

OPTIONS = {"num_units": 5, "activation": function("tf.nn.softsign")}
GIVEN = {"kernel_initializer": constant(0.2), "bias_initializer": constant(-0.3)}
LAYER = {"num_units": 5, "name": "memory", "dtype": "float64"}


def overwritten(symbol):
    """Return the reason why the initializers of a cell with drawn weights change nothing."""
    return {"%s.%s" % (symbol, name): "every weight gets a drawn value after it was made"
            for name in GIVEN}


CASES = (
    varied("ind_rnn_cell", "IndRNNCell", {"num_units": 5}, OPTIONS, "independent")
    + shared("ind_rnn_cell", "IndRNNCell", LAYER, "independent")
    + varied("indy_gru_cell", "IndyGRUCell", {"num_units": 5}, dict(OPTIONS, **GIVEN),
             "independent", changes_nothing=overwritten("IndyGRUCell"))
    + shared("indy_gru_cell", "IndyGRUCell", dict(LAYER, **GIVEN), "independent",
             weights=["kernel_w", "kernel", "bias"])
    + varied("indy_lstm_cell", "IndyLSTMCell", {"num_units": 5},
             dict(OPTIONS, forget_bias=0.3, **GIVEN), "independent",
             changes_nothing=overwritten("IndyLSTMCell"))
    + shared("indy_lstm_cell", "IndyLSTMCell", dict(LAYER, **GIVEN), "independent",
             weights=["kernel_w", "bias"])
)
