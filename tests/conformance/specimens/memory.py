"""A specimen of NTMCell."""

import tf_contrib_rnn as rnn
from tests.conformance.specimens._specimen import Specimen


def machine(controller=None, **options):
    options = {"read_head_num": 2, "write_head_num": 1, "clip_value": 3.0, **options}
    return rnn.NTMCell(controller or rnn.LSTMCell(4), 5, 3, dtype=None, **options)


SPECIMENS = {
    "ntm": Specimen(lambda: machine(output_dim=2, shift_range=2)),
    "ntm_dropout": Specimen(
        lambda: machine(rnn.DropoutWrapper(rnn.GRUCell(4), output_keep_prob=0.7, seed=3)),
        drops=True,
    ),
}
