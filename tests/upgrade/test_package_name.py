"""Under which name a file imports the package, and where."""

from tests.upgrade.tables import changes, check_change
from tf_contrib_rnn.upgrade.rules.dotted_names import NAME


@changes(
    (
        """\
import tensorflow as tf
from elsewhere import *
rnn(tf.nn.rnn_cell.GRUCell(3))
""",
        """\
import tensorflow as tf
import tf_contrib_rnn
from elsewhere import *
rnn(tf_contrib_rnn.GRUCell(3))
""",
    ),
    (
        """\
import tensorflow as tf
def build(rnn, tf_contrib_rnn):
    self.rnn = tf.nn.rnn_cell.GRUCell(3)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as tf_contrib_rnn_2
def build(rnn, tf_contrib_rnn):
    self.rnn = tf_contrib_rnn_2.GRUCell(3)
""",
    ),
    (
        """\
import tensorflow as tf
self.rnn = tf.nn.rnn_cell.GRUCell(3, rnn=4)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as rnn
self.rnn = rnn.GRUCell(3, rnn=4)
""",
    ),
    (
        """\
def f():
    from tensorflow.contrib import rnn
    import tensorflow as tf
    return tf.nn.raw_rnn(rnn.GRUCell(3), loop)
def g():
    import tensorflow as tf
    return tf.nn.raw_rnn(cell, loop)
""",
        """\
def f():
    import tf_contrib_rnn as rnn
    import tensorflow as tf
    return rnn.raw_rnn(rnn.GRUCell(3), loop)
def g():
    import tensorflow as tf
    import tf_contrib_rnn
    return tf_contrib_rnn.raw_rnn(cell, loop)
""",
    ),
    (
        """\
import tensorflow as tf; c = tf.contrib.rnn.GRUCell(3)
""",
        """\
import tf_contrib_rnn as rnn
import tensorflow as tf; c = rnn.GRUCell(3)
""",
    ),
    (
        """\
import sys
# Main.
if main:
    import tensorflow as tf
    tf.nn.raw_rnn(cell, loop)
""",
        """\
import sys
import tf_contrib_rnn as rnn
# Main.
if main:
    import tensorflow as tf
    rnn.raw_rnn(cell, loop)
""",
    ),
    (
        """\
import tensorflow as tf
rnn = 3
c = tf.contrib.rnn.LSTMCell(rnn)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn
rnn = 3
c = tf_contrib_rnn.LSTMCell(rnn)
""",
    ),
    (
        """\
import tensorflow as tf
import tf_contrib_rnn as ours
c = tf.contrib.rnn.LSTMCell(3)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as ours
c = ours.LSTMCell(3)
""",
    ),
    (
        """\
import tensorflow as tf
from tensorflow.contrib import rnn as r
c = tf.nn.rnn_cell.LSTMCell(3)
d = r.GRUCell(3)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as r
c = r.LSTMCell(3)
d = r.GRUCell(3)
""",
    ),
    (
        """\
def f(x):
    import tensorflow as tf  # late
    return tf.nn.dynamic_rnn(
        tf.contrib.rnn.GRUCell(3),  # small
        x)
""",
        """\
def f(x):
    import tensorflow as tf  # late
    import tf_contrib_rnn as rnn
    return rnn.dynamic_rnn(
        rnn.GRUCell(3),  # small
        x)
""",
    ),
    (
        """\
try:
    import tensorflow.compat.v1 as tf
except ImportError:
    import tensorflow as tf
c = tf.nn.rnn_cell.LSTMCell(3)
""",
        """\
try:
    import tensorflow.compat.v1 as tf
except ImportError:
    import tensorflow as tf
import tf_contrib_rnn as rnn
c = rnn.LSTMCell(3)
""",
    ),
)
def test_rewritten(before, after):
    check_change(NAME, before, after)
