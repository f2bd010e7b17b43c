from tests.upgrade.tables import changes, check_change, check_noop, check_report, noops, reports
from tf_contrib_rnn.upgrade.rules.single_tensor_states import NAME


@changes(
    (
        """\
from tensorflow.models.rnn import rnn_cell
c = rnn_cell.BasicLSTMCell(3, forget_bias=0.0)
c = rnn_cell.MultiRNNCell([c] * 2)
""",
        """\
import tf_contrib_rnn as rnn_cell
c = rnn_cell.BasicLSTMCell(3, forget_bias=0.0, state_is_tuple=False)
c = rnn_cell.MultiRNNCell([c] * 2, state_is_tuple=False)
""",
    ),
    (
        """\
from tensorflow.models.rnn import rnn_cell
c = rnn_cell.LSTMCell(3, 7, True, 5.0)
""",
        """\
import tf_contrib_rnn as rnn_cell
c = rnn_cell.LSTMCell(3, use_peepholes=True, cell_clip=5.0, state_is_tuple=False)
""",
    ),
    (
        """\
from tensorflow.models.rnn import rnn_cell
c = rnn_cell.LSTMCell(
    3,
    num_proj=2,
)
""",
        """\
import tf_contrib_rnn as rnn_cell
c = rnn_cell.LSTMCell(
    3,
    num_proj=2,
    state_is_tuple=False,
)
""",
    ),
)
def test_rewritten(before, after):
    check_change(NAME, before, after)


@noops(
    (
        "given",
        """\
from tensorflow.models.rnn import rnn_cell
rnn_cell.BasicLSTMCell(3, state_is_tuple=True)
""",
    ),
    (
        "later versions",
        """\
from tensorflow.contrib import rnn
rnn.BasicLSTMCell(3), rnn.MultiRNNCell(cells)
""",
    ),
    (
        "its state always was one tensor",
        """\
from tensorflow.models.rnn import rnn_cell
rnn_cell.GRUCell(3), rnn_cell.BasicRNNCell(3)
""",
    ),
    (
        "anything may be passed",
        """\
from tensorflow.models.rnn import rnn_cell
rnn_cell.LSTMCell(3, **options)
""",
    ),
)
def test_left_alone(why, source):
    check_noop(NAME, source)


@reports(
    (
        """\
import tensorflow as tf
c = tf.nn.rnn_cell.BasicLSTMCell(3)
o, s = tf.nn.rnn(c, x)
""",
        "default was False before",
    ),
    (
        """\
import tensorflow as tf
c = tf.nn.rnn_cell.LSTMCell(3, 7, True, 5.0)
o, s = tf.nn.rnn(c, x)
""",
        "default was False before",
    ),
)
def test_reported(source, reason):
    check_report(NAME, source, reason)
