"""Specimens of the cells with normalization, of layers or of weights."""

import tf_contrib_rnn as rnn
from tests.conformance.specimens._specimen import Specimen

OPTIONS = {"use_peepholes": True, "cell_clip": 0.4, "num_proj": 2, "proj_clip": 0.3}
DROPPING = {"dropout_keep_prob": 0.6, "dropout_prob_seed": 17, "forget_bias": 0.3}


def layer_norm_basic(units=4, **options):
    return rnn.LayerNormBasicLSTMCell(units, norm_gain=0.7, norm_shift=0.1, **options)


def coupled(**options):
    options = {"use_peepholes": True, "num_proj": 2, "proj_clip": 0.3, **options}
    return rnn.CoupledInputForgetGateLSTMCell(4, **options)


SPECIMENS = {
    "layer_norm_basic": Specimen(layer_norm_basic),
    "layer_norm_basic_dropout": Specimen(lambda: layer_norm_basic(**DROPPING), drops=True),
    "multi_layer_norm": Specimen(
        lambda: rnn.MultiRNNCell(
            [
                rnn.GRUCell(2),
                rnn.DropoutWrapper(layer_norm_basic(**DROPPING), output_keep_prob=0.7, seed=3),
            ]
        ),
        drops=True,
    ),
    "layer_norm": Specimen(lambda: rnn.LayerNormLSTMCell(4, layer_norm=True, **OPTIONS)),
    "weight_norm": Specimen(lambda: rnn.WeightNormLSTMCell(4, initializer="he_normal", **OPTIONS)),
    "coupled": Specimen(
        lambda: coupled(layer_norm=True, num_unit_shards=3, num_proj_shards=2, norm_shift=0.1)
    ),
    "coupled_concatenated": Specimen(lambda: coupled(state_is_tuple=False)),
}
