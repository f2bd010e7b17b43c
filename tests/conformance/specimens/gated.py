"""Specimens of the cells of few gates, of groups, and of units that see their own past alone."""

import tf_contrib_rnn as rnn
from tests.conformance.specimens._specimen import DEPTH, Specimen

INITIAL = {"kernel_initializer": "he_normal", "bias_initializer": "ones"}

SPECIMENS = {
    "ugrnn": Specimen(lambda: rnn.UGRNNCell(4, "orthogonal", forget_bias=0.5, activation="relu")),
    "intersection": Specimen(
        lambda: rnn.IntersectionRNNCell(4, 4, "he_normal", 0.5, y_activation="softsign")
    ),
    "intersection_same_depth": Specimen(lambda: rnn.IntersectionRNNCell(DEPTH)),
    "sru": Specimen(lambda: rnn.SRUCell(4, "softsign")),
    "minimal_rnn": Specimen(lambda: rnn.MinimalRNNCell(4, "softsign", bias_initializer="zeros")),
    "cfn": Specimen(lambda: rnn.CFNCell(4, "softsign", kernel_initializer="he_normal")),
    "nas": Specimen(lambda: rnn.NASCell(4, num_proj=2, use_bias=True)),
    "glstm": Specimen(
        lambda: rnn.GLSTMCell(6, "he_normal", 3, number_of_groups=3, activation="softsign")
    ),
    "ind_rnn": Specimen(lambda: rnn.IndRNNCell(4, "softsign")),
    "indy_gru": Specimen(lambda: rnn.IndyGRUCell(4, "softsign", **INITIAL)),
    "indy_lstm": Specimen(lambda: rnn.IndyLSTMCell(4, 0.5, "softsign", **INITIAL)),
}
