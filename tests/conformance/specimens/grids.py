"""Specimens of the cells along frequencies and along the dimensions of a grid."""

import keras

import tf_contrib_rnn as rnn
from tests.conformance.specimens._specimen import Specimen
from tests.conformance.specimens.core import dropped

FEATURES = (7,)
WINDOWS = {
    "num_units": 2,
    "feature_size": 2,
    "frequency_skip": 2,
    "use_peepholes": True,
    "cell_clip": 0.5,
    "num_unit_shards": 2,
}
BLOCKS = {
    **WINDOWS,
    "num_frequency_blocks": [2, 2],
    "start_freqindex_list": [0, 3],
    "end_freqindex_list": [4, 7],
}


@keras.saving.register_keras_serializable(package="specimens")
def dropped_lstm(num_units):
    return dropped(rnn.LSTMCell(num_units))


@keras.saving.register_keras_serializable(package="specimens")
def softsign_gru(num_units):
    return rnn.GRUCell(num_units, activation="softsign")


def grid(cell_fn, **options):
    dims = {"num_dims": 2, "input_dims": 0, "output_dims": [0, 1], "priority_dims": 0}
    return rnn.GridRNNCell(3, **dims, cell_fn=cell_fn, **options)


SPECIMENS = {
    "time_freq": Specimen(lambda: rnn.TimeFreqLSTMCell(**WINDOWS), FEATURES),
    "grid_lstm": Specimen(lambda: rnn.GridLSTMCell(**BLOCKS), FEATURES),
    "grid_lstm_concatenated": Specimen(
        lambda: rnn.GridLSTMCell(**BLOCKS, state_is_tuple=False, couple_input_forget_gates=True),
        FEATURES,
    ),
    "bidirectional_grid_lstm": Specimen(
        lambda: rnn.BidirectionalGridLSTMCell(**BLOCKS, backward_slice_offset=1), FEATURES
    ),
    "grid_rnn": Specimen(lambda: grid(softsign_gru, non_recurrent_dims=0, non_recurrent_fn="elu")),
    "grid_rnn_concatenated": Specimen(
        lambda: grid(None, state_is_tuple=False, output_is_tuple=False, tied=True)
    ),
    "grid_rnn_dropout": Specimen(lambda: grid(dropped_lstm, output_is_tuple=False), drops=True),
    "grid_1_basic_rnn": Specimen(lambda: rnn.Grid1BasicRNNCell(3, output_is_tuple=False)),
    "grid_1_basic_lstm": Specimen(
        lambda: rnn.Grid1BasicLSTMCell(3, forget_bias=0.5, output_is_tuple=False)
    ),
    "grid_1_lstm": Specimen(
        lambda: rnn.Grid1LSTMCell(3, use_peepholes=True, output_is_tuple=False)
    ),
    "grid_2_basic_rnn": Specimen(
        lambda: rnn.Grid2BasicRNNCell(3, state_is_tuple=False, output_is_tuple=False)
    ),
    "grid_2_basic_lstm": Specimen(
        lambda: rnn.Grid2BasicLSTMCell(3, state_is_tuple=False, output_is_tuple=False)
    ),
    "grid_2_lstm": Specimen(lambda: rnn.Grid2LSTMCell(3, tied=True, use_peepholes=True)),
    "grid_2_gru": Specimen(
        lambda: rnn.Grid2GRUCell(3, tied=True, non_recurrent_fn="elu", output_is_tuple=False)
    ),
    "grid_3_lstm": Specimen(lambda: rnn.Grid3LSTMCell(2, output_is_tuple=False)),
}
