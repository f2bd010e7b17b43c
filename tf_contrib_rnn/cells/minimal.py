"""Cells that TF1 had and did not export: `MinimalRNNCell`, `CFNCell`."""

from keras import ops, saving

from tf_contrib_rnn.cells._cell import LayerRNNCell
from tf_contrib_rnn.cells._identifiers import activation_from, initializer_from
from tf_contrib_rnn.cells._math import interpolate, linear, split_gates
from tf_contrib_rnn.cells._state import positive_size


class _MinimalCell(LayerRNNCell):
    """The constructor that both cells share: Keras' names and defaults of the arguments."""

    def __init__(
        self,
        units,
        activation="tanh",
        kernel_initializer="glorot_uniform",
        bias_initializer="ones",
        name=None,
        dtype=None,
        **kwargs,
    ):
        super().__init__(name=name, dtype=dtype, **kwargs)
        self.units = positive_size("units", units)
        self.activation = activation_from(activation, default="linear")
        self.kernel_initializer = initializer_from(kernel_initializer, "kernel_initializer")
        self.bias_initializer = initializer_from(bias_initializer, "bias_initializer")
        self.output_size = self.units
        self.state_size = self.units


@saving.register_keras_serializable(package="tf_contrib_rnn")
class MinimalRNNCell(_MinimalCell):
    """MinimalRNN: the input, projected, and one gate between it and the old state.

        z = activation(x W_x)
        u = sigmoid([z, h] W_u + b)
        h' = u * h + (1 - u) * z

    z is the projected input, u the gate and h the state, which is also the output. W_x and W_u
    are the upper and the lower rows of `kernel`.

    Args:
        units: size N of the state h.
        activation: Keras name or function of the projected input; None for none.
        kernel_initializer: initializer of the kernel; None for the surrounding scope's, else
            glorot uniform.
        bias_initializer: the same for the bias.
        name, dtype, **kwargs: see `RNNCell`; the variables' roles are `kernel` and `bias`.

    Raises:
        ValueError: for a size that is no positive whole number, or an unknown activation or
            initializer.

    Differs from TF1: not at all. `tf.contrib.rnn` did not export it.

    Paper: Chen, Pennington and Schoenholz, "Dynamical Isometry and a Mean Field Theory of RNNs:
    Gating Enables Signal Propagation in Recurrent Neural Networks", 2018.
    """

    def build(self, inputs_shape):
        self.depth = self.input_depth(inputs_shape)
        self.kernel = self.add_variable(
            "kernel", [self.depth + 2 * self.units, self.units], initializer=self.kernel_initializer
        )
        self.bias = self.add_variable("bias", [self.units], initializer=self.bias_initializer)

    def call(self, inputs, state):
        h = state
        inputs_kernel, gate_kernel = ops.split(self.kernel, [self.depth], axis=0)
        z = self.activation(linear(inputs, None, inputs_kernel))
        u = ops.sigmoid(linear(z, h, gate_kernel, self.bias))
        h = interpolate(u, h, z)
        return h, h


@saving.register_keras_serializable(package="tf_contrib_rnn")
class CFNCell(_MinimalCell):
    """Chaos free network: two gates, and no product of the state but in them.

        v, w = split(x W, [2 N, N])
        t, e = split(sigmoid(h U + v + b), 2)
        h' = t * activation(h) + (1 - e) * activation(w)

    t is the forget gate and 1 - e the input gate, v the gates' and w the candidate's part of the
    input, h the state, which is also the output. W is `kernel`, U `recurrent_kernel`, b `bias`.

    Args:
        units: size N of the state h.
        activation: Keras name or function of the state and of the input; None for none.
        kernel_initializer: initializer of both kernels; None for the surrounding scope's, else
            glorot uniform.
        bias_initializer: the same for the bias.
        name, dtype, **kwargs: see `RNNCell`; the variables' roles are `kernel`, `recurrent` and
            `bias`.

    Raises:
        ValueError: for a size that is no positive whole number, or an unknown activation or
            initializer.

    Differs from TF1: not at all. `tf.contrib.rnn` did not export it.

    Paper: Laurent and von Brecht, "A recurrent neural network without chaos", 2017.
    """

    weight_roles = ("kernel", "recurrent", "bias")

    def build(self, inputs_shape):
        depth, units = self.input_depth(inputs_shape), self.units
        self.kernel = self.add_variable(
            "kernel", [depth, 3 * units], initializer=self.kernel_initializer
        )
        self.recurrent_kernel = self.add_variable(
            "recurrent_kernel",
            [units, 2 * units],
            initializer=self.kernel_initializer,
            role="recurrent",
        )
        self.bias = self.add_variable("bias", [2 * units], initializer=self.bias_initializer)

    def call(self, inputs, state):
        h = state
        v, w = ops.split(linear(inputs, None, self.kernel), [2 * self.units], axis=-1)
        gates = linear(None, h, self.recurrent_kernel, self.bias) + v
        t, e = split_gates(ops.sigmoid(gates), 2)
        # 1 - e is the input gate, not e as in the paper: the bias of ones then shuts it at first.
        h = t * self.activation(h) + (1 - e) * self.activation(w)
        return h, h
