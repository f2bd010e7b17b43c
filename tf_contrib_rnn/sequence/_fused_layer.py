"""What the layers that run whole sequences, time first, have in common."""

import keras

from tf_contrib_rnn.cells._layer import ScopedLayer
from tf_contrib_rnn.cells._state import map_structure, size_shape
from tf_contrib_rnn.cells._subclass import plain_shape, shape_of
from tf_contrib_rnn.sequence.keras_rnn import map_shapes


class FusedLayer(ScopedLayer):
    """A Keras layer that is called as TF1's fused cells were.

    A subclass defines `call`, `build(inputs_shape)` with the time-major shape, and `sizes`.
    """

    def __call__(
        self,
        inputs,
        initial_state=None,
        dtype=None,
        sequence_length=None,
        scope=None,
        *,
        training=None,
    ):
        """Runs all steps.

        Args:
            inputs: tensor [time, batch, depth], or a list of `time` tensors [batch, depth].
            initial_state: state of the cell; None for zeros.
            dtype: dtype of the zeros; needed without an initial state.
            sequence_length: whole numbers [batch]; beyond the end counts as full, negative as 0.
            scope: string or VariableScope that replaces the layer's TF1 scope at the first call.
            training: True or False as in Keras; None when nobody said, which is TF1.

        Returns:
            `(outputs, state)`: outputs [time, batch, units], or a list of them for a list, and
            the final state. Past a sequence's end the outputs are zeros and the state is kept.
        """
        dtype = None if dtype is None else keras.backend.standardize_dtype(dtype)
        self.adopt_dtype(inputs, initial_state)
        if dtype is not None:
            self.fix_dtype(dtype)
        if scope is not None:
            self.tf1_scope.request(scope)
        if not self.built:
            self.build(time_major_shape(inputs))
        given = {
            "initial_state": initial_state,
            "dtype": dtype,
            "sequence_length": sequence_length,
        }
        if "training" in self.call_signature_parameters:
            given["training"] = training
        given = {name: value for name, value in given.items() if value is not None}
        return super().__call__(inputs, **given)

    def note_built(self, inputs_shape):
        """Notes the shape that `build` got, for the config, and returns that of one step."""
        self.note("built_shape", plain_shape(inputs_shape))
        return map_shapes(lambda shape: shape[1:], self.built_shape)

    def sizes(self):
        """`(output_size, state_size)` of a step."""
        raise NotImplementedError

    def compute_output_spec(self, inputs, *args, **kwargs):
        """Symbolic outputs, in the structures that a call returns."""
        shape = time_major_shape(inputs)
        time, batch = (shape if not hasattr(shape[0], "__len__") else shape[0])[:2]
        output_size, state_size = self.sizes()

        def made(size, *lead):
            return map_structure(
                lambda s: keras.KerasTensor((*lead, *size_shape(s)), self.compute_dtype), size
            )

        if isinstance(inputs, list):
            return [made(output_size, batch) for _ in inputs], made(state_size, batch)
        return made(output_size, time, batch), made(state_size, batch)


def time_major_shape(inputs):
    """The shape [time, batch, ...] of inputs in one tensor or in a list of steps, or several."""
    if isinstance(inputs, list):
        return map_shapes(lambda shape: (len(inputs), *shape), shape_of(inputs[0]))
    return shape_of(inputs)
