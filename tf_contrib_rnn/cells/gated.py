"""Cells of one or two gates: `UGRNNCell`, `IntersectionRNNCell`, `SRUCell`."""

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import LayerRNNCell, RNNCell
from tf_contrib_rnn.cells._checks import number
from tf_contrib_rnn.cells._identifiers import activation_from, initializer_from
from tf_contrib_rnn.cells._math import interpolate, linear, split_gates, tanh
from tf_contrib_rnn.cells._state import positive_size


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class UGRNNCell(RNNCell):
    """Update gate recurrent network: one gate between the old state and a candidate.

        g, n = split([x, h] W + b, 2)
        g = sigmoid(g + forget_bias)
        h' = g * h + (1 - g) * activation(n)

    g is the gate, n the candidate and h the state, which is also the output.

    Args:
        num_units: size N of the state h.
        initializer: initializer of the kernel.
        forget_bias: added to the gate at run time, never stored in the bias.
        activation: Keras name or function of the candidate; None for tanh.
        reuse, **kwargs: see `RNNCell`; the variables' roles are `kernel` and `bias`.

    Raises:
        ValueError: for a size that is no positive whole number, or an unknown activation.

    Differs from TF1: an activation may be a name or None.

    Paper: Collins, Sohl-Dickstein and Sussillo, "Capacity and Trainability in Recurrent Neural
    Networks", 2017.
    """

    makes_variables_in_call = False

    def __init__(
        self,
        num_units,
        initializer=None,
        forget_bias=1.0,
        activation="tanh",
        reuse=None,
        **kwargs,
    ):
        super().__init__(reuse=reuse, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.initializer = initializer_from(initializer)
        self.forget_bias = number("forget_bias", forget_bias)
        self.activation = activation_from(activation)
        self.output_size = self.num_units
        self.state_size = self.num_units

    def build(self, inputs_shape):
        depth, units = self.input_depth(inputs_shape), self.num_units
        self.kernel, self.bias = self.add_linear(
            depth + units, 2 * units, initializer=self.initializer
        )

    def call(self, inputs, state):
        h = state
        g, n = split_gates(linear(inputs, h, self.kernel, self.bias), 2)
        h = interpolate(ops.sigmoid(g + self.forget_bias), h, self.activation(n))
        return h, h


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class IntersectionRNNCell(RNNCell):
    """Intersection RNN (+RNN): one gate along time, one along depth, for deep stacks.

        x = x W_x + b_x
        g, n, d, m = split([x, h] W + b, 4)
        h' = sigmoid(g + forget_bias) * h + (1 - sigmoid(g + forget_bias)) * tanh(n)
        y = sigmoid(d + forget_bias) * x + (1 - sigmoid(d + forget_bias)) * y_activation(m)

    g is the gate along time and n its candidate, d the gate along depth and m its candidate, h the
    state and y the output. The first line, with `in_projection/kernel` W_x and
    `in_projection/bias` b_x, is only there where the inputs' depth is not N.

    Args:
        num_units: size N of the state h and of the output y.
        num_in_proj: whether inputs of another depth than N are projected to N: None and 0 refuse
            them. TF1 never used the number itself.
        initializer: initializer of both kernels.
        forget_bias: added to both gates at run time, never stored in the bias.
        y_activation: Keras name or function of the candidate along depth; None for relu.
        reuse, **kwargs: see `RNNCell`; the variables' roles are `kernel` and `bias`.

    Raises:
        ValueError: for a size that is no positive whole number, an unknown activation, or inputs
            of another depth than N without num_in_proj.

    Differs from TF1: an activation may be a name or None.

    Paper: Collins, Sohl-Dickstein and Sussillo, "Capacity and Trainability in Recurrent Neural
    Networks", 2017.
    """

    makes_variables_in_call = False

    def __init__(
        self,
        num_units,
        num_in_proj=None,
        initializer=None,
        forget_bias=1.0,
        y_activation="relu",
        reuse=None,
        **kwargs,
    ):
        super().__init__(reuse=reuse, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.num_in_proj = num_in_proj
        self.initializer = initializer_from(initializer)
        self.forget_bias = number("forget_bias", forget_bias)
        self.y_activation = activation_from(y_activation, "relu", "y_activation")
        self.output_size = self.num_units
        self.state_size = self.num_units

    def build(self, inputs_shape):
        depth, units = self.input_depth(inputs_shape), self.num_units
        self.projects = depth != units
        if self.projects:
            if not self.num_in_proj:
                raise ValueError(
                    f"{self.name} expects inputs of depth num_units ({units}), received {depth}: "
                    f"set num_in_proj={units} to project them."
                )
            self.in_kernel, self.in_bias = self.add_linear(
                depth, units, "in_projection/", self.initializer
            )
        self.kernel, self.bias = self.add_linear(2 * units, 4 * units, initializer=self.initializer)

    def call(self, inputs, state):
        x, h = inputs, state
        if self.projects:
            x = linear(x, None, self.in_kernel, self.in_bias)
        g, n, d, m = split_gates(linear(x, h, self.kernel, self.bias), 4)
        h = interpolate(ops.sigmoid(g + self.forget_bias), h, tanh(n))
        y = interpolate(ops.sigmoid(d + self.forget_bias), x, self.y_activation(m))
        return y, h


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class SRUCell(LayerRNNCell):
    """Simple recurrent unit: no product with the state at all.

        j, f, r, x = split(x W, 4)
        f, r = split(sigmoid([f, r] + b), 2)
        c' = f * c + (1 - f) * j
        h = r * activation(c') + (1 - r) * x

    j is the new input, f the forget gate, r the reset gate, c the state and h the output, which
    also sees the input x, mapped to N features, directly.

    Args:
        num_units: size N of the state c and of the output h.
        activation: Keras name or function of the output; None for tanh.
        reuse, name, **kwargs: see `RNNCell`; the variables' roles are `kernel` and `bias`.

    Raises:
        ValueError: for a size that is no positive whole number, or an unknown activation.

    Differs from TF1: an activation may be a name.

    Paper: Lei, Zhang and Artzi, "Training RNNs as Fast as CNNs", 2017.
    """

    def __init__(self, num_units, activation=None, reuse=None, name=None, **kwargs):
        super().__init__(reuse=reuse, name=name, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.activation = activation_from(activation)
        self.output_size = self.num_units
        self.state_size = self.num_units

    def build(self, inputs_shape):
        depth, units = self.input_depth(inputs_shape), self.num_units
        self.kernel = self.add_variable("kernel", [depth, 4 * units])
        self.bias = self.add_variable("bias", [2 * units], initializer="zeros")

    def call(self, inputs, state):
        units, c = self.num_units, state
        j, gates, x = ops.split(linear(inputs, None, self.kernel), [units, 3 * units], axis=-1)
        f, r = split_gates(ops.sigmoid(gates + self.bias), 2)
        c = interpolate(f, c, j)
        h = interpolate(r, self.activation(c), x)
        return h, c
