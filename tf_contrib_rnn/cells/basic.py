"""The plain recurrent cell: `BasicRNNCell`."""

import keras

from tf_contrib_rnn.cells._cell import LayerRNNCell
from tf_contrib_rnn.cells._identifiers import activation_from
from tf_contrib_rnn.cells._math import linear
from tf_contrib_rnn.cells._state import positive_size


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class BasicRNNCell(LayerRNNCell):
    """The simplest recurrent cell.

        h' = activation([x, h] W + b)

    Args:
        num_units: size N of the state h, which is also the output.
        activation: Keras name or function; None for tanh.
        reuse, name, dtype, **kwargs: see `RNNCell`; the variables' roles are `kernel` and `bias`.

    Raises:
        ValueError: for a size that is no positive whole number, or an unknown activation.

    Differs from TF1: not at all.

    Paper: Elman, "Finding Structure in Time", 1990.
    """

    def __init__(self, num_units, activation=None, reuse=None, name=None, dtype=None, **kwargs):
        super().__init__(reuse=reuse, name=name, dtype=dtype, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.activation = activation_from(activation)
        self.output_size = self.num_units
        self.state_size = self.num_units

    def build(self, inputs_shape):
        depth = self.input_depth(inputs_shape)
        units = self.num_units
        self.kernel = self.add_variable("kernel", [depth + units, units])
        self.bias = self.add_variable("bias", [units], initializer="zeros")

    def call(self, inputs, state):
        h = self.activation(linear(inputs, state, self.kernel, self.bias))
        return h, h
