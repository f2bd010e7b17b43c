from tests.upgrade.tables import changes, check_change, check_noop, noops
from tf_contrib_rnn.upgrade.rules.contrib_aliases import NAME


@changes(
    (
        """\
import tensorflow as tf
contrib = tf.contrib
c = contrib.rnn.GRUCell(3)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as rnn
c = rnn.GRUCell(3)
""",
    ),
    (
        """\
import tensorflow as tf
# Old.
ops = tf.contrib.rnn.python.ops  # of 1.x
c = ops.rnn_cell.SRUCell(3)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as rnn
# Old.
# of 1.x
c = rnn.SRUCell(3)
""",
    ),
    (
        """\
import tensorflow as tf
def f():
    def g():
        return contrib.rnn.GRUCell(3)
    if True:
        contrib = tf.contrib
    return g()
""",
        """\
import tensorflow as tf
def f():
    def g():
        return rnn.GRUCell(3)
    if True:
        pass
    import tf_contrib_rnn as rnn
    return g()
""",
    ),
)
def test_rewritten(before, after):
    check_change(NAME, before, after)


@noops(
    (
        "used for more than cells",
        """\
import tensorflow as tf
contrib = tf.contrib
contrib.rnn.GRUCell(3), contrib.layers.flatten(x)
""",
    ),
    (
        "not used in sight",
        """\
import tensorflow as tf
contrib = tf.contrib
""",
    ),
    (
        "TensorFlow 2 has it",
        """\
import tensorflow as tf
nn = tf.nn
nn.dynamic_rnn(c, x)
""",
    ),
)
def test_left_alone(why, source):
    check_noop(NAME, source)
