from tests.upgrade.tables import changes, check_change, check_noop, noops
from tf_contrib_rnn.upgrade.rules.constants import NAME


@changes(
    (
        """\
from tensorflow.python.ops import rnn_cell_impl
name = rnn_cell_impl._WEIGHTS_VARIABLE_NAME
cell = rnn_cell_impl.GRUCell(3)
""",
        """\
import tf_contrib_rnn as rnn_cell_impl
name = "kernel"
cell = rnn_cell_impl.GRUCell(3)
""",
    ),
    (
        """\
from tensorflow.contrib.cudnn_rnn.python.ops import cudnn_rnn_ops
lstm(direction=cudnn_rnn_ops.CUDNN_RNN_BIDIRECTION)
""",
        """\
import tf_contrib_rnn as cudnn_rnn_ops
lstm(direction="bidirectional")
""",
    ),
)
def test_rewritten(before, after):
    check_change(NAME, before, after)


@noops(
    (
        "other strings before TensorFlow 1.2",
        """\
from tensorflow.contrib.rnn.python.ops import core_rnn_cell_impl
name = core_rnn_cell_impl._WEIGHTS_VARIABLE_NAME
""",
    ),
    ("not TensorFlow's", "name = self._WEIGHTS_VARIABLE_NAME\n"),
)
def test_left_alone(why, source):
    check_noop(NAME, source)
