import pytest

from tests.upgrade.tables import check_noop, check_report, noops, reports
from tf_contrib_rnn.upgrade import rewrite_text
from tf_contrib_rnn.upgrade.rules.neighbours import NAME


@noops(
    (
        "any of several of the package's",
        """\
import tensorflow as tf
if lstm:
    cell_fn = tf.contrib.rnn.LSTMCell
else:
    cell_fn = tf.contrib.rnn.GRUCell
cell_fn(3)
""",
    ),
    (
        "the compat.v1 of another library",
        """\
import other.compat.v1 as tf
tf.contrib.layers.flatten(x)
""",
    ),
    (
        "ours",
        """\
import tensorflow as tf
tf.contrib.rnn.GRUCell(3)
from tensorflow.contrib import rnn, cudnn_rnn
from tensorflow.contrib.rnn.python.ops import rnn_cell
""",
    ),
    (
        "TensorFlow 2 has it",
        """\
import tensorflow as tf
tf.nn.relu(x)
""",
    ),
    (
        "not TensorFlow's",
        """\
import torch.contrib
torch.contrib.layers()
""",
    ),
)
def test_left_alone(why, source):
    check_noop(NAME, source)


@reports(
    (
        """\
import tensorflow as tf
tf.contrib.layers.flatten(x)
""",
        "tf.contrib.layers.flatten is gone",
    ),
    (
        """\
import tensorflow as tf
contrib = tf.contrib
""",
        "tf.contrib is gone",
    ),
    (
        """\
import tensorflow.compat.v1 as tf
tf.layers.dense(x, 3)
""",
        "tf.layers.dense is gone with Keras 3",
    ),
    (
        """\
from tensorflow.contrib.seq2seq import dynamic_decode
""",
        "tf.contrib.seq2seq.dynamic_decode is gone",
    ),
    (
        """\
from tensorflow.models.rnn import seq2seq
""",
        "tf.models.rnn.seq2seq is gone",
    ),
)
def test_reported(source, reason):
    check_report(NAME, source, reason)


def test_a_neighbour_that_is_imported_is_reported_once():
    source = "from tensorflow.contrib import layers\nlayers.flatten(x), layers.relu(x, 3)\n"
    check_report(NAME, source, "tf.contrib.layers is gone")


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        (
            "seq2seq.BasicDecoder",
            "its successor tensorflow_addons ended in 2024 and does not run with Keras 3; write "
            "the decoding loop with tf_contrib_rnn.raw_rnn",
        ),
        ("seq2seq.sequence_loss", "python -m tf_contrib_rnn.compat runs it as it is"),
        (
            "crf.crf_decode",
            "its successor tensorflow_addons ended in 2024 and does not run with Keras 3; python "
            "-m tf_contrib_rnn.compat runs the usual part of it as it is",
        ),
        (
            "slim.conv2d",
            "its successor tf_slim needs tf.layers, which is gone with Keras 3; write "
            "tf.keras.layers",
        ),
    ],
)
def test_no_successor_is_recommended_that_does_not_run(name, advice):
    (entry,) = rewrite_text(f"import tensorflow as tf\nf = tf.contrib.{name}\n").left
    assert (entry.code, entry.advice) == (f"tf.contrib.{name}", advice)
