"""An LSTM cell with weight normalization: `WeightNormLSTMCell`."""

from functools import partial

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import RNNCell
from tf_contrib_rnn.cells._checks import limit_or_none, number, switch
from tf_contrib_rnn.cells._identifiers import activation_from, initializer_from
from tf_contrib_rnn.cells._lstm import PeepholesAndProjection
from tf_contrib_rnn.cells._math import (
    clip,
    linear,
    lstm_update,
    projected,
    split_gates,
    unit_columns,
)
from tf_contrib_rnn.cells._state import LSTMStateTuple, positive_size

# TF1 opens a scope of this name inside the one that the layer opens.
_SCOPE = "wn_lstm_cell"


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class WeightNormLSTMCell(PeepholesAndProjection, RNNCell):
    """LSTM cell whose kernels have columns of trained length.

        W = [n_0 * unit(W_x), n_1 * unit(W_h)]
        i, j, f, o = split([x, h] W + b, 4)
        c' = sigmoid(f + forget_bias + w_f * c) * c + sigmoid(i + w_i * c) * activation(j)
        c' = clip(c', cell_clip)
        h' = sigmoid(o + w_o * c') * activation(c')
        h' = clip(h' (n_P * unit(P)), proj_clip)

    unit divides every column of a matrix by its length; W_x are the kernel's rows of the input,
    W_h those of the output. i is the input gate, j the new input, f the forget gate, o the output
    gate, c the memory and h the output; w_* only with peepholes, P only with a projection. The
    state is an `LSTMStateTuple(c, h)`. The weights stand in the scope `wn_lstm_cell` inside the
    cell's own, which has the same name.

    TF1 had it in `tensorflow.contrib.rnn.python.ops.rnn_cell` only.

    Args:
        num_units: size N of the memory c.
        norm: whether the kernels are normalized; otherwise the cell is an `LSTMCell`.
        use_peepholes: whether the gates see the memory through the diagonal weights w_*.
        cell_clip: limit of |c'|, stored and seen by the output gate clipped; None for no limit.
        initializer: initializer of kernels, lengths n_* and peepholes.
        num_proj: size of the output after a projection; None for no projection.
        proj_clip: limit of |h'| after the projection; None for no limit.
        forget_bias: added to the forget gate at run time, never stored in the bias.
        activation: Keras name or function of the new input and of the output; None for tanh.
        reuse, **kwargs: see `RNNCell`; the variables' roles are `kernel`, `norm`, `bias`,
            `peephole` and `projection`.

    Raises:
        ValueError: for sizes that are no positive whole numbers, or an unknown activation.

    Differs from TF1: `num_proj=0` is refused where TF1 failed later.

    Paper: Salimans and Kingma, "Weight Normalization: A Simple Reparameterization to Accelerate
    Training of Deep Neural Networks", 2016.
    """

    makes_variables_in_call = False
    weight_roles = ("kernel", "norm", "bias", "peephole", "projection")

    def __init__(
        self,
        num_units,
        norm=True,
        use_peepholes=False,
        cell_clip=None,
        initializer=None,
        num_proj=None,
        proj_clip=None,
        forget_bias=1,
        activation=None,
        reuse=None,
        **kwargs,
    ):
        super().__init__(reuse=reuse, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.norm = switch("norm", norm)
        self.use_peepholes = switch("use_peepholes", use_peepholes)
        self.cell_clip = limit_or_none("cell_clip", cell_clip)
        self.initializer = initializer_from(initializer)
        self.num_proj = None if num_proj is None else positive_size("num_proj", num_proj)
        self.proj_clip = limit_or_none("proj_clip", proj_clip)
        self.forget_bias = number("forget_bias", forget_bias)
        self.activation = activation_from(activation)
        self.output_size = self.num_proj or self.num_units
        self.state_size = LSTMStateTuple(self.num_units, self.output_size)

    @classmethod
    def default_tf1_scope(cls):
        """TF1's hard-coded scope."""
        return _SCOPE

    def build(self, inputs_shape):
        self.input_rows = self.input_depth(inputs_shape)
        columns = 4 * self.num_units
        shape = [self.input_rows + self.output_size, columns]
        self.kernel = self._add("kernel", shape)
        self.norm_0 = self._add_norm("norm_0", columns)
        self.norm_1 = self._add_norm("norm_1", columns)
        self.bias = self._add("bias", [columns], initializer="zeros")
        peepholes = [f"{_SCOPE}/w_{gate}_diag" for gate in "fio"]
        self.add_peepholes(*peepholes)
        self.add_projection(f"{_SCOPE}/projection/kernel")
        self.projection_norm = None
        if self.num_proj:
            self.projection_norm = self._add_norm("projection/norm_0", self.num_proj)

    def _add_norm(self, path, size):
        return self._add(path, [size], role="norm") if self.norm else None

    def _add(self, path, shape, **options):
        options = {"initializer": self.initializer, **options}
        return self.add_variable(f"{_SCOPE}/{path}", shape, **options)

    def call(self, inputs, state):
        c, h = state
        i, j, f, o = split_gates(linear(inputs, h, self._whole_kernel(), self.bias), 4)
        peepholes = self.w_i_diag, self.w_f_diag, self.w_o_diag
        limit = partial(clip, limit=self.cell_clip)
        c, h = lstm_update(i, j, f, o, c, self.forget_bias, self.activation, peepholes, limit)
        h = projected(h, _scaled(self.projection, self.projection_norm), self.proj_clip)
        return h, LSTMStateTuple(c, h)

    def _whole_kernel(self):
        """The kernel with the rows of input and output normalized apart."""
        if not self.norm:
            return self.kernel
        of_input, of_state = ops.split(self.kernel, [self.input_rows], axis=0)
        parts = _scaled(of_input, self.norm_0), _scaled(of_state, self.norm_1)
        return ops.concatenate(parts, axis=0)


def _scaled(kernel, lengths):
    """A kernel whose columns have the lengths given; without lengths as it is."""
    return kernel if lengths is None else unit_columns(kernel) * lengths
