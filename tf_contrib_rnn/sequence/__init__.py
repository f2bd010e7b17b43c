"""Over time: the loop, the runners that TF1 had, and the Keras layer."""

from tf_contrib_rnn.sequence._batches import best_effort_input_batch_size, transpose_batch_time
from tf_contrib_rnn.sequence.bidirectional import (
    bidirectional_dynamic_rnn,
    static_bidirectional_rnn,
)
from tf_contrib_rnn.sequence.block import LSTMBlockFusedCell, LSTMBlockWrapper
from tf_contrib_rnn.sequence.dynamic import dynamic_rnn
from tf_contrib_rnn.sequence.fused import FusedRNNCell, FusedRNNCellAdaptor, TimeReversedFusedRNN
from tf_contrib_rnn.sequence.keras_rnn import extend_keras_rnn, restore_keras_rnn
from tf_contrib_rnn.sequence.layer import RNN
from tf_contrib_rnn.sequence.raw import raw_rnn
from tf_contrib_rnn.sequence.stacked import (
    stack_bidirectional_dynamic_rnn,
    stack_bidirectional_rnn,
)
from tf_contrib_rnn.sequence.state_saving import static_state_saving_rnn
from tf_contrib_rnn.sequence.static import static_rnn

extend_keras_rnn()

__all__ = [
    "FusedRNNCell",
    "FusedRNNCellAdaptor",
    "LSTMBlockFusedCell",
    "LSTMBlockWrapper",
    "RNN",
    "TimeReversedFusedRNN",
    "best_effort_input_batch_size",
    "bidirectional_dynamic_rnn",
    "dynamic_rnn",
    "extend_keras_rnn",
    "raw_rnn",
    "restore_keras_rnn",
    "stack_bidirectional_dynamic_rnn",
    "stack_bidirectional_rnn",
    "static_bidirectional_rnn",
    "static_rnn",
    "static_state_saving_rnn",
    "transpose_batch_time",
]
