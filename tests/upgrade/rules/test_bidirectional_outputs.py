from tests.upgrade.tables import check_noop, check_report, noops, reports
from tf_contrib_rnn.upgrade.rules.bidirectional_outputs import NAME


@noops(
    (
        "three results",
        """\
from tensorflow.models.rnn import rnn
out, _, _ = rnn.bidirectional_rnn(f, b, x)
""",
    ),
    (
        "later versions",
        """\
import tensorflow as tf
out = tf.nn.bidirectional_rnn(f, b, x)
""",
    ),
)
def test_left_alone(why, source):
    check_noop(NAME, source)


@reports(
    (
        """\
from tensorflow.models.rnn import rnn
out = rnn.bidirectional_rnn(f, b, x)
""",
        "outputs only",
    ),
    (
        """\
from tensorflow.models.rnn.rnn import bidirectional_rnn
use(bidirectional_rnn(f, b, x))
""",
        "outputs only",
    ),
)
def test_reported(source, reason):
    check_report(NAME, source, reason)
