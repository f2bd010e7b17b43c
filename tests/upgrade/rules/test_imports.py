from tests.upgrade.tables import changes, check_change, check_noop, noops
from tf_contrib_rnn.upgrade.rules.imports import NAME


@changes(
    (
        """\
import tensorflow as tf
import tensorflow.contrib.rnn
c = tensorflow.contrib.rnn.GRUCell(3), tf.contrib.rnn.SRUCell(3)
""",
        """\
import tensorflow as tf
import tf_contrib_rnn as rnn
c = rnn.GRUCell(3), rnn.SRUCell(3)
""",
    ),
    (
        """\
from tensorflow.contrib import rnn as contrib_rnn
c = contrib_rnn.GRUCell(3)
d = getattr(contrib_rnn, "SRUCell")(3)
""",
        """\
import tf_contrib_rnn as rnn
c = rnn.GRUCell(3)
d = getattr(rnn, "SRUCell")(3)
""",
    ),
    (
        """\
from tensorflow.contrib import rnn
rnn.GRUCell(3)
""",
        """\
import tf_contrib_rnn as rnn
rnn.GRUCell(3)
""",
    ),
    (
        """\
from tensorflow.contrib import layers, rnn as r  # both
r.GRUCell(3)
""",
        """\
from tensorflow.contrib import layers  # both
import tf_contrib_rnn as r
r.GRUCell(3)
""",
    ),
    (
        """\
import tensorflow.contrib.rnn as r, numpy as np
""",
        """\
import numpy as np
import tf_contrib_rnn as r
""",
    ),
    (
        """\
from tensorflow.python.ops import rnn_cell, rnn, math_ops
""",
        """\
from tensorflow.python.ops import math_ops
import tf_contrib_rnn as rnn_cell
import tf_contrib_rnn as rnn
""",
    ),
    (
        """\
from tensorflow.contrib.rnn.python.ops import core_rnn_cell_impl as impl
impl._RNNCell
""",
        """\
import tf_contrib_rnn as impl
impl.RNNCell
""",
    ),
    (
        """\
import tensorflow.contrib.rnn
c = tensorflow.contrib.rnn.GRUCell(3), tensorflow.float32
""",
        """\
import tensorflow
import tf_contrib_rnn as rnn
c = rnn.GRUCell(3), tensorflow.float32
""",
    ),
    (
        """\
from tensorflow.models.rnn import rnn, rnn_cell
""",
        """\
import tf_contrib_rnn as rnn
import tf_contrib_rnn as rnn_cell
""",
    ),
    (
        """\
from tensorflow import contrib
c = contrib.rnn.GRUCell(3)
""",
        """\
import tf_contrib_rnn as rnn
c = rnn.GRUCell(3)
""",
    ),
    (
        """\
# recurrent
import tensorflow.contrib as tfc  # old
c = tfc.rnn.GRUCell(3)
""",
        """\
# recurrent
# old
import tf_contrib_rnn as rnn
c = rnn.GRUCell(3)
""",
    ),
    (
        """\
def f():
    import tensorflow.contrib as tfc
    return tfc.rnn.GRUCell(3)
""",
        """\
def f():
    import tf_contrib_rnn as rnn
    return rnn.GRUCell(3)
""",
    ),
    (
        """\
import numpy; from tensorflow.contrib import rnn; x = 1
""",
        """\
import numpy
import tf_contrib_rnn as rnn
x = 1
""",
    ),
    (
        """\
if True: from tensorflow.contrib import rnn, layers
""",
        """\
if True: from tensorflow.contrib import layers; import tf_contrib_rnn as rnn
""",
    ),
    (
        """\
from tensorflow.compat.v1.nn import rnn_cell
""",
        """\
import tf_contrib_rnn as rnn_cell
""",
    ),
)
def test_rewritten(before, after):
    check_change(NAME, before, after)


@noops(
    (
        "ours already, with a fallback",
        """\
try:
    import tf_contrib_rnn as rnn
except ImportError:
    import my_rnn as rnn
from tf_contrib_rnn import GRUCell as Cell
c = rnn.GRUCell(3), Cell(3)
""",
    ),
    (
        "not TensorFlow's",
        """\
from mycontrib import rnn
from contrib.rnn import LSTMCell
import rnn
""",
    ),
    (
        "relative imports are the project's own",
        """\
from .contrib import rnn
from . import rnn_cell
""",
    ),
    (
        "no recurrent part",
        """\
import tensorflow as tf
from tensorflow.nn import relu
from tensorflow.contrib import layers
""",
    ),
    (
        "used for more than cells",
        """\
from tensorflow import contrib
contrib.rnn.GRUCell(3)
contrib.layers.flatten(x)
""",
    ),
    (
        "a member the package has not is taken from it",
        """\
from tensorflow.python.ops import rnn_cell_impl
rnn_cell_impl._linear(x, 3, True)
""",
    ),
    (
        "ours already",
        """\
import tf_contrib_rnn as rnn
from tf_contrib_rnn import LSTMCell
""",
    ),
    (
        "never used, so it may lead anywhere",
        """\
from tensorflow import contrib
""",
    ),
)
def test_left_alone(why, source):
    check_noop(NAME, source)
