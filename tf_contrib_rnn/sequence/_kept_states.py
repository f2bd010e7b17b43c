"""The zero states of a layer over time, and the states that a stateful one keeps."""

import keras
from keras import ops

from tf_contrib_rnn.cells._state import flatten, is_structure, size_shape


class KeptStates:
    """Mixin for `rnn.RNN`: `get_initial_state`, `reset_state` and `reset_states`.

    The layer has a `cell`, `stateful`, and `states`: None, or flat variables once it is built.
    """

    def get_initial_state(self, batch_size=None, inputs=None):
        """The cell's zero state as a list, one entry for each top-level element.

        Args:
            batch_size: the batch; as in Keras 2 also the inputs themselves.
            inputs: tensor [batch, time, ...], or a structure of such tensors, that tells it.

        Raises:
            ValueError: when neither is given.
        """
        if is_structure(batch_size) or len(getattr(batch_size, "shape", ())) > 1:
            batch_size, inputs = None, batch_size
        if batch_size is None and inputs is None:
            raise ValueError(
                "get_initial_state expects a batch_size or inputs, received neither: pass one."
            )
        state = self._zero_state(batch_size, inputs)
        return list(state) if is_structure(state) else [state]

    def _zero_state(self, batch_size, inputs):
        if batch_size is None:
            batch_size = ops.shape(flatten(inputs)[0])[0]
        return self.cell.get_initial_state(batch_size=batch_size)

    def _keep_states(self, batch_size):
        """Makes the variables of a stateful layer, flat; they are no weights and are not saved."""
        states = [
            keras.Variable(zeros, trainable=False, name="rnn_state")
            for zeros in flatten(self.get_initial_state(batch_size))
        ]
        object.__setattr__(self, "states", states)

    def reset_state(self, states=None):
        """Sets the state of a stateful layer, to zeros when none is given.

        Args:
            states: arrays or tensors [batch, ...] in any containers, one for each of `states`.

        Raises:
            ValueError: for states of another number or shape, or a layer that keeps none; then
                no state has changed.
        """
        if states is None:
            states = [ops.zeros(kept.shape, kept.dtype) for kept in self.states or []]
        values = self._fitting([ops.convert_to_tensor(value) for value in flatten(states)])
        for variable, value in zip(self.states or [], values, strict=True):
            variable.assign(value)

    def reset_states(self, states=None):
        """The same as `reset_state`, under its name in Keras 2."""
        self.reset_state(states)

    def _fitting(self, values):
        """Values for the kept states, refused where they do not fit."""
        given = [size_shape(value.shape) for value in values]
        if given and self.states is None:
            raise ValueError(
                f"{self.name} expects to keep a state that can be set, received states before it "
                "does: make it with stateful=True and call it once."
            )
        kept = [size_shape(variable.shape) for variable in self.states or []]
        if given != kept:
            raise ValueError(
                f"{self.name} expects states of shapes {kept}, received {given}: pass one array "
                "for each."
            )
        return values

    def _starting_state(self, state, batch_size):
        """The given state, else the kept one, else zeros."""
        if state is None and self.stateful and isinstance(batch_size, int):
            kept = self.states[0].shape[0]
            if batch_size != kept:
                raise ValueError(
                    f"{self.name} expects the batch of the state it keeps, {kept}, received "
                    f"{batch_size}: pass that many sequences, or an initial_state."
                )
        return super()._starting_state(state, batch_size)
