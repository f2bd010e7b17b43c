"""Cells that were single operations in TF1: `LSTMBlockCell`, `GRUBlockCell`, `GRUBlockCellV2`."""

from functools import partial

import keras

from tf_contrib_rnn.cells._cell import LayerRNNCell
from tf_contrib_rnn.cells._checks import limit_or_none, number, received, switch
from tf_contrib_rnn.cells._math import clip_straight_through, linear, lstm_update, split_gates, tanh
from tf_contrib_rnn.cells._state import LSTMStateTuple, positive_size
from tf_contrib_rnn.cells.gru import GRUCell


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class LSTMBlockCell(LayerRNNCell):
    """LSTM cell with optional peepholes and clipping, in TF1 one operation.

        i, j, f, o = split([x, h] W + b, 4)
        c' = sigmoid(f + forget_bias + w_f * c) * c + sigmoid(i + w_i * c) * tanh(j)
        c' = clip(c', cell_clip)
        h' = sigmoid(o + w_o * c') * tanh(c')

    i is the input gate, j the new input, f the forget gate, o the output gate, c the memory and
    h the output; w_* only with peepholes. Equations and variables are those of `LSTMCell`, so that
    checkpoints of one fit the other; but the gradient ignores the clip.

    Args:
        num_units: size N of c and h.
        forget_bias: added to the forget gate at run time, never stored in the bias.
        cell_clip: limit of |c'|; None, 0 or a negative number for no limit.
        use_peephole: whether the gates see the memory through the diagonal weights w_*.
        dtype, reuse, **kwargs: see `RNNCell`; the variables' roles are `kernel`, `bias` and
            `peephole`.
        name: see `RNNCell`; the default is the scope of `LSTMCell`, and None means
            `lstm_block_cell`.

    Raises:
        ValueError: for a size that is no positive whole number.

    Differs from TF1: float64 and bfloat16 are computed too, where TF1 refused them.

    Paper: Sak, Senior and Beaufays, "Long Short-Term Memory Recurrent Neural Network Architectures
    for Large Scale Acoustic Modeling", 2014.
    """

    weight_roles = ("kernel", "bias", "peephole")

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        cell_clip=None,
        use_peephole=False,
        dtype=None,
        reuse=None,
        name="lstm_cell",
        **kwargs,
    ):
        super().__init__(reuse=reuse, name=name, dtype=dtype, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.forget_bias = number("forget_bias", forget_bias)
        # Unlike in LSTMCell a limit of 0 is none: the operation asked whether it is positive.
        cell_clip = limit_or_none("cell_clip", cell_clip)
        self.cell_clip = cell_clip if cell_clip is not None and cell_clip > 0 else None
        self.use_peephole = switch("use_peephole", use_peephole)
        self.output_size = self.num_units
        self.state_size = LSTMStateTuple(self.num_units, self.num_units)

    def build(self, inputs_shape):
        rows = self.input_depth(inputs_shape) + self.num_units
        self.kernel = self.add_variable("kernel", [rows, 4 * self.num_units])
        self.bias = self.add_variable("bias", [4 * self.num_units], initializer="zeros")
        self.peepholes = None
        if self.use_peephole:
            names = ("w_i_diag", "w_f_diag", "w_o_diag")
            self.peepholes = [
                self.add_variable(name, [self.num_units], role="peephole") for name in names
            ]

    def call(self, inputs, state):
        c, h = state
        i, j, f, o = split_gates(linear(inputs, h, self.kernel, self.bias), 4)
        # The gradient that TF1 registered for the operation knows nothing of its clip.
        limit = partial(clip_straight_through, limit=self.cell_clip)
        c, h = lstm_update(i, j, f, o, c, self.forget_bias, tanh, self.peepholes, limit)
        return h, LSTMStateTuple(c, h)


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class GRUBlockCell(GRUCell):
    """Gated recurrent unit, in TF1 one operation: `GRUCell` with variables of other names.

        r, u = split(sigmoid([x, h] w_ru + b_ru), 2)
        n = tanh([x, r * h] w_c + b_c)
        h' = u * h + (1 - u) * n

    r is the reset gate, u the update gate, n the candidate and h the state, which is also the
    output.

    Args:
        num_units: size N of the state h.
        cell_size: the old name of `num_units`.
        reuse, **kwargs: see `GRUCell`.
        name: see `RNNCell`; the default is the scope of `GRUCell`, and None means that of the
            class.

    Raises:
        ValueError: for both sizes or none, or a size that is no positive whole number.

    Differs from TF1: every floating dtype is computed, where TF1 took float32 only; the further
    arguments of `GRUCell` are taken, by keyword.

    Paper: Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder for Statistical
    Machine Translation", 2014.
    """

    variable_names = ("w_ru", "b_ru", "w_c", "b_c")

    def __init__(self, num_units=None, cell_size=None, reuse=None, name="gru_cell", **kwargs):
        if (num_units is None) == (cell_size is None):
            raise ValueError(
                f"{type(self).__name__} expects one of num_units and cell_size, received "
                f"{received(num_units)} and {received(cell_size)}: pass num_units alone."
            )
        super().__init__(
            cell_size if num_units is None else num_units, reuse=reuse, name=name, **kwargs
        )


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class GRUBlockCellV2(GRUBlockCell):
    """`GRUBlockCell` with the variables' names of `GRUCell`, so that checkpoints interchange.

    Arguments, errors and differences from TF1: those of `GRUBlockCell`.
    """

    variable_names = GRUCell.variable_names
