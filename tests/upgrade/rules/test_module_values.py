from tests.upgrade.tables import changes, check_change, check_noop, check_report, noops, reports
from tf_contrib_rnn.upgrade.rules.module_values import NAME


@changes(
    (
        """\
import tensorflow as tf
rnn_cell = tf.nn.rnn_cell
c = rnn_cell.GRUCell(3)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as rnn
rnn_cell = rnn
c = rnn_cell.GRUCell(3)
""",
    ),
    (
        """\
import tensorflow as tf
c = getattr(tf.contrib.rnn, 'GRUCell')(3)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as rnn
c = getattr(rnn, 'GRUCell')(3)
""",
    ),
    (
        """\
import tensorflow as tf
build(cells=tf.contrib.rnn)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as rnn
build(cells=rnn)
""",
    ),
    (
        """\
from tensorflow.contrib import rnn
core = rnn.core_rnn_cell
core.GRUCell(3)
""",
        """\
import tf_contrib_rnn as rnn
core = rnn
core.GRUCell(3)
""",
    ),
)
def test_rewritten(before, after):
    check_change(NAME, before, after)


@noops(
    (
        "not a recurrent module",
        """\
import tensorflow as tf
nn = tf.nn
""",
    ),
    (
        "the name keeps leading to something unknown",
        """\
import tensorflow as tf
impl = tf.nn.rnn_cell
impl._linear(x, 3, True)
""",
    ),
    (
        "known to be there",
        """\
from tensorflow.contrib import rnn
hasattr(rnn, 'SRUCell')
""",
    ),
)
def test_left_alone(why, source):
    check_noop(NAME, source)


@reports(
    (
        """\
from tensorflow.contrib import rnn
c = getattr(rnn, kind)(3)
""",
        "chosen at run time",
    ),
    (
        """\
from tensorflow.contrib import rnn
c = getattr(rnn, 'Linear')(3)
""",
        "no 'Linear'",
    ),
    (
        """\
from tensorflow.contrib import rnn
setattr(rnn, name, Mine)
""",
        "replaces a name",
    ),
)
def test_reported(source, reason):
    check_report(NAME, source, reason)
