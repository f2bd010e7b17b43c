from tests.upgrade.tables import check_noop, check_report, noops, reports
from tf_contrib_rnn.upgrade.rules.unknown_members import NAME


@noops(
    (
        "public now",
        """\
from tensorflow.python.ops import rnn_cell_impl, rnn
rnn_cell_impl._RNNCell, rnn._transpose_batch_time(x)
""",
    ),
    (
        "what every module has",
        """\
from tensorflow.contrib import rnn
rnn.__name__, rnn.__file__
""",
    ),
    (
        "not a recurrent module",
        """\
from tensorflow.python.ops.math_ops import _something
""",
    ),
)
def test_left_alone(why, source):
    check_noop(NAME, source)


@reports(
    (
        """\
from tensorflow.python.ops.rnn_cell_impl import _linear
""",
        "no '_linear'",
    ),
    (
        """\
import tensorflow as tf
tf.nn.rnn_cell._Linear(x, 3, True)
""",
        "no '_Linear'",
    ),
    (
        """\
import tensorflow as tf
tf.contrib.cudnn_rnn.CudnnLSTMSaveable(v, 1, 3, 7)
""",
        "no 'CudnnLSTMSaveable'",
    ),
)
def test_reported(source, reason):
    check_report(NAME, source, reason)
