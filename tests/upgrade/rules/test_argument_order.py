from tests.upgrade.tables import changes, check_change, check_noop, check_report, noops, reports
from tf_contrib_rnn.upgrade.rules.argument_order import NAME


@changes(
    (
        """\
from tensorflow.contrib import rnn
units, depth = 5, 3
c = rnn.LSTMCell(units, depth, True, 5.0)
""",
        """\
import tf_contrib_rnn as rnn
units, depth = 5, 3
c = rnn.LSTMCell(units, use_peepholes=True, cell_clip=5.0)
""",
    ),
    (
        """\
from functools import partial
from tensorflow.contrib import rnn
make = partial(rnn.GRUCell, 3, 7, reuse=True)
""",
        """\
from functools import partial
import tf_contrib_rnn as rnn
make = partial(rnn.GRUCell, 3, reuse=True)
""",
    ),
    (
        """\
from tensorflow.contrib import rnn
c = rnn.LSTMCell(n, m, use_peepholes=True)
""",
        """\
import tf_contrib_rnn as rnn
c = rnn.LSTMCell(n, use_peepholes=True)
""",
    ),
    (
        """\
from tensorflow.contrib import rnn
c = rnn.BasicLSTMCell(3, 0.0, None, False)
""",
        """\
import tf_contrib_rnn as rnn
c = rnn.BasicLSTMCell(3, 0.0, state_is_tuple=False)
""",
    ),
    (
        """\
from tensorflow.contrib import rnn
c = rnn.LSTMCell(3, 7, True, 5.0)
""",
        """\
import tf_contrib_rnn as rnn
c = rnn.LSTMCell(3, use_peepholes=True, cell_clip=5.0)
""",
    ),
    (
        """\
from tensorflow.contrib import rnn
size = 7
c = rnn.GRUCell(3, size)
""",
        """\
import tf_contrib_rnn as rnn
size = 7
c = rnn.GRUCell(3)
""",
    ),
    (
        """\
import tensorflow as tf
c = tf.nn.rnn_cell.DropoutWrapper(c, 0.5, 0.5, 42)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as rnn
c = rnn.DropoutWrapper(c, 0.5, 0.5, seed=42)
""",
    ),
    (
        """\
from tensorflow.models.rnn.rnn_cell import GRUCell
c = GRUCell(3, inputs)
""",
        """\
from tf_contrib_rnn import GRUCell
c = GRUCell(3)
""",
    ),
    (
        """\
from tensorflow.contrib.rnn.core_rnn_cell import LSTMCell
c = LSTMCell(3, None, True, 5.0, None, 2, 1.0)
""",
        """\
from tf_contrib_rnn import LSTMCell
c = LSTMCell(3, use_peepholes=True, cell_clip=5.0, initializer=None, num_proj=2, proj_clip=1.0)
""",
    ),
    (
        """\
from tensorflow.contrib import rnn
c = rnn.BasicLSTMCell(3, 1.0, x, state_is_tuple=True)
""",
        """\
import tf_contrib_rnn as rnn
c = rnn.BasicLSTMCell(3, 1.0, state_is_tuple=True)
""",
    ),
    (
        """\
from tensorflow.contrib import rnn
c = rnn.LSTMBlockCell(3, 1.0, True)
""",
        """\
import tf_contrib_rnn as rnn
c = rnn.LSTMBlockCell(3, 1.0, use_peephole=True)
""",
    ),
    (
        """\
from tensorflow.contrib import rnn
c = rnn.OutputProjectionWrapper(c, 3, True)
""",
        """\
import tf_contrib_rnn as rnn
c = rnn.OutputProjectionWrapper(c, 3, reuse=True)
""",
    ),
    (
        """\
from tensorflow.contrib import rnn
rnn.stack_bidirectional_dynamic_rnn(f, b, x, i, j, d, n, 'enc')
""",
        """\
import tf_contrib_rnn as rnn
rnn.stack_bidirectional_dynamic_rnn(f, b, x, i, j, d, n, scope='enc')
""",
    ),
)
def test_rewritten(before, after):
    check_change(NAME, before, after)


@noops(
    (
        "the order of TensorFlow 1.2 and later",
        """\
import tensorflow as tf
tf.nn.rnn_cell.BasicLSTMCell(3, 1.0, True)
tf.nn.rnn_cell.LSTMCell(3, True)
tf.nn.rnn_cell.GRUCell(3, tf.nn.relu)
tf.nn.rnn_cell.GRUCell(3, lambda x: x)
tf.nn.rnn_cell.BasicRNNCell(3, 'relu')
tf.nn.rnn_cell.DropoutWrapper(c, 1.0, 0.5, 0.9)
""",
    ),
    (
        "no argument that moved",
        """\
from tensorflow.contrib import rnn
rnn.BasicLSTMCell(3, 1.0), rnn.LSTMCell(3), rnn.DropoutWrapper(c, 0.5, 0.5)
""",
    ),
    (
        "None is the default in either order",
        """\
from tensorflow.contrib import rnn
rnn.GRUCell(3, None)
""",
    ),
    (
        "the same order in every version",
        """\
from tensorflow.contrib import rnn
rnn.static_rnn(c, x, s, d, n, 'scope'), rnn.AttentionCellWrapper(c, 3, 4, 5, 6, True)
""",
    ),
    (
        "by name",
        """\
from tensorflow.contrib import rnn
rnn.LSTMCell(3, use_peepholes=p), rnn.GRUCell(num_units=3, activation=a)
""",
    ),
)
def test_left_alone(why, source):
    check_noop(NAME, source)


@reports(
    (
        """\
import tf_contrib_rnn as rnn
def f(x): return rnn.LSTMCell(3, x)
""",
        "argument 2 was 'input_size'",
    ),
    (
        """\
from tensorflow.contrib import rnn
c = rnn.LSTMCell(3, 7, *more)
""",
        "argument 2 was 'input_size'",
    ),
    (
        """\
from tensorflow.contrib import rnn
c = rnn.DropoutWrapper(c, 1.0, 0.5, 1)
""",
        "argument 4 was 'seed'",
    ),
    (
        """\
from tensorflow.contrib import rnn
def f(x): return rnn.LSTMCell(3, x)
""",
        "argument 2 was 'input_size'",
    ),
    (
        """\
from tensorflow.contrib import rnn
def f(x): return rnn.DropoutWrapper(c, 1.0, 0.5, x)
""",
        "argument 4 was 'seed'",
    ),
    (
        """\
import tensorflow as tf
c = tf.nn.rnn_cell.LSTMCell(3, 7, True, 5.0, None, 2, 1)
""",
        "argument 7 was 'num_unit_shards'",
    ),
    (
        """\
from tensorflow.models.rnn.rnn_cell import GRUCell
c = GRUCell(3, next(sizes))
""",
        "may do something",
    ),
)
def test_reported(source, reason):
    check_report(NAME, source, reason)
