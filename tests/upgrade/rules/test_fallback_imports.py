from tests.upgrade.tables import changes, check_change, check_noop, noops
from tf_contrib_rnn.upgrade.rules.fallback_imports import NAME


@changes(
    (
        """\
# Where it is depends.
try:
    from tensorflow.contrib import rnn
except ImportError:
    from tensorflow.models.rnn import rnn
""",
        """\
# Where it is depends.
import tf_contrib_rnn as rnn
""",
    ),
    (
        """\
try:
    from tensorflow.contrib.rnn import LSTMCell
except ImportError:
    from tensorflow.nn.rnn_cell import LSTMCell
except AttributeError:
    from tensorflow.python.ops.rnn_cell_impl import LSTMCell
""",
        """\
from tf_contrib_rnn import LSTMCell
""",
    ),
)
def test_rewritten(before, after):
    check_change(NAME, before, after)


@noops(
    (
        "the fallback is another module",
        """\
try:
    from tensorflow.contrib import rnn
except ImportError:
    import my_rnn as rnn
""",
    ),
    (
        "the fallback is None",
        """\
try:
    from tensorflow.contrib import rnn
except ImportError:
    rnn = None
""",
    ),
    (
        "it does something else besides",
        """\
try:
    from tensorflow.contrib import rnn
    new = True
except ImportError:
    from tensorflow.models.rnn import rnn
    new = False
""",
    ),
    (
        "other names",
        """\
try:
    from tensorflow.contrib.rnn import LSTMCell
except ImportError:
    from tensorflow.contrib.rnn import GRUCell
""",
    ),
    (
        "a comment of its own",
        """\
try:
    from tensorflow.contrib import rnn  # since 1.0
except ImportError:
    from tensorflow.models.rnn import rnn
""",
    ),
)
def test_left_alone(why, source):
    check_noop(NAME, source)
