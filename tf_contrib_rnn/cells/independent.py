"""Cells in which a unit sees its own past alone: `IndRNNCell`, `IndyGRUCell`, `IndyLSTMCell`."""

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import LayerRNNCell
from tf_contrib_rnn.cells._checks import number
from tf_contrib_rnn.cells._identifiers import activation_from, initializer_from
from tf_contrib_rnn.cells._math import gru_update, linear, lstm_update, split_gates
from tf_contrib_rnn.cells._state import LSTMStateTuple, positive_size


class _IndependentCell(LayerRNNCell):
    """What the three share: an affine map in which a unit has one weight for its own past."""

    weight_roles = ("kernel", "recurrent", "bias")

    def _add_map(self, paths, shape, bias_initializer, kernel_initializer=None):
        """`(W, u, b)`, made in that order under three paths; W is of a shape [depth, columns]."""
        kernel, recurrent, bias = paths
        columns = shape[-1]
        # TF1 draws u from a distribution of its own, whatever initializer a user or scope gives.
        uniform = keras.initializers.RandomUniform(-1.0, 1.0)
        return (
            self.add_variable(kernel, shape, initializer=kernel_initializer, role="kernel"),
            self.add_variable(recurrent, [1, columns], initializer=uniform, role="recurrent"),
            self.add_variable(bias, [columns], initializer=bias_initializer),
        )

    def _map(self, inputs, state, weights, blocks=1):
        """`x W + [h, h, ...] * u + b`, with h once for each block of the result."""
        kernel, recurrent, bias = weights
        return linear(inputs, None, kernel, bias) + ops.tile(state, [1, blocks]) * recurrent


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class IndRNNCell(_IndependentCell):
    """Independently recurrent network: each unit sees its own past alone.

        h' = activation(x W + h * u + b)

    h is the state, which is also the output. The weights are `kernel_w` W, `kernel_u` u [1, N]
    and `bias` b.

    Args:
        num_units: size N of the state h.
        activation: Keras name or function; None for tanh.
        reuse, name, dtype, **kwargs: see `RNNCell`; the variables' roles are `kernel` (W),
            `recurrent` (u) and `bias`.

    Raises:
        ValueError: for a size that is no positive whole number, or an unknown activation.

    Differs from TF1: an activation may be a name.

    Paper: Li et al., "Independently Recurrent Neural Network (IndRNN): Building A Longer and
    Deeper RNN", 2018.
    """

    def __init__(self, num_units, activation=None, reuse=None, name=None, dtype=None, **kwargs):
        super().__init__(reuse=reuse, name=name, dtype=dtype, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.activation = activation_from(activation)
        self.output_size = self.num_units
        self.state_size = self.num_units

    def build(self, inputs_shape):
        shape = [self.input_depth(inputs_shape), self.num_units]
        self.map_weights = self._add_map(("kernel_w", "kernel_u", "bias"), shape, "zeros")

    def call(self, inputs, state):
        h = self.activation(self._map(inputs, state, self.map_weights))
        return h, h


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class IndyGRUCell(_IndependentCell):
    """Gated recurrent unit in which each unit sees its own past alone.

        r, u = split(sigmoid(x W_g + [h, h] * u_g + b_g), 2)
        n = activation(x W_c + r * h * u_c + b_c)
        h' = u * h + (1 - u) * n

    r is the reset gate, u the update gate, n the candidate and h the state, which is also the
    output. The weights are `gates/kernel_w`, `gates/kernel_u`, `gates/bias`, `candidate/kernel`
    (so in TF1, without `_w`), `candidate/kernel_u`, `candidate/bias`.

    Args:
        num_units: size N of the state h.
        activation: Keras name or function of the candidate; None for tanh.
        reuse: see `RNNCell`.
        kernel_initializer: initializer of W_g and W_c.
        bias_initializer: initializer of both biases; None for ones (gates) and zeros (candidate).
        name, dtype, **kwargs: see `RNNCell`; the variables' roles are `kernel` (W_g and W_c),
            `recurrent` (u_g and u_c) and `bias`.

    Raises:
        ValueError: for a size that is no positive whole number, or an unknown activation.

    Differs from TF1: an activation may be a name.

    Papers: Li et al., "Independently Recurrent Neural Network (IndRNN)", 2018; Cho et al.,
    "Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine
    Translation", 2014.
    """

    def __init__(
        self,
        num_units,
        activation=None,
        reuse=None,
        kernel_initializer=None,
        bias_initializer=None,
        name=None,
        dtype=None,
        **kwargs,
    ):
        super().__init__(reuse=reuse, name=name, dtype=dtype, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.activation = activation_from(activation)
        self.kernel_initializer = initializer_from(kernel_initializer, "kernel_initializer")
        self.bias_initializer = initializer_from(bias_initializer, "bias_initializer")
        self.output_size = self.num_units
        self.state_size = self.num_units

    def build(self, inputs_shape):
        depth, units = self.input_depth(inputs_shape), self.num_units
        self.gates_weights = self._add_map(
            ("gates/kernel_w", "gates/kernel_u", "gates/bias"),
            [depth, 2 * units],
            self.bias_initializer or "ones",
            self.kernel_initializer,
        )
        self.candidate_weights = self._add_map(
            ("candidate/kernel", "candidate/kernel_u", "candidate/bias"),
            [depth, units],
            self.bias_initializer or "zeros",
            self.kernel_initializer,
        )

    def call(self, inputs, state):
        h = state
        gates = self._map(inputs, h, self.gates_weights, blocks=2)

        def candidate(r):
            return self._map(inputs, r * state, self.candidate_weights)

        h = gru_update(gates, h, candidate, self.activation)
        return h, h


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class IndyLSTMCell(_IndependentCell):
    """LSTM in which each unit sees its own past alone.

        i, j, f, o = split(x W + [h, h, h, h] * u + b, 4)
        c' = sigmoid(f + forget_bias) * c + sigmoid(i) * activation(j)
        h' = sigmoid(o) * activation(c')

    i is the input gate, j the new input, f the forget gate, o the output gate, c the memory and
    h the output. The weights are `kernel_w` W, `kernel_u` u [1, 4 N] and `bias` b.

    Args:
        num_units: size N of c and h.
        forget_bias: added to the forget gate at run time, never stored in the bias.
        activation: Keras name or function of the new input and of the output; None for tanh.
        reuse: see `RNNCell`.
        kernel_initializer: initializer of W.
        bias_initializer: initializer of the bias; None for zeros.
        name, dtype, **kwargs: see `RNNCell`; the variables' roles are `kernel` (W), `recurrent`
            (u) and `bias`.

    Raises:
        ValueError: for a size that is no positive whole number, or an unknown activation.

    Differs from TF1: an activation may be a name.

    Paper: Gonnet and Deselaers, "IndyLSTMs: Independently Recurrent LSTMs", 2019.
    """

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        activation=None,
        reuse=None,
        kernel_initializer=None,
        bias_initializer=None,
        name=None,
        dtype=None,
        **kwargs,
    ):
        super().__init__(reuse=reuse, name=name, dtype=dtype, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.forget_bias = number("forget_bias", forget_bias)
        self.activation = activation_from(activation)
        self.kernel_initializer = initializer_from(kernel_initializer, "kernel_initializer")
        self.bias_initializer = initializer_from(bias_initializer, "bias_initializer")
        self.output_size = self.num_units
        self.state_size = LSTMStateTuple(self.num_units, self.num_units)

    def build(self, inputs_shape):
        self.gates_weights = self._add_map(
            ("kernel_w", "kernel_u", "bias"),
            [self.input_depth(inputs_shape), 4 * self.num_units],
            self.bias_initializer or "zeros",
            self.kernel_initializer,
        )

    def call(self, inputs, state):
        c, h = state
        i, j, f, o = split_gates(self._map(inputs, h, self.gates_weights, blocks=4), 4)
        c, h = lstm_update(i, j, f, o, c, self.forget_bias, self.activation)
        return h, LSTMStateTuple(c, h)
