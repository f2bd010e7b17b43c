from tests.upgrade.tables import check_noop, check_report, noops, reports
from tf_contrib_rnn.upgrade.rules.mentions import NAME


@noops(
    (
        "nothing of TensorFlow's",
        """\
# as in torch.nn.rnn
x = 'rnn_cell'
""",
    ),
    (
        "the name of a module that is imported",
        """\
import importlib
importlib.import_module('tensorflow.contrib.rnn')
""",
    ),
    (
        "code",
        """\
from tensorflow.contrib import rnn
""",
    ),
)
def test_left_alone(why, source):
    check_noop(NAME, source)


@reports(
    (
        """\
# see tf.contrib.rnn.LSTMCell
""",
        "a comment",
    ),
    (
        '''\
def f():
    """Like tf.nn.rnn_cell.GRUCell."""
''',
        "a docstring",
    ),
    (
        """\
patch('tensorflow.contrib.rnn.LSTMCell')
""",
        "a string",
    ),
)
def test_reported(source, reason):
    check_report(NAME, source, reason)
