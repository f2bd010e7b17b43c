"""LSTM in groups: `GLSTMCell`."""

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import RNNCell
from tf_contrib_rnn.cells._checks import number
from tf_contrib_rnn.cells._identifiers import activation_from, initializer_from
from tf_contrib_rnn.cells._math import (
    linear,
    lstm_memory,
    lstm_output,
    projected,
    split_gates,
    tanh,
)
from tf_contrib_rnn.cells._state import LSTMStateTuple, positive_size


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class GLSTMCell(RNNCell):
    """LSTM cell whose gates are computed by G smaller products instead of one.

        i_g, j_g, f_g, o_g = split([x_g, h_g] W_g, 4)         for each group g
        i, j, f, o = [i_1 ... i_G] + b_i, ..., [o_1 ... o_G] + b_o
        c' = sigmoid(f + forget_bias) * c + sigmoid(i) * tanh(j)
        h' = sigmoid(o) * activation(c') P

    x_g and h_g are equal parts of the input and of the output h, c is the memory; i is the input
    gate, j the new input, f the forget gate and o the output gate; P only with a projection. The
    weights are `group0/kernel`, ..., `bias_i`, `bias_j`, `bias_f`, `bias_o`, `projection/kernel`.

    Args:
        num_units: size N of the memory c, a multiple of number_of_groups.
        initializer: initializer of the groups' kernels; the projection does not take it.
        num_proj: size of the output after a projection, a multiple of number_of_groups; None for
            no projection.
        number_of_groups: number G of groups; it must divide the inputs' depth, too.
        forget_bias: added to the forget gate at run time, never stored in the bias.
        activation: Keras name or function of the output; None for tanh. The new input always
            goes through tanh.
        reuse, **kwargs: see `RNNCell`; the variables' roles are `kernel`, `bias` and `projection`.

    Raises:
        ValueError: for sizes that are no positive whole numbers or cannot be divided into the
            groups, or an unknown activation.

    Differs from TF1: an activation may be a name or None; `num_proj=0` is refused
    where TF1 failed later.

    Paper: Kuchaiev and Ginsburg, "Factorization Tricks for LSTM Networks", 2017.
    """

    weight_roles = ("kernel", "bias", "projection")
    makes_variables_in_call = False

    def __init__(
        self,
        num_units,
        initializer=None,
        num_proj=None,
        number_of_groups=1,
        forget_bias=1.0,
        activation="tanh",
        reuse=None,
        **kwargs,
    ):
        super().__init__(reuse=reuse, **kwargs)
        self.number_of_groups = positive_size("number_of_groups", number_of_groups)
        self.num_units = positive_size("num_units", num_units)
        self._group_size("num_units", self.num_units)
        self.num_proj = None if num_proj is None else positive_size("num_proj", num_proj)
        self.output_size = self.num_proj or self.num_units
        self._group_size("num_proj", self.output_size)
        self.state_size = LSTMStateTuple(self.num_units, self.output_size)
        self.initializer = initializer_from(initializer)
        self.forget_bias = number("forget_bias", forget_bias)
        self.activation = activation_from(activation)

    def _group_size(self, name, size):
        groups = self.number_of_groups
        if size % groups:
            raise ValueError(
                f"GLSTMCell expects {name} to be a multiple of number_of_groups ({groups}), "
                f"received {size}: change one of the two."
            )
        return size // groups

    def build(self, inputs_shape):
        depth = self._group_size("the inputs' depth", self.input_depth(inputs_shape))
        rows = depth + self._group_size("num_proj", self.output_size)
        columns = 4 * self._group_size("num_units", self.num_units)
        self.kernels = [
            self.add_variable(f"group{group}/kernel", [rows, columns], initializer=self.initializer)
            for group in range(self.number_of_groups)
        ]
        self.biases = [
            self.add_variable(f"bias_{gate}", [self.num_units], initializer="zeros", role="bias")
            for gate in "ijfo"
        ]
        self.projection = None
        if self.num_proj:
            # TF1 leaves the projection out of the scope that has the initializer.
            self.projection = self.add_variable(
                "projection/kernel", [self.num_units, self.num_proj], role="projection"
            )

    def call(self, inputs, state):
        c, h = state
        groups = (split_gates(x, self.number_of_groups) for x in (inputs, h))
        products = [
            linear(x, h, kernel) for x, h, kernel in zip(*groups, self.kernels, strict=True)
        ]
        parts = zip(*(split_gates(product, 4) for product in products), strict=True)
        i, j, f, o = (
            ops.add(ops.concatenate(gate, axis=-1), bias)
            for gate, bias in zip(parts, self.biases, strict=True)
        )
        c = lstm_memory(i, tanh(j), f, c, self.forget_bias)
        h = projected(lstm_output(o, c, self.activation), self.projection)
        return h, LSTMStateTuple(c, h)
