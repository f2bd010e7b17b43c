"""Names out of TensorFlow's recurrent modules."""

from tests.upgrade.tables import changes, check_change
from tf_contrib_rnn.upgrade.rules.imports import NAME


@changes(
    (
        """\
from tensorflow.python.ops.rnn_cell_impl import _BIAS_VARIABLE_NAME, GRUCell
""",
        """\
_BIAS_VARIABLE_NAME = "bias"
from tf_contrib_rnn import GRUCell
""",
    ),
    (
        """\
from tensorflow.contrib.rnn import LSTMCell as L, GRUCell
""",
        """\
from tf_contrib_rnn import LSTMCell as L, GRUCell
""",
    ),
    (
        """\
from tensorflow.contrib.rnn import (
    LSTMCell,  # with peepholes
    GRUCell,
)
""",
        """\
from tf_contrib_rnn import (
    LSTMCell,  # with peepholes
    GRUCell,
)
""",
    ),
    (
        """\
from tensorflow.python.ops.rnn import bidirectional_rnn, rnn
""",
        """\
from tf_contrib_rnn import static_bidirectional_rnn as bidirectional_rnn, static_rnn as rnn
""",
    ),
    (
        """\
from tensorflow.contrib.rnn.python.ops.rnn_cell import LayerNormLSTMCell, _conv
""",
        """\
from tensorflow.contrib.rnn.python.ops.rnn_cell import _conv
from tf_contrib_rnn import LayerNormLSTMCell
""",
    ),
    (
        """\
from tensorflow.contrib.cudnn_rnn import CudnnLSTM
from tensorflow.contrib.grid_rnn import Grid2LSTMCell
""",
        """\
from tf_contrib_rnn import CudnnLSTM
from tf_contrib_rnn import Grid2LSTMCell
""",
    ),
    (
        """\
from tensorflow.nn import dynamic_rnn, relu
""",
        """\
from tensorflow.nn import relu
from tf_contrib_rnn import dynamic_rnn
""",
    ),
)
def test_rewritten(before, after):
    check_change(NAME, before, after)
