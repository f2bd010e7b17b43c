from tests.upgrade.tables import changes, check_change, check_noop, check_report, noops, reports
from tf_contrib_rnn.upgrade.rules.dotted_names import NAME


@changes(
    (
        """\
import tensorflow as tf
c = tf.contrib.rnn.LSTMCell(3)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as rnn
c = rnn.LSTMCell(3)
""",
    ),
    (
        """\
import tensorflow as tf
c = tf.nn.rnn_cell.GRUCell(3)
o, s = tf.nn.dynamic_rnn(c, x)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as rnn
c = rnn.GRUCell(3)
o, s = rnn.dynamic_rnn(c, x)
""",
    ),
    (
        """\
import tensorflow as tf
tf.nn.rnn(c, x)
tf.nn.bidirectional_rnn(c, d, x)
tf.nn.state_saving_rnn(c, x, s, n)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as rnn
rnn.static_rnn(c, x)
rnn.static_bidirectional_rnn(c, d, x)
rnn.static_state_saving_rnn(c, x, s, n)
""",
    ),
    (
        """\
import tensorflow as tf
c = tf.contrib.rnn.core_rnn_cell.LSTMCell(3)
d = tf.models.rnn.rnn_cell.GRUCell(3)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as rnn
c = rnn.LSTMCell(3)
d = rnn.GRUCell(3)
""",
    ),
    (
        """\
import tensorflow as tf
class C(tf.nn.rnn_cell.RNNCell):
    def f(self, x=tf.contrib.rnn.LSTMStateTuple): return x is tf.nn.rnn_cell.LSTMStateTuple
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as rnn
class C(rnn.RNNCell):
    def f(self, x=rnn.LSTMStateTuple): return x is rnn.LSTMStateTuple
""",
    ),
    (
        """\
import tensorflow as tf
c = (tf.contrib
     .rnn.LSTMCell)(3)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as rnn
c = (rnn.LSTMCell)(3)
""",
    ),
    (
        """\
from tensorflow.python.ops import rnn
o = rnn.rnn(c, x)
p = rnn.dynamic_rnn(c, x)
""",
        """\
import tf_contrib_rnn as rnn
o = rnn.static_rnn(c, x)
p = rnn.dynamic_rnn(c, x)
""",
    ),
    (
        """\
import tensorflow as tf
nn = tf.nn
T = tf.contrib.rnn.LSTMStateTuple._fields
nn.raw_rnn(c, f)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as rnn
nn = tf.nn
T = rnn.LSTMStateTuple._fields
rnn.raw_rnn(c, f)
""",
    ),
    (
        """\
from tensorflow.nn import *
dynamic_rnn(c, x)
""",
        """\
from tensorflow.nn import *
import tf_contrib_rnn as rnn
rnn.dynamic_rnn(c, x)
""",
    ),
)
def test_rewritten(before, after):
    check_change(NAME, before, after)


@noops(
    (
        "a parameter of the same name",
        """\
import tensorflow as tf
def f(tf): return tf.contrib.rnn.LSTMCell(3)
""",
    ),
    (
        "another module of the same name",
        """\
import theano as tf
tf.nn.rnn_cell.LSTMCell(3)
""",
    ),
    (
        "rebound before it is used",
        """\
import tensorflow as tf
tf = make()
tf.contrib.rnn.LSTMCell(3)
""",
    ),
    (
        "not recurrent",
        """\
import tensorflow as tf
tf.nn.relu(x), tf.nn.rnn_relu, tf.keras.layers.RNN(c)
""",
    ),
    (
        "an attribute of something else",
        """\
import tensorflow as tf
self.tf.contrib.rnn.LSTMCell(3)
""",
    ),
    (
        "a comprehension's own name",
        """\
import tensorflow as tf
[tf.nn.rnn_cell.LSTMCell(3) for tf in backends]
""",
    ),
)
def test_left_alone(why, source):
    check_noop(NAME, source)


@reports(
    (
        """\
import tensorflow as tf
tf.nn.rnn_cell.LSTMCell = Mine
""",
        "replaces a name",
    ),
    (
        """\
import tensorflow as tf
if a:
    tf = make()
tf.contrib.rnn.LSTMCell(3)
""",
        "bound to different things (lines 1, 3)",
    ),
    (
        """\
if a:
    from tensorflow.python.ops import rnn_cell_impl as r
else:
    r = make()
k = r._RNNCell(3)
""",
        "bound to different things",
    ),
)
def test_reported(source, reason):
    check_report(NAME, source, reason)
