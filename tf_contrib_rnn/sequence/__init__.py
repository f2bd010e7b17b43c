"""Over time: the loop, the runners that TF1 had, and the Keras layer."""

from tf_contrib_rnn.sequence.block import LSTMBlockFusedCell, LSTMBlockWrapper
from tf_contrib_rnn.sequence.dynamic import dynamic_rnn
from tf_contrib_rnn.sequence.fused import FusedRNNCell, FusedRNNCellAdaptor, TimeReversedFusedRNN
from tf_contrib_rnn.sequence.keras_rnn import extend_keras_rnn, restore_keras_rnn
from tf_contrib_rnn.sequence.layer import RNN
from tf_contrib_rnn.sequence.static import static_rnn

extend_keras_rnn()

__all__ = [
    "RNN",
    "FusedRNNCell",
    "FusedRNNCellAdaptor",
    "LSTMBlockFusedCell",
    "LSTMBlockWrapper",
    "TimeReversedFusedRNN",
    "dynamic_rnn",
    "extend_keras_rnn",
    "restore_keras_rnn",
    "static_rnn",
]
