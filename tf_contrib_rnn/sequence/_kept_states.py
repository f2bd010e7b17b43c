"""The states of a stateful layer: kept from call to call, read, set and reset."""

import keras
from keras import ops

from tf_contrib_rnn.cells._state import flatten, is_structure, pack_like, pack_state, size_shape


class KeptStates:
    """Mixin for a layer over time with a `cell`, a `name` and `stateful`.

    It takes the calls of Keras 3 and those of Keras 2: `reset_state()` and
    `reset_states(states)`, `get_initial_state(batch_size)` and `get_initial_state(inputs)`.
    """

    _kept = None

    @property
    def variables(self):
        """All that the layer holds, the kept states included, which are no weights.

        Backends without side effects carry what stands here from call to call.
        """
        return [*super().variables, *(self._kept or [])]

    @property
    def states(self):
        """The kept states, one entry for each top-level element; None where none are kept.

        They can be set like those of `reset_states`.
        """
        if self._kept is None:
            return None
        return _top_level(pack_like(self.cell.state_size, self._kept))

    @states.setter
    def states(self, states):
        if states is None:
            object.__setattr__(self, "_kept", None)
        else:
            self.reset_states(states)

    def get_initial_state(self, batch_size=None, inputs=None):
        """The cell's zero state as a list, one entry for each top-level element.

        Args:
            batch_size: int or scalar tensor; as in Keras 2 also the inputs themselves.
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
        return _top_level(self._zero_state(batch_size, inputs))

    def _zero_state(self, batch_size, inputs):
        if batch_size is None:
            batch_size = ops.shape(flatten(inputs)[0])[0]
        return self.cell.get_initial_state(batch_size=batch_size)

    def reset_state(self, states=None):
        """Sets the states of a stateful layer, to zeros when none are given.

        Args:
            states: arrays or tensors [batch, ...] in the structure of the cell's `state_size`, in
                any containers.

        Raises:
            ValueError: for states of another structure or shape, or a layer that keeps none; then
                no state has changed.
        """
        if states is None:
            states = [ops.zeros(part.shape, part.dtype) for part in self._kept or []]
        else:
            states = self._fitting(states)
        self._keep(states)

    def reset_states(self, states=None):
        """The same as `reset_state`, under its name in Keras 2."""
        self.reset_state(states)

    def _fitting(self, states):
        """States that can be kept, flat."""
        if self._kept is None:
            raise ValueError(
                f"{self.name} expects a built layer with stateful=True for states to be set, "
                f"received stateful={self.stateful}: make it stateful, and call it once before."
            )
        states = [ops.convert_to_tensor(part) for part in flatten(self._packed(states))]
        for part, kept in zip(states, self._kept, strict=True):
            if size_shape(part.shape) != size_shape(kept.shape):
                raise ValueError(
                    f"{self.name} expects states of shape {size_shape(kept.shape)}, received "
                    f"{size_shape(part.shape)}: give each state its batch and size."
                )
        return states

    def _packed(self, states):
        return pack_state(self.cell.state_size, states, self.name)

    def _make_kept(self, batch_size):
        """Makes the variables; they are no weights and are not saved."""
        kept = [
            keras.Variable(zeros, trainable=False, name=f"rnn_state_{index}")
            for index, zeros in enumerate(flatten(self.get_initial_state(batch_size)))
        ]
        object.__setattr__(self, "_kept", kept)

    def _keep(self, state):
        """Keeps a state until the next call."""
        for variable, value in zip(self._kept or [], flatten(state), strict=True):
            variable.assign(ops.stop_gradient(value))

    def _kept_state(self, batch_size):
        """The kept state in the cell's structure.

        Raises:
            ValueError: when it is that of another batch.
        """
        kept = self._kept[0].shape[0]
        if isinstance(batch_size, int) and batch_size != kept:
            raise ValueError(
                f"{self.name} expects a batch of {kept} because stateful=True, received "
                f"{batch_size}: keep to one batch size, or make a layer for the other."
            )
        # Copies, because torch assigns in place what the gradient still needs.
        return pack_like(self.cell.state_size, [ops.copy(part.value) for part in self._kept])


def _top_level(state):
    return list(state) if is_structure(state) else [state]
