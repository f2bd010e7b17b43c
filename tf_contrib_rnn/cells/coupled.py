"""An LSTM whose input gate is the forget gate's complement: `CoupledInputForgetGateLSTMCell`."""

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import RNNCell
from tf_contrib_rnn.cells._checks import limit_or_none, number, switch
from tf_contrib_rnn.cells._identifiers import activation_from
from tf_contrib_rnn.cells._lstm import (
    Normalization,
    PeepholesAndProjection,
    lstm_state_size,
    pack_lstm_state,
    unpack_lstm_state,
)
from tf_contrib_rnn.cells._math import (
    interpolate,
    linear,
    lstm_output,
    peep,
    projected,
    split_gates,
)
from tf_contrib_rnn.cells._shards import add_sharded, joined
from tf_contrib_rnn.cells._state import positive_size


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class CoupledInputForgetGateLSTMCell(Normalization, PeepholesAndProjection, RNNCell):
    """LSTM cell that writes to the memory exactly as much as it forgets.

        j, f, o = split([x, h] W + B, 3), or with layer_norm split([x, h] W, 3) normalized
        f = sigmoid(f + forget_bias + w_f * c)
        c' = normalized(f * c + (1 - f) * activation(j))
        h' = sigmoid(o + w_o * c') * activation(c')
        h' = clip(h' P, proj_clip)

    j is the new input, f the forget gate, o the output gate, c the memory and h the output; w_*
    (`W_F_diag`, `W_O_diag`) only with peepholes, P and its clip only with a projection.
    Normalization is that of `LayerNormBasicLSTMCell`, for the parts `transform`, `forget`,
    `output` and `state`; the memory is stored normalized. The rows of W are the variables `W_0`,
    `W_1`, ..., those of P `W_P_0`, `W_P_1`, ...

    Args:
        num_units: size N of the memory c.
        use_peepholes: whether the gates see the memory through the diagonal weights w_*.
        initializer: accepted and without effect, as in TF1.
        num_proj: size P of the output after a projection; None for no projection.
        proj_clip: limit of |h'| after the projection; None for no limit.
        num_unit_shards: number of variables that W is kept in.
        num_proj_shards: the same for P.
        forget_bias: added to the forget gate, after its normalization, at run time.
        state_is_tuple: whether the state is an `LSTMStateTuple(c, h)`; otherwise one tensor
            [batch, N + P] with c first.
        activation: Keras name or function of the new input and of the output.
        reuse, **kwargs: see `RNNCell`; the variables' roles are `kernel`, `bias`, `peephole`,
            `projection`, `gamma` and `beta`.
        layer_norm: whether to normalize the gates and the memory.
        norm_gain: initial value of every gamma.
        norm_shift: initial value of every beta.

    Raises:
        ValueError: for sizes or numbers of shards that are no positive whole numbers, more shards
            than rows, or an unknown activation.

    Differs from TF1: `layer_norm=True` runs in every dtype, in TF1 only in float32. `num_proj=0`
    is refused where TF1 failed later.

    Paper: Greff et al., "LSTM: A Search Space Odyssey", 2015.
    """

    makes_variables_in_call = False
    weight_roles = ("kernel", "bias", "peephole", "projection", "gamma", "beta")

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        initializer=None,
        num_proj=None,
        proj_clip=None,
        num_unit_shards=1,
        num_proj_shards=1,
        forget_bias=1.0,
        state_is_tuple=True,
        activation="tanh",
        reuse=None,
        layer_norm=False,
        norm_gain=1.0,
        norm_shift=0.0,
        **kwargs,
    ):
        super().__init__(reuse=reuse, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.use_peepholes = switch("use_peepholes", use_peepholes)
        self.initializer = None  # TF1 stores the argument and never reads it
        self.num_proj = None if num_proj is None else positive_size("num_proj", num_proj)
        self.proj_clip = limit_or_none("proj_clip", proj_clip)
        self.num_unit_shards = positive_size("num_unit_shards", num_unit_shards)
        self.num_proj_shards = positive_size("num_proj_shards", num_proj_shards)
        self.forget_bias = number("forget_bias", forget_bias)
        self.state_is_tuple = switch("state_is_tuple", state_is_tuple)
        self.activation = activation_from(activation)
        self.layer_norm = switch("layer_norm", layer_norm)
        self.norm_gain = number("norm_gain", norm_gain)
        self.norm_shift = number("norm_shift", norm_shift)
        self.output_size = self.num_proj or self.num_units
        self.state_size = lstm_state_size(self.num_units, self.output_size, state_is_tuple)

    def build(self, inputs_shape):
        rows = self.input_depth(inputs_shape) + self.output_size
        columns = 3 * self.num_units
        self.kernels = add_sharded(self, "W", [rows, columns], self.num_unit_shards)
        # TF1 makes the bias with layer_norm too, where nothing reads it.
        self.bias = self.add_variable("B", [columns], initializer="zeros", role="bias")
        self.add_norms("transform", "forget", "output")
        self.add_peepholes("W_F_diag", "W_O_diag")
        self.add_norms("state")
        self.projections = []
        if self.num_proj:
            shape = [self.num_units, self.num_proj]
            shards = self.num_proj_shards
            self.projections = add_sharded(self, "W_P", shape, shards, role="projection")

    def call(self, inputs, state):
        c, h = unpack_lstm_state(state, self.num_units, self.state_is_tuple)
        bias = None if self.layer_norm else self.bias
        j, f, o = split_gates(linear(inputs, h, joined(self.kernels), bias), 3)
        j, f = self.normalized("transform", j), self.normalized("forget", f)
        o = self.normalized("output", o)
        f = ops.sigmoid(peep(f + self.forget_bias, self.w_f_diag, c))
        c = self.normalized("state", interpolate(f, c, self.activation(j)))
        h = lstm_output(o, c, self.activation, self.w_o_diag)
        projection = joined(self.projections) if self.projections else None
        h = projected(h, projection, self.proj_clip)
        return h, pack_lstm_state(c, h, self.state_is_tuple)
