from tests.upgrade.tables import changes, check_change, check_noop, noops
from tf_contrib_rnn.upgrade.rules.renamed_arguments import NAME


@changes(
    (
        """\
from tensorflow.contrib import rnn
c = rnn.NASCell(3, use_biases=True)
""",
        """\
import tf_contrib_rnn as rnn
c = rnn.NASCell(3, use_bias=True)
""",
    ),
    (
        """\
from tensorflow.contrib import rnn
c = rnn.GRUBlockCell(cell_size = 3)
""",
        """\
import tf_contrib_rnn as rnn
c = rnn.GRUBlockCell(num_units = 3)
""",
    ),
    (
        """\
from tensorflow.contrib import rnn
c = rnn.LSTMBlockCell(3, use_compatible_names=True)
""",
        """\
import tf_contrib_rnn as rnn
c = rnn.LSTMBlockCell(3)
""",
    ),
)
def test_rewritten(before, after):
    check_change(NAME, before, after)


@noops(
    (
        "the same name in every version",
        """\
from tensorflow.contrib import rnn
rnn.NASCell(3, use_bias=True), rnn.GRUCell(num_units=3)
""",
    ),
    (
        "another function",
        """\
build(cell_size=3, use_biases=True)
""",
    ),
)
def test_left_alone(why, source):
    check_noop(NAME, source)
