"""`AttentionCellWrapper`: a cell that looks back at its last outputs."""

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import call_cell
from tf_contrib_rnn.cells._checks import switch
from tf_contrib_rnn.cells._math import linear, tanh
from tf_contrib_rnn.cells._state import flatten, is_structure, positive_size, vector_width, zeros
from tf_contrib_rnn.wrappers._checks import size_or_zero
from tf_contrib_rnn.wrappers._scoped import ScopedWrapper, total_width


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class AttentionCellWrapper(ScopedWrapper):
    """Attention over a window of a cell's last outputs.

        y, s' = cell([x, d] W + b, s)
        q = [s'] W_q + b_q
        a = softmax(sum(v * tanh(m W_m + q)))       over the L entries m of the window
        d' = sum(a * m)
        output = [y, d'] W_o + b_o
        window' = window[1:] + [output]

    x is the input, s the cell's state and y its output, d what the attention found in the step
    before, q the query, v and W_m the weights of the window's entries and a those of a step. The
    window of the step before is searched; the new output enters it afterwards. The state is
    (s, d, window) with the window as one tensor [batch, L A], the oldest entry first.

    Args:
        cell: the cell, with vectors for output and states.
        attn_length: number L of entries in the window.
        attn_size: size A of an entry, of d and of the output; None for the cell's output size.
        attn_vec_size: size of the query; None for `attn_size`.
        input_size: size of the cell's inputs; None for that of the wrapper's.
        state_is_tuple: whether the state is a tuple; otherwise one tensor
            [batch, size of s + A + L A], for a cell whose state is a single tensor.
        reuse, **kwargs: see `RNNCell`; the variables' roles are `kernel`, `bias`, `attn_w` and
            `attn_v`.

    Raises:
        TypeError: when `cell` is no cell.
        ValueError: for a size that is no positive whole number, for a cell whose output or state
            is no vector, and for a cell with a tuple state and `state_is_tuple=False`.

    Differs from TF1: dtypes other than float32 work.

    Paper: Cheng, Dong and Lapata, "Long Short-Term Memory-Networks for Machine Reading", 2016.
    """

    weight_roles = ("kernel", "bias", "attn_w", "attn_v")

    def __init__(
        self,
        cell,
        attn_length,
        attn_size=None,
        attn_vec_size=None,
        input_size=None,
        state_is_tuple=True,
        reuse=None,
        **kwargs,
    ):
        super().__init__(cell, reuse=reuse, **kwargs)
        width = vector_width("cell", cell)
        self.state_width = total_width(cell.state_size, "states")
        self.state_is_tuple = switch("state_is_tuple", state_is_tuple)
        if is_structure(cell.state_size) and not self.state_is_tuple:
            raise ValueError(
                f"state_is_tuple=False expects a cell with one state tensor, received "
                f"{cell.state_size}: pass state_is_tuple=False to that cell too."
            )
        self.attn_length = positive_size("attn_length", attn_length)
        self.attn_size = width if attn_size is None else positive_size("attn_size", attn_size)
        self.attn_vec_size = (
            self.attn_size
            if attn_vec_size is None
            else positive_size("attn_vec_size", attn_vec_size)
        )
        # 0 gives the cell inputs without any number, as in TF1.
        self.input_size = None if input_size is None else size_or_zero("input_size", input_size)

    @property
    def state_size(self):
        """Sizes of the cell's state, of what was found and of the window; or their sum."""
        window = self.attn_size * self.attn_length
        if self.state_is_tuple:
            return self.cell.state_size, self.attn_size, window
        return self.state_width + self.attn_size + window

    @property
    def output_size(self):
        """Size of the output, which is that of the window's entries."""
        return self.attn_size

    def zero_state(self, batch_size, dtype):
        """Zeros, even where the wrapped cell starts from something else, as in TF1."""
        return zeros(self.state_size, batch_size, dtype)

    def build(self, inputs_shape):
        depth = self.input_depth(inputs_shape)
        size = self.size_passed_on(depth)
        self.kernel, self.bias = self.add_linear(depth + self.attn_size, size)
        self.build_wrapped((inputs_shape[0], size))
        self.attn_w = self.add_variable(
            "attention/attn_w", [1, 1, self.attn_size, self.attn_vec_size]
        )
        self.attn_v = self.add_variable("attention/attn_v", [self.attn_vec_size])
        self.query_kernel, self.query_bias = self.add_linear(
            self.state_width, self.attn_vec_size, scope="attention/"
        )
        self.output_kernel, self.output_bias = self.add_linear(
            vector_width("cell", self.cell) + self.attn_size,
            self.attn_size,
            scope="attn_output_projection/",
        )

    def call(self, inputs, state, training=None, noise=None):
        s, d, window = self._unpacked(state)
        x = linear(inputs, d, self.kernel, self.bias)
        y, s = call_cell(self.cell, x, s, training, noise)
        d = self._found(window, ops.concatenate(flatten(s), axis=-1))
        output = ops.concatenate([y, d], axis=-1)
        output = linear(None, output, self.output_kernel, self.output_bias)
        window = ops.concatenate([window[:, 1:], ops.expand_dims(output, 1)], axis=1)
        return output, self._packed(s, d, window)

    def _found(self, window, s):
        """What the attention of a state finds in a window [batch, L, A]."""
        weights = ops.reshape(self.attn_w, (self.attn_size, self.attn_vec_size))
        features = linear(None, window, weights)  # TF1's convolution with a window of 1 x 1
        query = ops.expand_dims(linear(None, s, self.query_kernel, self.query_bias), 1)
        scores = ops.sum(self.attn_v * tanh(features + query), axis=-1, keepdims=True)
        # Not ops.softmax, which warns of a window of one entry.
        a = ops.exp(scores - ops.logsumexp(scores, axis=1, keepdims=True))
        return ops.sum(a * window, axis=1)

    def _unpacked(self, state):
        """`(s, d, window)` of a state, the window as [batch, L, A]."""
        if not self.state_is_tuple:
            state = ops.split(state, [self.state_width, self.state_width + self.attn_size], axis=-1)
        s, d, window = state
        return s, d, ops.reshape(window, (-1, self.attn_length, self.attn_size))

    def _packed(self, s, d, window):
        """The reverse of `_unpacked`."""
        window = ops.reshape(window, (-1, self.attn_length * self.attn_size))
        if self.state_is_tuple:
            return s, d, window
        return ops.concatenate([s, d, window], axis=-1)

    def size_passed_on(self, input_size):
        """`input_size` as given, else the wrapper's own."""
        return input_size if self.input_size is None else self.input_size
