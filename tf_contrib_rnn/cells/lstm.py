"""LSTM cells on vectors: `BasicLSTMCell`, `LSTMCell`."""

from functools import partial

import keras

from tf_contrib_rnn.cells._cell import LayerRNNCell
from tf_contrib_rnn.cells._checks import limit_or_none, number, switch
from tf_contrib_rnn.cells._identifiers import activation_from, initializer_from
from tf_contrib_rnn.cells._lstm import (
    PeepholesAndProjection,
    lstm_state_size,
    pack_lstm_state,
    unpack_lstm_state,
)
from tf_contrib_rnn.cells._math import (
    clip,
    linear,
    lstm_update,
    projected,
    split_gates,
)
from tf_contrib_rnn.cells._scope import fixed_size_partitioner
from tf_contrib_rnn.cells._state import positive_size


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class BasicLSTMCell(LayerRNNCell):
    """LSTM cell without peepholes, clipping or projection.

        i, j, f, o = split([x, h] W + b, 4)
        c' = sigmoid(f + forget_bias) * c + sigmoid(i) * activation(j)
        h' = sigmoid(o) * activation(c')

    i is the input gate, j the new input, f the forget gate, o the output gate, c the memory and
    h the output.

    Args:
        num_units: size N of c and h.
        forget_bias: added to the forget gate at run time, never stored in the bias.
        state_is_tuple: whether the state is an `LSTMStateTuple(c, h)`; otherwise one tensor
            [batch, 2 N] with c first.
        activation: Keras name or function of the new input and of the output; None for tanh.
        reuse, name, dtype, **kwargs: see `RNNCell`; the variables' roles are `kernel` and `bias`.

    Raises:
        ValueError: for a size that is no positive whole number, or an unknown activation.

    Differs from TF1: not at all.

    Paper: Zaremba, Sutskever and Vinyals, "Recurrent Neural Network Regularization", 2014.
    """

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        state_is_tuple=True,
        activation=None,
        reuse=None,
        name=None,
        dtype=None,
        **kwargs,
    ):
        super().__init__(reuse=reuse, name=name, dtype=dtype, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.forget_bias = number("forget_bias", forget_bias)
        self.state_is_tuple = switch("state_is_tuple", state_is_tuple)
        self.activation = activation_from(activation)
        self.output_size = self.num_units
        self.state_size = lstm_state_size(self.num_units, self.num_units, state_is_tuple)

    def build(self, inputs_shape):
        depth = self.input_depth(inputs_shape)
        units = self.num_units
        self.kernel = self.add_variable("kernel", [depth + units, 4 * units])
        self.bias = self.add_variable("bias", [4 * units], initializer="zeros")

    def call(self, inputs, state):
        c, h = unpack_lstm_state(state, self.num_units, self.state_is_tuple)
        i, j, f, o = split_gates(linear(inputs, h, self.kernel, self.bias), 4)
        c, h = lstm_update(i, j, f, o, c, self.forget_bias, self.activation)
        return h, pack_lstm_state(c, h, self.state_is_tuple)


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class LSTMCell(PeepholesAndProjection, LayerRNNCell):
    """LSTM cell with optional peepholes, clipping and projection.

        i, j, f, o = split([x, h] W + b, 4)
        c' = sigmoid(f + forget_bias + w_f * c) * c + sigmoid(i + w_i * c) * activation(j)
        c' = clip(c', cell_clip)
        h' = sigmoid(o + w_o * c') * activation(c')
        h' = clip(h' P, proj_clip)

    i is the input gate, j the new input, f the forget gate, o the output gate, c the memory and
    h the output; w_* only with peepholes, P and its clip only with a projection.

    Args:
        num_units: size N of the memory c.
        use_peepholes: whether the gates see the memory through the diagonal weights w_*.
        cell_clip: limit of |c'|, stored and seen by the output gate clipped; None for no limit.
        initializer: initializer of kernel, peepholes and projection.
        num_proj: size P of the output after a projection; None for no projection.
        proj_clip: limit of |h'| after the projection; None for no limit.
        num_unit_shards: number of partitions of the kernel in a v1 graph; elsewhere without
            effect.
        num_proj_shards: the same for the projection.
        forget_bias: added to the forget gate at run time, never stored in the bias.
        state_is_tuple: whether the state is an `LSTMStateTuple(c, h)`; otherwise one tensor
            [batch, N + P] with c first.
        activation: Keras name or function of the new input and of the output; None for tanh.
        reuse, name, dtype, **kwargs: see `RNNCell`; the variables' roles are `kernel`, `bias`,
            `peephole` and `projection`.

    Raises:
        ValueError: for sizes that are no positive whole numbers, or an unknown activation.

    Differs from TF1: `num_proj=0` is refused where TF1 failed later.

    Papers: Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997; Sak, Senior and Beaufays,
    "Long Short-Term Memory Recurrent Neural Network Architectures for Large Scale Acoustic
    Modeling", 2014 (peepholes, projection).
    """

    weight_roles = ("kernel", "bias", "peephole", "projection")

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        cell_clip=None,
        initializer=None,
        num_proj=None,
        proj_clip=None,
        num_unit_shards=None,
        num_proj_shards=None,
        forget_bias=1.0,
        state_is_tuple=True,
        activation=None,
        reuse=None,
        name=None,
        dtype=None,
        **kwargs,
    ):
        super().__init__(reuse=reuse, name=name, dtype=dtype, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.use_peepholes = switch("use_peepholes", use_peepholes)
        self.cell_clip = limit_or_none("cell_clip", cell_clip)
        self.initializer = initializer_from(initializer)
        self.num_proj = None if num_proj is None else positive_size("num_proj", num_proj)
        self.proj_clip = limit_or_none("proj_clip", proj_clip)
        self.num_unit_shards = _shards("num_unit_shards", num_unit_shards)
        self.num_proj_shards = _shards("num_proj_shards", num_proj_shards)
        self.forget_bias = number("forget_bias", forget_bias)
        self.state_is_tuple = switch("state_is_tuple", state_is_tuple)
        self.activation = activation_from(activation)
        self.output_size = self.num_proj or self.num_units
        self.state_size = lstm_state_size(self.num_units, self.output_size, state_is_tuple)

    def build(self, inputs_shape):
        depth = self.input_depth(inputs_shape)
        units = self.num_units
        self.kernel = self.add_variable(
            "kernel",
            [depth + self.output_size, 4 * units],
            initializer=self.initializer,
            partitioner=fixed_size_partitioner(self.num_unit_shards),
        )
        self.bias = self.add_variable("bias", [4 * units], initializer="zeros")
        self.add_peepholes("w_f_diag", "w_i_diag", "w_o_diag")
        self.add_projection(partitioner=fixed_size_partitioner(self.num_proj_shards))

    def call(self, inputs, state):
        c, h = unpack_lstm_state(state, self.num_units, self.state_is_tuple)
        i, j, f, o = split_gates(linear(inputs, h, self.kernel, self.bias), 4)
        peepholes = self.w_i_diag, self.w_f_diag, self.w_o_diag
        limit = partial(clip, limit=self.cell_clip)
        c, h = lstm_update(i, j, f, o, c, self.forget_bias, self.activation, peepholes, limit)
        h = projected(h, self.projection, self.proj_clip)
        return h, pack_lstm_state(c, h, self.state_is_tuple)


def _shards(name, value):
    return None if value is None else positive_size(name, value)
