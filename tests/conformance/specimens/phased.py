"""Specimens of PhasedLSTMCell, whose inputs are a time and features."""

import tf_contrib_rnn as rnn
from tests.conformance.specimens._specimen import DEPTH, Specimen

TIMED = {"inputs": ((1,), (DEPTH,)), "kinds": ("times", "normal")}


def phased(**options):
    options = {"period_init_min": 2.0, "period_init_max": 9.0, "leak": 0.2, **options}
    return rnn.PhasedLSTMCell(4, ratio_on=0.4, **options)


SPECIMENS = {
    "phased": Specimen(lambda: phased(use_peepholes=True), **TIMED),
    "multi_phased": Specimen(lambda: rnn.MultiRNNCell([phased(), rnn.GRUCell(2)]), **TIMED),
}
