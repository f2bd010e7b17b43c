"""An LSTM cell that runs along the frequencies in every step: `TimeFreqLSTMCell`."""

from functools import partial

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import RNNCell
from tf_contrib_rnn.cells._checks import limit_or_none, number, switch
from tf_contrib_rnn.cells._frequency_windows import Windows, check_reach, window_count
from tf_contrib_rnn.cells._math import clip, linear, lstm_update, split_gates, tanh
from tf_contrib_rnn.cells._shards import add_sharded, joined
from tf_contrib_rnn.cells._state import positive_size, size_shape


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class TimeFreqLSTMCell(RNNCell):
    """LSTM cell that runs along windows of frequencies in every step, with the weights shared.

        for each window x_k, k = 0, 1, ..., n - 1:
            i, j, f, o = split([x_k, m_k, m'_(k-1)] W + B, 4)
            c'_k = sigmoid(f + forget_bias + W_F * c_k) * c_k + sigmoid(i + W_I * c_k) * tanh(j)
            c'_k = clip(c'_k, cell_clip)
            m'_k = sigmoid(o + W_O * c'_k) * tanh(c'_k)
        output = [m'_0, m'_1, ...],  state = [c'_0, m'_0, c'_1, m'_1, ...]

    i is the input gate, j the new input, f the forget gate, o the output gate; c_k and m_k are
    the memory and the output of window k in the step before, m'_(-1) is zero. W_F, W_I and W_O
    only with peepholes. An input of I features has n = (I - feature_size) / frequency_skip + 1
    windows.

    Args:
        num_units: size N of c and m.
        use_peepholes: whether the gates see the memory through the diagonal weights.
        cell_clip: limit of |c'|, stored and seen by the output gate clipped; None for no limit.
        initializer: accepted and without effect, as in TF1.
        num_unit_shards: number of variables `W_0`, `W_1`, ... that the rows of W are stored in.
        forget_bias: added to the forget gate at run time, never stored in the bias.
        feature_size: number of features in a window; needed.
        frequency_skip: distance in features from one window to the next.
        reuse, **kwargs: see `RNNCell`; the variables' roles are `kernel`, `bias` and `peephole`.

    Raises:
        ValueError: for sizes that are no positive whole numbers, more shards than rows, or
            inputs with fewer features than one window.

    Differs from TF1: there `state_size` was 2 N and `output_size` N whatever the number of
    windows, which failed for more than one except in a direct call or `static_rnn` with a state
    [batch, 2 N n] given. Here they are those of one window until the cell is built, then those of
    all n. The batch may be unknown.

    Paper: Sainath and Li, "Modeling Time-Frequency Patterns with LSTM vs. Convolutional
    Architectures for LVCSR Tasks", 2016.
    """

    makes_variables_in_call = False
    weight_roles = ("kernel", "bias", "peephole")

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        cell_clip=None,
        initializer=None,
        num_unit_shards=1,
        forget_bias=1.0,
        feature_size=None,
        frequency_skip=1,
        reuse=None,
        **kwargs,
    ):
        super().__init__(reuse=reuse, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.use_peepholes = switch("use_peepholes", use_peepholes)
        self.cell_clip = limit_or_none("cell_clip", cell_clip)
        self.num_unit_shards = positive_size("num_unit_shards", num_unit_shards)
        self.forget_bias = number("forget_bias", forget_bias)
        self.feature_size = positive_size("feature_size", feature_size)
        self.frequency_skip = positive_size("frequency_skip", frequency_skip)
        self.state_size = 2 * self.num_units
        self.output_size = self.num_units

    def build(self, inputs_shape):
        depth, units = self.input_depth(inputs_shape), self.num_units
        count = window_count(depth, self.feature_size, self.frequency_skip)
        self.windows = Windows(0, count, self.feature_size, self.frequency_skip)
        check_reach(self.name, depth, [self.windows])
        shape = [self.feature_size + 2 * units, 4 * units]
        self.kernel = add_sharded(self, "W", shape, self.num_unit_shards)
        self.bias = self.add_variable("B", [4 * units], initializer="zeros", role="bias")
        self.peepholes = None
        if self.use_peepholes:
            w_f, w_i, w_o = (
                self.add_variable(f"W_{gate}_diag", [units], role="peephole") for gate in "FIO"
            )
            self.peepholes = [w_i, w_f, w_o]
        self.state_size = 2 * units * count
        self.output_size = units * count

    def call(self, inputs, state):
        self._check_state(size_shape(state.shape))
        states = ops.split(state, 2 * self.windows.count, axis=-1)
        m_freq, kernel = ops.zeros_like(states[0]), joined(self.kernel)
        new_states = []
        limit = partial(clip, limit=self.cell_clip)
        for x, c, m in zip(self.windows.cut(inputs), states[::2], states[1::2], strict=True):
            gates = linear(x, ops.concatenate([m, m_freq], axis=-1), kernel, self.bias)
            options = (self.forget_bias, tanh, self.peepholes, limit)
            c, m_freq = lstm_update(*split_gates(gates, 4), c, *options)
            new_states += [c, m_freq]
        output = ops.concatenate(new_states[1::2], axis=-1)
        return output, ops.concatenate(new_states, axis=-1)

    def _check_state(self, shape):
        if shape[-1] not in (None, self.state_size):
            raise ValueError(
                f"{self.name} expects a state [batch, {self.state_size}] for {self.windows.count} "
                f"windows, received shape {shape}: build the cell before zero_state."
            )
