"""What cuDNN calls the parts of its layers: shapes of canonical weights and of states."""

from keras import ops

DIRECTIONS = {"unidirectional": 1, "bidirectional": 2}


class CanonicalShapes:
    """Mixin: the properties that TF1's layers of cuDNN had.

    A class says what cuDNN knows of it: its `rnn_mode`, the number of `gates` of a cell, and the
    number of tensors in its state, `state_count`.
    """

    rnn_mode = None
    gates = None
    state_count = 1

    @property
    def num_dirs(self):
        """Number of directions."""
        return DIRECTIONS[self.direction]

    @property
    def input_size(self):
        """Depth of the inputs.

        Raises:
            ValueError: before the layer is built.
        """
        if self._input_size is None:
            raise ValueError(
                f"input_size expects a built layer, received {self.name} before its first call: "
                "call it, or build it with the shape of its inputs."
            )
        return self._input_size

    @property
    def saveable(self):
        """None: what TF1 had to translate for a checkpoint are the variables themselves here."""
        return None

    @property
    def canonical_weight_shapes(self):
        """Shapes of cuDNN's weights, layer by layer.

        Raises:
            RuntimeError: before the layer is built.
        """
        if self._input_size is None:
            raise RuntimeError(
                f"canonical_weight_shapes expects a built layer, received {self.name} before its "
                "first call: call it, or build it with the shape of its inputs."
            )
        return [
            shape
            for layer in range(self.num_layers)
            for _ in range(self.num_dirs)
            for depth in (self.depth_of(layer), self.num_units)
            for shape in [(self.num_units, depth)] * self.gates
        ]

    @property
    def canonical_bias_shapes(self):
        """Shapes of cuDNN's biases, layer by layer."""
        return [[self.num_units]] * (self.num_layers * self.num_dirs * 2 * self.gates)

    def state_shape(self, batch_size):
        """Shapes of the state, time first: [layers * directions, batch, units] each."""
        shape = [self.num_layers * self.num_dirs, batch_size, self.num_units]
        return tuple(list(shape) for _ in range(self.state_count))

    def zero_state(self, batch_size):
        """A state of zeros, time first."""
        return tuple(ops.zeros(shape, self.compute_dtype) for shape in self.state_shape(batch_size))

    def depth_of(self, layer):
        """Depth of a layer's inputs."""
        return self._input_size if layer == 0 else self.num_dirs * self.num_units
