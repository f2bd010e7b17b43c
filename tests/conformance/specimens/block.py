"""Specimens of the block cells and of the cells with the equations of cuDNN."""

import tf_contrib_rnn as rnn
from tests.conformance.specimens._specimen import Specimen


def block_cell(**options):
    return rnn.LSTMBlockCell(4, 0.5, cell_clip=0.4, use_peephole=True, **options)


SPECIMENS = {
    "lstm_block": Specimen(block_cell),
    "gru_block": Specimen(lambda: rnn.GRUBlockCell(cell_size=4)),
    "gru_block_v2": Specimen(lambda: rnn.GRUBlockCellV2(4, name=None)),
    "cudnn_compatible_lstm": Specimen(lambda: rnn.CudnnCompatibleLSTMCell(4)),
    "cudnn_compatible_gru": Specimen(
        lambda: rnn.CudnnCompatibleGRUCell(4, kernel_initializer="orthogonal")
    ),
}
