"""Gated recurrent units: `GRUCell`."""

import keras

from tf_contrib_rnn.cells._cell import LayerRNNCell
from tf_contrib_rnn.cells._identifiers import activation_from, initializer_from
from tf_contrib_rnn.cells._math import gru_update, linear
from tf_contrib_rnn.cells._state import positive_size


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class GRUCell(LayerRNNCell):
    """Gated recurrent unit with the reset gate before the candidate's product.

        r, u = split(sigmoid([x, h] W_g + b_g), 2)
        n = activation([x, r * h] W_c + b_c)
        h' = u * h + (1 - u) * n

    r is the reset gate, u the update gate, n the candidate and h the state, which is also the
    output. The weights are `gates/kernel`, `gates/bias`, `candidate/kernel`, `candidate/bias`.

    Args:
        num_units: size N of the state h.
        activation: Keras name or function of the candidate; None for tanh.
        reuse: see `RNNCell`.
        kernel_initializer: initializer of both kernels.
        bias_initializer: initializer of both biases; None for ones (gates) and zeros (candidate).
        name, dtype, **kwargs: see `RNNCell`; the variables' roles are `kernel` and `bias`.

    Raises:
        ValueError: for a size that is no positive whole number, or an unknown activation.

    Differs from TF1: not at all.

    Paper: Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder for Statistical
    Machine Translation", 2014.
    """

    variable_names = ("gates/kernel", "gates/bias", "candidate/kernel", "candidate/bias")

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
        units = self.num_units
        rows = self.input_depth(inputs_shape) + units
        gates_kernel, gates_bias, candidate_kernel, candidate_bias = self.variable_names
        self.gates_kernel = self.add_kernel(gates_kernel, [rows, 2 * units])
        # Both gates start at a bias of one: keep the state, do not reset it.
        self.gates_bias = self.add_bias(gates_bias, [2 * units], "ones")
        self.candidate_kernel = self.add_kernel(candidate_kernel, [rows, units])
        self.candidate_bias = self.add_bias(candidate_bias, [units], "zeros")

    def add_kernel(self, name, shape):
        """Makes a kernel with the cell's initializer."""
        return self.add_variable(name, shape, initializer=self.kernel_initializer, role="kernel")

    def add_bias(self, name, shape, default):
        """Makes a bias with the cell's initializer, else with the default one."""
        return self.add_variable(
            name, shape, initializer=self.bias_initializer or default, role="bias"
        )

    def call(self, inputs, state):
        h = state
        gates = linear(inputs, h, self.gates_kernel, self.gates_bias)
        h = gru_update(gates, h, lambda r: self.candidate(inputs, state, r), self.activation)
        return h, h

    def candidate(self, inputs, h, r):
        """The candidate before its activation, the reset gate r applied."""
        return linear(inputs, r * h, self.candidate_kernel, self.candidate_bias)
