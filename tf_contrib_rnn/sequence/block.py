"""Fused LSTM cells: `LSTMBlockWrapper`, `LSTMBlockFusedCell`."""

import abc

import keras
from keras import ops

from tf_contrib_rnn.cells._state import LSTMStateTuple, as_float, pack_state, zeros
from tf_contrib_rnn.cells.block import LSTMBlockCell
from tf_contrib_rnn.sequence._fused_layer import FusedLayer
from tf_contrib_rnn.sequence._runner import (
    check_has_dtype,
    lengths_as_mask,
    stack_steps,
    unstack_steps,
)
from tf_contrib_rnn.sequence.unroll import time_and_batch, unroll


class LSTMBlockWrapper(FusedLayer, metaclass=abc.ABCMeta):
    """What fused LSTM cells have in common: lists, zero states, lengths.

    A subclass defines `num_units`, makes its variables in `build`, and computes all steps in
    `_call_cell`.

    Args:
        trainable, name, dtype, **kwargs: see `RNNCell`.

    Raises:
        ValueError: for inputs of another rank, a state of another structure, or a call with
            neither state nor dtype.

    Differs from TF1: lists of steps work as documented, and lengths may have any integer dtype;
    lengths beyond the end count as full, where TF1 ended the process.
    """

    takes_unique_scope = True

    @property
    @abc.abstractmethod
    def num_units(self):
        """Size N of the memory and of the output."""

    @abc.abstractmethod
    def _call_cell(self, inputs, initial_cell_state, initial_output, dtype, sequence_length):
        """Computes all steps.

        Args:
            inputs: [time, batch, depth].
            initial_cell_state: [batch, N], the memory c before the first step.
            initial_output: [batch, N], the output h before the first step.
            dtype: dtype of the states.
            sequence_length: whole numbers [batch], or None; what comes behind a sequence's end
                is cut off afterwards.

        Returns:
            `(cs, hs)`: the memories and the outputs of all steps, [time, batch, N] each.
        """

    def call(self, inputs, initial_state=None, dtype=None, sequence_length=None):
        sequence = stack_steps(inputs) if isinstance(inputs, list) else inputs
        steps, batch_size = time_and_batch(sequence)
        mask = lengths_as_mask(sequence_length, steps, batch_size)
        start = self._starting_state(initial_state, dtype, batch_size)
        dtype = dtype or start[0].dtype
        cs, hs = self._call_cell(sequence, *start, dtype, sequence_length)
        final = LSTMStateTuple(_final(start[0], cs, mask), _final(start[1], hs, mask))
        if mask is not None:
            hs = ops.where(ops.expand_dims(mask, -1), hs, ops.zeros_like(hs))
        return unstack_steps(hs, steps) if isinstance(inputs, list) else hs, final

    def _starting_state(self, state, dtype, batch_size):
        _, size = self.sizes()
        if state is None:
            check_has_dtype(dtype)
            state = zeros(size, batch_size, dtype)
        return [as_float(s, self.compute_dtype) for s in pack_state(size, state, self.name)]

    def sizes(self):
        """`(output_size, state_size)` of a step."""
        return self.num_units, LSTMStateTuple(self.num_units, self.num_units)


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class LSTMBlockFusedCell(LSTMBlockWrapper):
    """`LSTMBlockCell` over a whole sequence, time first.

    Equations, variables and gradients are those of `LSTMBlockCell`; with `name="lstm_cell"` in
    scope `rnn` the variables have the names of `LSTMCell` under `dynamic_rnn`.

    Args:
        num_units: size N of c and h.
        forget_bias: added to the forget gate at run time, never stored in the bias.
        cell_clip: limit of |c|; None, 0 or a negative number for no limit.
        use_peephole: whether the gates see the memory through diagonal weights.
        reuse, dtype, **kwargs: see `RNNCell`; the variables' roles are `kernel`, `bias` and
            `peephole`.
        name: see `RNNCell`; None means `lstm_block_fused_cell`.

    Raises:
        ValueError: for a size that is no positive whole number, and as `LSTMBlockWrapper`.

    Differs from TF1: as `LSTMBlockWrapper`; float64 and bfloat16 are computed too.

    Paper: Zaremba, Sutskever and Vinyals, "Recurrent Neural Network Regularization", 2014.
    """

    weight_roles = LSTMBlockCell.weight_roles

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        cell_clip=None,
        use_peephole=False,
        reuse=None,
        dtype=None,
        name="lstm_fused_cell",
        **kwargs,
    ):
        super().__init__(reuse=reuse, dtype=dtype, name=name, **kwargs)
        kwargs.pop("activity_regularizer", None)
        self.cell = LSTMBlockCell(
            num_units,
            forget_bias,
            cell_clip,
            use_peephole,
            dtype=dtype,
            reuse=reuse,
            name=self.tf1_scope.name,
            **kwargs,
        )
        # The layer's scope is the cell's: it adds nothing to the variables' names.
        self.note("tf1_scope", self.cell.tf1_scope)

    @property
    def num_units(self):
        """Size N of the memory and of the output."""
        return self.cell.num_units

    def build(self, inputs_shape):
        shape = self.note_built(inputs_shape)
        if len(shape) != 2:
            raise ValueError(
                f"{self.name} expects inputs [time, batch, depth], received shape "
                f"{self.built_shape}: correct the input."
            )
        self.build_cell(self.cell, shape)

    def _call_cell(self, inputs, initial_cell_state, initial_output, dtype, sequence_length):
        start = LSTMStateTuple(initial_cell_state, initial_output)
        states, _ = unroll(_StateAsOutput(self.cell), inputs, start)
        return states

    def tf1_variables(self):
        """{TF1 path: variable}, paths relative to the scope the layer is called in."""
        return self.cell.tf1_variables()


class _StateAsOutput:
    """A cell of which a runner keeps the states of all steps."""

    def __init__(self, cell):
        self.step_cell = cell
        self.variables = cell.variables
        self.state_size = self.output_size = cell.state_size
        self.compute_dtype = cell.compute_dtype

    def __call__(self, inputs, state):
        _, state = self.step_cell(inputs, state)
        return state, state


def _final(start, states, mask):
    """Of states [time, batch, N] the one at each sequence's end, or the start where it is empty."""
    states = ops.concatenate([ops.expand_dims(start, 0), states], axis=0)
    if mask is None:
        return states[-1]
    ends = ops.sum(ops.cast(mask, "int32"), axis=0)
    return ops.take_along_axis(states, ops.reshape(ends, (1, -1, 1)), axis=0)[0]
