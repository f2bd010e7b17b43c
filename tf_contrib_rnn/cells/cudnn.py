"""Cells with the equations of cuDNN: `CudnnCompatibleLSTMCell`, `CudnnCompatibleGRUCell`."""

import keras

from tf_contrib_rnn.cells._math import linear
from tf_contrib_rnn.cells.block import LSTMBlockCell
from tf_contrib_rnn.cells.gru import GRUCell


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class CudnnCompatibleLSTMCell(LSTMBlockCell):
    """The LSTM cell of cuDNN: `LSTMBlockCell` without forget bias, peepholes and clip.

    It runs what `CudnnLSTM` trained, under the names of its canonical checkpoint.

    Args:
        num_units: size N of c and h.
        reuse, **kwargs: see `RNNCell`.

    Raises:
        TypeError: for the arguments of `LSTMBlockCell` that it does not have.
        ValueError: for a size that is no positive whole number.

    Differs from TF1: as `LSTMBlockCell` does.
    """

    weight_roles = ("kernel", "bias")

    def __init__(self, num_units, reuse=None, **kwargs):
        kwargs = {"name": None, **kwargs}  # the scope of this class, not that of LSTMBlockCell
        super().__init__(
            num_units, forget_bias=0.0, cell_clip=None, use_peephole=False, reuse=reuse, **kwargs
        )


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class CudnnCompatibleGRUCell(GRUCell):
    """The gated recurrent unit of cuDNN, with the reset gate behind the candidate's product.

        r, u = split(sigmoid([x, h] W_g + b_g), 2)
        n = tanh(x W_x + b_x + r * (h W_h + b_h))
        h' = u * h + (1 - u) * n

    r is the reset gate, u the update gate, n the candidate and h the state, which is also the
    output. The weights are `gates/kernel`, `gates/bias`, `candidate/input_projection/kernel`,
    `candidate/hidden_projection/kernel` and the biases of both projections.

    Args:
        num_units: size N of the state h.
        reuse: see `RNNCell`.
        kernel_initializer: initializer of the three kernels.
        **kwargs: see `GRUCell`.

    Raises:
        ValueError: for a size that is no positive whole number.

    Differs from TF1: the further arguments of `GRUCell` are taken, by keyword.

    Paper: Chetlur et al., "cuDNN: Efficient Primitives for Deep Learning", 2014.
    """

    def __init__(self, num_units, reuse=None, kernel_initializer=None, **kwargs):
        super().__init__(num_units, reuse=reuse, kernel_initializer=kernel_initializer, **kwargs)

    def build(self, inputs_shape):
        depth, units = self.input_depth(inputs_shape), self.num_units
        self.gates_kernel = self.add_kernel("gates/kernel", [depth + units, 2 * units])
        # Ones as in GRUCell, although CudnnGRU itself starts at zeros.
        self.gates_bias = self.add_bias("gates/bias", [2 * units], "ones")
        scope = "candidate/{}_projection/{}".format
        self.input_kernel = self.add_kernel(scope("input", "kernel"), [depth, units])
        self.hidden_kernel = self.add_kernel(scope("hidden", "kernel"), [units, units])
        self.input_bias = self.add_bias(scope("input", "bias"), [units], "zeros")
        self.hidden_bias = self.add_bias(scope("hidden", "bias"), [units], "zeros")

    def candidate(self, inputs, h, r):
        """The candidate before its activation, the reset gate r applied."""
        hidden = linear(None, h, self.hidden_kernel, self.hidden_bias)
        return linear(inputs, None, self.input_kernel, self.input_bias) + r * hidden
