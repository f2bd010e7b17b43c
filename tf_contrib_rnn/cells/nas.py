"""The cell that neural architecture search found: `NASCell`."""

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import LayerRNNCell
from tf_contrib_rnn.cells._checks import switch
from tf_contrib_rnn.cells._math import linear, projected, split_gates, tanh
from tf_contrib_rnn.cells._state import LSTMStateTuple, positive_size


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class NASCell(LayerRNNCell):
    """The recurrent cell found by neural architecture search, with optional bias and projection.

        x_0 ... x_7 = split(x W, 8)
        m_0 ... m_7 = split(h U + b, 8)
        p_0 = tanh(sigmoid(x_0 + m_0) * relu(x_1 + m_1))
        p_1 = tanh(sigmoid(x_2 + m_2) + relu(x_3 * m_3))
        p_2 = tanh(tanh(x_4 + m_4) * sigmoid(x_5 + m_5))
        p_3 = sigmoid(tanh(x_6 + m_6) + sigmoid(x_7 + m_7))
        c' = tanh(p_0 + c) * p_1
        h' = tanh(c' * tanh(p_2 + p_3)) P

    c is the memory and h the output; b only with a bias, P only with a projection. The weights
    are `recurrent_kernel` U, `kernel` W, `bias` b and `projection_weights` P.

    Args:
        num_units: size N of the memory c.
        num_proj: size of the output after a projection; None for no projection.
        use_bias: whether there is a bias b.
        reuse, **kwargs: see `RNNCell`; the variables' roles are `kernel`, `recurrent`, `bias` and
            `projection`.

    Raises:
        ValueError: for sizes that are no positive whole numbers.

    Differs from TF1: `num_proj=0`, an output without units, is refused.

    Paper: Zoph and Le, "Neural Architecture Search with Reinforcement Learning", 2017.
    """

    weight_roles = ("kernel", "recurrent", "bias", "projection")

    def __init__(self, num_units, num_proj=None, use_bias=False, reuse=None, **kwargs):
        super().__init__(reuse=reuse, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.num_proj = None if num_proj is None else positive_size("num_proj", num_proj)
        self.use_bias = switch("use_bias", use_bias)
        self.output_size = self.num_proj or self.num_units
        self.state_size = LSTMStateTuple(self.num_units, self.output_size)

    def build(self, inputs_shape):
        depth = self.input_depth(inputs_shape)
        units, outputs = self.num_units, self.output_size
        self.recurrent_kernel = self.add_variable(
            "recurrent_kernel", [outputs, 8 * units], role="recurrent"
        )
        self.kernel = self.add_variable("kernel", [depth, 8 * units])
        self.bias, self.projection = None, None
        if self.use_bias:
            self.bias = self.add_variable("bias", [8 * units], initializer="zeros")
        if self.num_proj:
            self.projection = self.add_variable(
                "projection_weights", [units, outputs], role="projection"
            )

    def call(self, inputs, state):
        c, h = state
        x = split_gates(linear(inputs, None, self.kernel), 8)
        # TF1 adds the bias on the side of the state, which the product x_3 * m_3 tells apart.
        m = split_gates(linear(None, h, self.recurrent_kernel, self.bias), 8)
        p_0 = tanh(ops.sigmoid(x[0] + m[0]) * ops.relu(x[1] + m[1]))
        p_1 = tanh(ops.sigmoid(x[2] + m[2]) + ops.relu(x[3] * m[3]))
        p_2 = tanh(tanh(x[4] + m[4]) * ops.sigmoid(x[5] + m[5]))
        p_3 = ops.sigmoid(tanh(x[6] + m[6]) + ops.sigmoid(x[7] + m[7]))
        c = tanh(p_0 + c) * p_1
        h = projected(tanh(c * tanh(p_2 + p_3)), self.projection)
        return h, LSTMStateTuple(c, h)
