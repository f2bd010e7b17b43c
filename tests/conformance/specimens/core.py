"""Specimens of the core cells and wrappers."""

import tf_contrib_rnn as rnn
from tests.conformance.specimens._specimen import DEPTH, Specimen

PLANE = (4, 3, 3)


def plane_cell(channels_in=3, channels_out=2, **options):
    shape = [*PLANE[:2], channels_in]
    options = {"kernel_shape": [3, 2], "output_channels": channels_out, **options}
    return rnn.Conv2DLSTMCell(input_shape=shape, **options)


def projected(outputs=2, **options):
    return rnn.LSTMCell(4, num_proj=outputs, use_peepholes=True, cell_clip=0.4, **options)


def concatenated_stack():
    cells = [rnn.GRUCell(2), rnn.BasicLSTMCell(3, state_is_tuple=False)]
    return rnn.MultiRNNCell(cells, state_is_tuple=False)


def nested_stack():
    inner = rnn.MultiRNNCell([rnn.GRUCell(2), rnn.BasicLSTMCell(3)])
    return rnn.MultiRNNCell([inner, projected()])


def shared_stack():
    cell = rnn.LSTMCell(DEPTH)
    return rnn.MultiRNNCell([cell, cell])


def dropped(cell, **options):
    keeps = {"input_keep_prob": 0.6, "state_keep_prob": 0.7, "output_keep_prob": 0.8}
    return rnn.DropoutWrapper(cell, **{**keeps, "seed": 17, **options})


def variational(cell, **options):
    return dropped(cell, variational_recurrent=True, input_size=DEPTH, dtype="float32", **options)


SPECIMENS = {
    "basic_rnn": Specimen(lambda: rnn.BasicRNNCell(3, activation="relu")),
    "basic_lstm": Specimen(lambda: rnn.BasicLSTMCell(3, forget_bias=0.5)),
    "basic_lstm_concatenated": Specimen(lambda: rnn.BasicLSTMCell(3, state_is_tuple=False)),
    "gru": Specimen(lambda: rnn.GRUCell(4, kernel_initializer="orthogonal")),
    "lstm": Specimen(lambda: projected(proj_clip=0.3, initializer="he_normal")),
    "lstm_concatenated": Specimen(lambda: projected(state_is_tuple=False)),
    "conv_1d": Specimen(
        lambda: rnn.Conv1DLSTMCell(input_shape=[4, 3], output_channels=2, kernel_shape=[3]), (4, 3)
    ),
    "conv_2d": Specimen(plane_cell, PLANE),
    "conv_3d": Specimen(
        lambda: rnn.Conv3DLSTMCell(input_shape=[2, 3, 2, 1], output_channels=2, kernel_shape=2),
        (2, 3, 2, 1),
    ),
    "conv_skipping": Specimen(
        lambda: rnn.ConvLSTMCell(2, [*PLANE], 2, [2, 2], use_bias=False, skip_connection=True),
        PLANE,
    ),
    "multi": Specimen(lambda: rnn.MultiRNNCell([rnn.LSTMCell(4), rnn.GRUCell(2)])),
    "multi_concatenated": Specimen(concatenated_stack),
    "multi_nested": Specimen(nested_stack),
    "multi_of_one_class": Specimen(
        lambda: rnn.MultiRNNCell([rnn.GRUCell(2), rnn.GRUCell(3, name="high")])
    ),
    "multi_shared": Specimen(shared_stack),
    "multi_planes": Specimen(lambda: rnn.MultiRNNCell([plane_cell(), plane_cell(2, 1)]), PLANE),
    "residual": Specimen(lambda: rnn.ResidualWrapper(rnn.GRUCell(DEPTH))),
    "device": Specimen(lambda: rnn.DeviceWrapper(rnn.LSTMCell(2), "/cpu:0")),
    "dropout": Specimen(lambda: dropped(rnn.LSTMCell(4)), drops=True),
    "dropout_plane": Specimen(lambda: dropped(plane_cell()), PLANE, drops=True),
    "variational": Specimen(lambda: variational(projected()), drops=True),
    "residual_dropout": Specimen(
        lambda: rnn.ResidualWrapper(dropped(rnn.LSTMCell(DEPTH))), drops=True
    ),
    "multi_dropout": Specimen(
        lambda: rnn.MultiRNNCell([dropped(rnn.GRUCell(3)), rnn.ResidualWrapper(rnn.GRUCell(3))]),
        drops=True,
    ),
}
