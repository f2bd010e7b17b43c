from tests.upgrade.tables import changes, check_change, check_noop, noops
from tf_contrib_rnn.upgrade.rules.argument_specs import NAME


@changes(
    (
        """\
import inspect
import tensorflow as tf
if "reuse" in inspect.getargspec(tf.contrib.rnn.LSTMCell.__init__).args:
    pass
""",
        """\
import inspect
import tensorflow as tf
import tf_contrib_rnn as rnn
if "reuse" in inspect.getfullargspec(rnn.LSTMCell.__init__).args:
    pass
""",
    ),
)
def test_rewritten(before, after):
    check_change(NAME, before, after)


@noops(
    ("not about a cell", "import inspect\ninspect.getargspec(f)\n"),
    (
        "another question",
        """\
import inspect
from tensorflow.contrib import rnn
inspect.signature(rnn.LSTMCell), inspect.getmembers(rnn.LSTMCell)
""",
    ),
)
def test_left_alone(why, source):
    check_noop(NAME, source)
