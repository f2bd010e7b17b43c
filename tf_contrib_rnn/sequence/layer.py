"""`RNN`: the Keras layer that runs any cell over time."""

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import RNNCell
from tf_contrib_rnn.cells._checks import one_of
from tf_contrib_rnn.cells._constants import (
    checked_constants,
    given_constants,
    shape_with_constants,
    symbolic_constants,
)
from tf_contrib_rnn.cells._dtype import InputDtype
from tf_contrib_rnn.cells._state import as_float, flatten, map_structure
from tf_contrib_rnn.cells._subclass import plain_shape
from tf_contrib_rnn.sequence._batches import transpose_batch_time
from tf_contrib_rnn.sequence._kept_states import KeptStates
from tf_contrib_rnn.sequence._masks import counting, first_mask, mask_for
from tf_contrib_rnn.sequence.keras_rnn import (
    cell_for_keras,
    first_shape,
    layer_output_shape,
    layer_outputs,
    map_shapes,
    output_and_states,
)
from tf_contrib_rnn.sequence.unroll import time_and_batch, unroll
from tf_contrib_rnn.wrappers._inputs import main_inputs, takes_cast_inputs
from tf_contrib_rnn.wrappers.multi import MultiRNNCell

NOT_SAID = object()


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class RNN(KeptStates, InputDtype, keras.layers.RNN):
    """A `keras.layers.RNN` that also takes N-D and nested states, and lengths beside masks.

    Args:
        cell: a cell, or a list of cells for a stack of them (`MultiRNNCell`).
        return_sequences: whether to return the outputs of all steps, or of the last.
        return_state: whether to return `(output, *state)`, one entry for each top-level element
            of the cell's `state_size`.
        go_backwards: whether to run from the last step to the first; the outputs stay in the
            order they were made.
        stateful: whether each call starts from the state in which the last one ended.
        unroll: whether to write the steps out instead of looping; needs a known time.
        zero_output_for_mask: whether a masked step emits zeros instead of the last output.
        memory: "fast", or "lean" for long sequences and large maps: the gradient then keeps only
            the states and computes the rest again. For this package's cells in a `tf.function`.
        **kwargs: `name`, `trainable`, `dtype`. Without a dtype the layer takes the dtype of its
            inputs, as the cells do.

    Call arguments:
        sequences: tensor [batch, time, ...], or a structure of such tensors.
        initial_state: state of the cell, in any containers; None for zeros.
        mask: boolean [batch, time], False for steps to skip. One of more axes tells of each place
            of the maps that an N-D cell makes, as in Keras; for other cells a step counts when
            one of its elements does. `Embedding`, `Masking`, ... hand theirs on by themselves.
        training: True, False, or None, which for a cell means TF1's behaviour: dropout. When
            nothing is said the model decides, and without one it is False, as in Keras.
        sequence_length: whole numbers [batch]; the steps past a length emit zeros and leave the
            state, as in TF1. Without `return_sequences` the output is that of the last step
            inside the length.
        constants: tensor [batch, ...], or list of tensors, that every step sees: the cell, or a
            cell inside it, has an argument `constants` in its `call`, and its `build` gets
            `[inputs_shape, *constants_shapes]`.

    Raises:
        ValueError: for lengths of another shape, a state of another structure, `unroll` without
            a known time, or constants that no cell takes.
    """

    channel_axis = -1  # of maps [batch, ...]

    def __init__(
        self,
        cell,
        return_sequences=False,
        return_state=False,
        go_backwards=False,
        stateful=False,
        unroll=False,
        zero_output_for_mask=False,
        memory="fast",
        **kwargs,
    ):
        cell = MultiRNNCell(cell) if isinstance(cell, list | tuple) else cell
        super().__init__(
            cell_for_keras(cell),
            return_sequences=return_sequences,
            return_state=return_state,
            go_backwards=go_backwards,
            stateful=stateful,
            unroll=unroll,
            zero_output_for_mask=zero_output_for_mask,
            **kwargs,
        )
        self.cell = cell
        self.memory = one_of("memory", memory, ("fast", "lean"))
        self.supports_masking = True  # Keras may stop saying so of its own layers
        self.autocast = takes_cast_inputs(cell)
        if isinstance(cell, RNNCell):
            cell.note("layer_count", getattr(cell, "layer_count", 0) + 1)
        self.open_dtype(kwargs.get("dtype"))

    def tf1_variables(self):
        """{TF1 path: variable} of the cell, relative to the scope of the run."""
        return self.cell.tf1_variables()

    def __call__(
        self,
        sequences,
        initial_state=None,
        mask=None,
        training=NOT_SAID,
        sequence_length=None,
        constants=None,
    ):
        """Runs the cell over `sequences`; the arguments are those of the class."""
        if constants is not None:
            constants = checked_constants(self.cell, constants)
        self.adopt_dtype(main_inputs(self.cell, sequences), initial_state)
        if not getattr(self.cell, "dtype_is_open", True):
            self.fix_dtype(self.cell.dtype_policy)  # as whole numbers tell none
        given = {
            "initial_state": initial_state,
            "mask": mask,
            "sequence_length": sequence_length,
            "constants": constants,
        }
        given = {name: value for name, value in given.items() if value is not None}
        if training is not NOT_SAID:
            given["training"] = training
        return super().__call__(sequences, **given)

    def build(self, sequences_shape, initial_state_shape=None, constants_shape=None):
        if not self.cell.built:
            if isinstance(self.cell, RNNCell) and not self.dtype_is_open:
                self.cell.fix_dtype(self.dtype_policy)
            shape = map_shapes(lambda s: (s[0], *s[2:]), plain_shape(sequences_shape))
            with given_constants(symbolic_constants(constants_shape, self.compute_dtype)):
                self.cell.build(shape_with_constants(self.cell, shape))
        if self.stateful and self._kept is None:
            batch = first_shape(sequences_shape)[0]
            if batch is None:
                raise ValueError(
                    f"{self.name} expects a fixed batch because stateful=True, received None: "
                    "give the input a batch_shape."
                )
            self._make_kept(batch)

    def call(
        self,
        sequences,
        initial_state=None,
        mask=None,
        training=False,
        sequence_length=None,
        constants=None,
        sequences_mask=None,
    ):
        # Keras names the mask of the inputs so where they come with a state, lengths, ...
        mask = sequences_mask if mask is None else mask
        inputs = map_structure(transpose_batch_time, sequences)
        steps, batch_size = time_and_batch(inputs)
        if self.unroll and not isinstance(steps, int):
            raise ValueError(
                f"{self.name} expects a known time because unroll=True, received None: give the "
                "input a fixed time or set unroll=False."
            )
        counts = counting(self._obeyed(mask), sequence_length, steps, batch_size, self.channel_axis)
        if self.go_backwards:
            inputs = map_structure(lambda x: ops.flip(x, axis=0), inputs)
            counts = None if counts is None else ops.flip(counts, axis=0)
        with given_constants(constants):
            outputs, state = unroll(
                self.cell,
                inputs,
                self._starting_state(initial_state, batch_size),
                counts,
                training=training,
                masked_output=self._masked_output(sequence_length),
                keep_outputs=self.return_sequences,
                unrolled=self.unroll,
                memory=self.memory,
            )
        if self.stateful:
            self._keep(state)
        return self._returned(outputs, state)

    def _obeyed(self, mask):
        """The mask of steps, or of the places of maps, that the loop obeys."""
        return mask_for((self.cell.output_size, self.cell.state_size), first_mask(mask))

    def _masked_output(self, sequence_length):
        """What a step that does not count emits: zeros or the last output, see `unroll`."""
        if sequence_length is None:
            return "zeros" if self.zero_output_for_mask else "last"
        return "zeros" if self.return_sequences else "last"

    def _returned(self, outputs, state):
        dtype = self.compute_dtype
        outputs, state = map_structure(lambda x: as_float(x, dtype), (outputs, state))
        if self.return_sequences:
            outputs = map_structure(transpose_batch_time, outputs)
        if not self.return_state:
            return outputs
        return output_and_states(outputs, state, self.cell.state_size)

    def _starting_state(self, state, batch_size):
        if state is None and self.stateful:
            state = self._kept_state(batch_size)
        elif state is None:
            state = self.cell.get_initial_state(batch_size=batch_size)
        return self._packed(map_structure(ops.convert_to_tensor, state))

    def compute_mask(self, sequences, mask=None):
        """The masks of what a call returns: that of the inputs for outputs of all steps, else None.

        It is handed on in the order of the inputs even by a layer that goes backwards, as in
        Keras. Lengths make no mask.
        """
        mask = self._obeyed(mask) if self.return_sequences else None
        masks = map_structure(lambda _: mask, self.cell.output_size)
        if not self.return_state:
            return masks
        size = self.cell.state_size
        return output_and_states(masks, map_structure(lambda _: None, size), size)

    def get_config(self):
        """Keras' config of the layer; an open dtype stays open and a shared cell shared."""
        config = super().get_config()
        if self.memory != "fast":  # which no layer of Keras knows
            config["memory"] = self.memory
        if getattr(self.cell, "layer_count", 1) > 1:
            # Keras, when it loads a file, makes one object of all configs with the same id.
            config["cell"] = {**config["cell"], "shared_object_id": id(self.cell)}
        return {**config, "dtype": None} if self.dtype_is_open else config

    def compute_output_shape(self, sequences_shape, initial_state_shape=None):
        """Shapes of the output and, with `return_state`, of each state."""
        return layer_output_shape(self, plain_shape(sequences_shape))

    def compute_output_spec(self, sequences, *args, **kwargs):
        """Symbolic outputs, in the structures that a call returns."""
        batch, time = flatten(sequences)[0].shape[:2]
        return layer_outputs(
            self, batch, time, leaf=lambda shape: keras.KerasTensor(shape, self.compute_dtype)
        )
