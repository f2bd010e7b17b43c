"""Fused cells, which run a whole sequence in one call, made of other cells."""

import abc

import keras
from keras import ops

from tf_contrib_rnn.cells._checks import check_is_cell
from tf_contrib_rnn.cells._scope import variable_scope
from tf_contrib_rnn.cells._state import map_structure
from tf_contrib_rnn.sequence._fused_layer import FusedLayer
from tf_contrib_rnn.sequence._runner import stack_steps, unstack_steps
from tf_contrib_rnn.sequence.dynamic import dynamic_rnn
from tf_contrib_rnn.sequence.reversal import reverse_sequence
from tf_contrib_rnn.sequence.static import static_rnn
from tf_contrib_rnn.sequence.unroll import time_and_batch
from tf_contrib_rnn.wrappers._transparent import TransparentScope


class FusedRNNCell(abc.ABC):
    """Something that runs a whole sequence in one call, time first; an interface to implement.

    Differs from TF1: not at all.
    """

    @abc.abstractmethod
    def __call__(self, inputs, initial_state=None, dtype=None, sequence_length=None, scope=None):
        """Runs all steps.

        Args:
            inputs: tensor [time, batch, depth], or a list of `time` tensors [batch, depth].
            initial_state: the first state; None for zeros.
            dtype: dtype of the zeros; needed without an initial state.
            sequence_length: whole numbers [batch]; None for all steps.
            scope: string or VariableScope of the call.

        Returns:
            `(outputs, state)`: outputs in the form of the inputs, and the final state.
        """


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class FusedRNNCellAdaptor(FusedLayer, FusedRNNCell):
    """Runs any cell as a fused one: `dynamic_rnn` or `static_rnn`, time first.

    Args:
        cell: the cell.
        use_dynamic_rnn: whether to loop over the steps instead of writing them out, for which
            their number must be known.
        **kwargs: `name`, `trainable` and `dtype` of the Keras layer. The variables stand in the
            scope of the run, `rnn` unless the call has a `scope`.

    Raises:
        TypeError: when `cell` is no cell.
        ValueError: for steps of unknown number without `use_dynamic_rnn`, or a call with neither
            state nor dtype.

    Differs from TF1: it is a Keras layer.
    """

    def __init__(self, cell, use_dynamic_rnn=False, **kwargs):
        super().__init__(**kwargs)
        check_is_cell("cell", cell)
        self.cell = cell
        self.use_dynamic_rnn = use_dynamic_rnn
        self.tf1_scope.name = "rnn"

    def build(self, inputs_shape):
        self.tf1_scope.fix(self.tf1_scope.requested)
        with variable_scope(self._scope()):
            self.build_cell(self.cell, self.note_built(inputs_shape))

    def _scope(self):
        return self.tf1_scope.requested or self.tf1_scope.name

    def call(self, inputs, initial_state=None, dtype=None, sequence_length=None, training=None):
        options = {
            "initial_state": initial_state,
            "dtype": dtype,
            "sequence_length": sequence_length,
            "training": training,
            "scope": self._scope(),
        }
        as_list = isinstance(inputs, list)
        if self.use_dynamic_rnn:
            sequence = stack_steps(inputs) if as_list else inputs
            outputs, state = dynamic_rnn(self.cell, sequence, time_major=True, **options)
            return unstack_steps(outputs, len(inputs)) if as_list else outputs, state
        steps = inputs if as_list else unstack_steps(inputs, self._known_time(inputs))
        outputs, state = static_rnn(self.cell, steps, **options)
        return outputs if as_list else stack_steps(outputs), state

    def _known_time(self, inputs):
        steps, _ = time_and_batch(inputs)
        if not isinstance(steps, int):
            raise ValueError(
                f"{self.name} expects a known time because use_dynamic_rnn=False, received None: "
                "give the input a fixed time or pass use_dynamic_rnn=True."
            )
        return steps

    def sizes(self):
        """`(output_size, state_size)` of the cell."""
        return self.cell.output_size, self.cell.state_size


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class TimeReversedFusedRNN(FusedLayer, FusedRNNCell):
    """Runs a fused cell from the last step to the first; the outputs stay in the inputs' order.

    Of inputs in one tensor each sequence is reversed within its length. A list is reversed
    whole, as in TF1, whatever the lengths say.

    Args:
        cell: a `FusedRNNCell`, or any layer that is called as one.
        **kwargs: `name`, `trainable` and `dtype` of the Keras layer. It adds nothing to the
            variables' names.

    Raises:
        TypeError: when `cell` cannot be called.
        ValueError: for lengths beyond the end or below 0 of inputs in one tensor.

    Differs from TF1: it is a Keras layer.
    """

    def __init__(self, cell, **kwargs):
        super().__init__(**kwargs)
        if not callable(cell):
            raise TypeError(
                f"cell expects a fused cell, received {cell!r}: wrap a cell in FusedRNNCellAdaptor."
            )
        self.cell = cell
        if isinstance(cell, FusedLayer):
            self.note("tf1_scope", TransparentScope(cell.tf1_scope))

    def build(self, inputs_shape):
        self.note_built(inputs_shape)
        if isinstance(self.cell, FusedLayer):
            self.build_cell(self.cell, inputs_shape)

    def call(self, inputs, initial_state=None, dtype=None, sequence_length=None, training=None):
        # One of ours knows its scope already.
        ours = isinstance(self.cell, FusedLayer)
        options = {"training": training} if ours else {"scope": self.tf1_scope.requested}
        outputs, state = self.cell(
            _reversed(inputs, sequence_length),
            initial_state=initial_state,
            dtype=dtype,
            sequence_length=sequence_length,
            **options,
        )
        return _reversed(outputs, sequence_length), state

    def sizes(self):
        """`(output_size, state_size)` of the fused cell."""
        return self.cell.sizes()

    def compute_output_spec(self, inputs, *args, **kwargs):
        """Symbolic outputs, in the structures that a call returns."""
        if isinstance(self.cell, FusedLayer):
            return super().compute_output_spec(inputs, *args, **kwargs)
        return keras.layers.Layer.compute_output_spec(self, inputs, *args, **kwargs)

    def tf1_variables(self):
        """The fused cell's {TF1 path: variable}."""
        return self.cell.tf1_variables()


def _reversed(sequence, lengths):
    # TF1 turned a list round without a look at the lengths.
    if isinstance(sequence, list):
        return sequence[::-1]
    return map_structure(lambda x: reverse_sequence(ops.convert_to_tensor(x), lengths), sequence)
