from tests.upgrade.tables import check_noop, check_report, noops, reports
from tf_contrib_rnn.upgrade.rules.cudnn_ops import NAME


@noops(
    (
        "the layer",
        """\
from tensorflow.contrib import cudnn_rnn
cudnn_rnn.CudnnLSTM(1, 3), cudnn_rnn.CudnnGRU(1, 3, 'linear_input', dropout=0.5)
""",
    ),
    (
        "the compatible cell",
        """\
from tensorflow.contrib import cudnn_rnn
cudnn_rnn.CudnnCompatibleLSTMCell(3)
""",
    ),
)
def test_left_alone(why, source):
    check_noop(NAME, source)


@reports(
    (
        """\
from tensorflow.contrib import cudnn_rnn
cudnn_rnn.CudnnLSTM(1, 3, 7)
""",
        "op of before TensorFlow 1.4",
    ),
    (
        """\
from tensorflow.contrib import cudnn_rnn
cudnn_rnn.CudnnGRU(1, 3, input_size=n)
""",
        "op of before TensorFlow 1.4",
    ),
    (
        """\
from tensorflow.contrib.cudnn_rnn.python.ops import cudnn_rnn_ops
cudnn_rnn_ops.CudnnLSTM(1, 3, n)
""",
        "op of before TensorFlow 1.4",
    ),
)
def test_reported(source, reason):
    check_report(NAME, source, reason)
