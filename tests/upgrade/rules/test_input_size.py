from tests.upgrade.tables import changes, check_change, check_noop, check_report, noops, reports
from tf_contrib_rnn.upgrade.rules.input_size import NAME


@changes(
    (
        """\
from tensorflow.contrib import rnn
c = rnn.BasicLSTMCell(3, input_size=None)
""",
        """\
import tf_contrib_rnn as rnn
c = rnn.BasicLSTMCell(3)
""",
    ),
    (
        """\
from tensorflow.contrib import rnn
c = rnn.LSTMCell(3, input_size=n, use_peepholes=True)
""",
        """\
import tf_contrib_rnn as rnn
c = rnn.LSTMCell(3, use_peepholes=True)
""",
    ),
    (
        """\
from tensorflow.contrib import rnn
c = rnn.LSTMCell(
    3,  # units
    use_peepholes=True,
    input_size=None,
)
""",
        """\
import tf_contrib_rnn as rnn
c = rnn.LSTMCell(
    3,  # units
    use_peepholes=True,
)
""",
    ),
    (
        """\
from tensorflow.contrib import rnn
c = rnn.InputProjectionWrapper(c, 3, input_size=2)
""",
        """\
import tf_contrib_rnn as rnn
c = rnn.InputProjectionWrapper(c, 3)
""",
    ),
    (
        """\
from tensorflow.contrib.rnn import GRUCell, BasicRNNCell
kind = GRUCell if gru else BasicRNNCell
c = kind(3, input_size=2)
""",
        """\
from tf_contrib_rnn import GRUCell, BasicRNNCell
kind = GRUCell if gru else BasicRNNCell
c = kind(3)
""",
    ),
)
def test_rewritten(before, after):
    check_change(NAME, before, after)


@noops(
    (
        "it means something",
        """\
from tensorflow.contrib import rnn
rnn.DropoutWrapper(c, input_size=3), rnn.AttentionCellWrapper(c, 3, input_size=2)
""",
    ),
    (
        "another function",
        """\
build(3, input_size=None)
""",
    ),
    (
        "the user's own class",
        """\
class GRUCell:
    pass
GRUCell(3, input_size=None)
""",
    ),
)
def test_left_alone(why, source):
    check_noop(NAME, source)


@reports(
    (
        """\
from tensorflow.contrib import rnn
c = rnn.GRUCell(3, input_size=next(sizes))
""",
        "may do something",
    ),
)
def test_reported(source, reason):
    check_report(NAME, source, reason)
