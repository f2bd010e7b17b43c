from tests.upgrade.tables import changes, check_change, check_noop, noops
from tf_contrib_rnn.upgrade.rules.star_imports import NAME


@changes(
    (
        """\
from tensorflow.contrib.rnn import *
cell = MultiRNNCell([GRUCell(3), GRUCell(3)])
""",
        """\
from tf_contrib_rnn import GRUCell, MultiRNNCell
cell = MultiRNNCell([GRUCell(3), GRUCell(3)])
""",
    ),
    (
        """\
from tensorflow.nn.rnn_cell import *
from tensorflow.contrib.rnn import *
GRUCell(3), UGRNNCell(3)
""",
        """\
from tf_contrib_rnn import GRUCell, UGRNNCell
GRUCell(3), UGRNNCell(3)
""",
    ),
    (
        """\
from tensorflow.contrib.rnn import *
class GRUCell: pass
def f(LSTMCell): return LSTMCell(3), GRUCell(), SRUCell(3)
""",
        """\
from tf_contrib_rnn import SRUCell
class GRUCell: pass
def f(LSTMCell): return LSTMCell(3), GRUCell(), SRUCell(3)
""",
    ),
    (
        """\
from tensorflow.contrib.rnn import *
x = 1
""",
        """\
x = 1
""",
    ),
)
def test_rewritten(before, after):
    check_change(NAME, before, after)


@noops(
    (
        "not a recurrent module",
        """\
from tensorflow.nn import *
from tensorflow.contrib.layers import *
""",
    ),
    (
        "not TensorFlow's",
        """\
from rnn import *
from .rnn_cell import *
""",
    ),
)
def test_left_alone(why, source):
    check_noop(NAME, source)
