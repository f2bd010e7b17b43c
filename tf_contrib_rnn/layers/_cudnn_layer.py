"""What the layers of cuDNN have in common."""

import keras
from keras import ops

from tf_contrib_rnn.cells._checks import one_of, seed_or_none
from tf_contrib_rnn.cells._dropout import step_mask
from tf_contrib_rnn.cells._identifiers import initializer_from
from tf_contrib_rnn.cells._keras_2 import refuse_keras_2
from tf_contrib_rnn.cells._layer import ScopedLayer
from tf_contrib_rnn.cells._noise import GraphNoise, salted_seed, uniform
from tf_contrib_rnn.cells._scope import in_v1_graph, variable_scope
from tf_contrib_rnn.cells._state import flatten, pack_like, pack_state, positive_size
from tf_contrib_rnn.cells._subclass import plain_shape, shape_of
from tf_contrib_rnn.layers._canonical import DIRECTIONS, CanonicalShapes
from tf_contrib_rnn.layers._checks import check_states, rate, refused_mode
from tf_contrib_rnn.layers._initial import CanonicalBias, CanonicalKernel
from tf_contrib_rnn.sequence._batches import transpose_batch_time
from tf_contrib_rnn.sequence._runner import lengths_as_mask
from tf_contrib_rnn.sequence.layer import NOT_SAID
from tf_contrib_rnn.sequence.reversal import reverse_sequence
from tf_contrib_rnn.sequence.unroll import time_and_batch, unroll

_INPUT_MODES = ("linear_input", "skip_input", "auto_select")


class CudnnLayer(CanonicalShapes, ScopedLayer):
    """Layers of cells on top of each other, in one or in both directions, as cuDNN runs them.

    A subclass makes the cell of one layer and direction, and fills in `CanonicalShapes`.
    """

    takes_unique_scope = True
    # Whether the two biases of some gates are variables of their own, and not one, their sum.
    has_biases_apart = False

    def __init__(
        self,
        num_layers,
        num_units,
        input_mode="linear_input",
        direction="unidirectional",
        dropout=0.0,
        seed=None,
        dtype="float32",
        kernel_initializer=None,
        bias_initializer=None,
        name=None,
        **kwargs,
    ):
        super().__init__(name=name, dtype=dtype, **kwargs)
        kwargs.pop("activity_regularizer", None)
        self.note("_cell_options", kwargs)
        self.num_layers = positive_size("num_layers", num_layers)
        self.num_units = positive_size("num_units", num_units)
        self.direction = one_of("direction", direction, DIRECTIONS)
        self.input_mode = one_of("input_mode", input_mode, _INPUT_MODES)
        self.dropout = rate(dropout)
        self.seed = seed_or_none("seed", seed)
        self.kernel_initializer = initializer_from(kernel_initializer, "kernel_initializer")
        self.bias_initializer = initializer_from(bias_initializer, "bias_initializer")
        if input_mode == "skip_input":
            raise refused_mode(input_mode)
        self.note("_input_size", None)
        self.note("_graph_noise", GraphNoise(lambda slot: salted_seed(self.seed, slot)))

    def make_cell(self, **options):
        """A cell of one layer and direction."""
        raise NotImplementedError

    def __call__(
        self,
        inputs,
        initial_state=None,
        sequence_lengths=None,
        time_major=True,
        training=NOT_SAID,
        *,
        scope=None,
    ):
        """Runs all layers; the arguments are those of the class."""
        refuse_keras_2(self.name, inputs)
        if scope is not None:
            self.tf1_scope.request(scope)
        if not self.built:
            self.build(shape_of(inputs))
        given = {"initial_state": initial_state, "sequence_lengths": sequence_lengths}
        given = {name: value for name, value in given.items() if value is not None}
        if training is not NOT_SAID:
            given["training"] = training
        return super().__call__(inputs, time_major=time_major, **given)

    def build(self, inputs_shape):
        shape = plain_shape(inputs_shape)
        if len(shape) != 3 or shape[-1] is None:
            raise ValueError(
                f"{self.name} expects inputs [time, batch, depth] of known depth, received shape "
                f"{shape}: correct the input."
            )
        if self.input_mode == "auto_select" and shape[-1] == self.num_units:
            raise refused_mode(self.input_mode)
        self.note("built_shape", shape)
        self.note("_input_size", shape[-1])
        self.cells = [self._new_cell(layer) for layer, _ in self._places()]
        with self.tf1_scope.building(self):
            for cell, (layer, path) in zip(self.cells, self._places(), strict=True):
                with variable_scope(path):
                    self.build_cell(cell, (None, self.depth_of(layer)))
        self.tf1_scope.settled = True
        if self.dropout and not in_v1_graph():
            self.seed_generator = keras.random.SeedGenerator(self.seed)

    def _new_cell(self, layer):
        kernel = self.kernel_initializer or keras.initializers.GlorotUniform(self.seed)
        bias = self.bias_initializer or keras.initializers.Zeros()
        return self.make_cell(
            kernel_initializer=CanonicalKernel(kernel, self.depth_of(layer), self.num_units),
            bias_initializer=CanonicalBias(bias, self.num_units, self.has_biases_apart),
            **{**self._cell_options, "trainable": self.trainable},
        )

    def _places(self):
        """(layer, TF1 path below the scope) of each cell, the directions of a layer together."""
        for layer in range(self.num_layers):
            if self.num_dirs == 1:
                yield layer, f"rnn/multi_rnn_cell/cell_{layer}"
            else:
                scope = f"stack_bidirectional_rnn/cell_{layer}/bidirectional_rnn"
                yield from ((layer, f"{scope}/{side}") for side in ("fw", "bw"))

    def tf1_variables(self):
        """{TF1 path: variable}, the canonical names, relative to the scope of the call.

        Raises:
            ValueError: when the layer has no variables yet because it is not built.
        """
        if not self.built:
            return super().tf1_variables()
        return {
            f"{self.tf1_scope.name}/{place}/{path}": variable
            for cell, (_, place) in zip(self.cells, self._places(), strict=True)
            for path, variable in cell.tf1_variables().items()
        }

    def call(
        self, inputs, initial_state=None, sequence_lengths=None, time_major=True, training=True
    ):
        x = inputs if time_major else transpose_batch_time(inputs)
        steps, batch_size = time_and_batch(x)
        lengths = None
        if sequence_lengths is not None:
            lengths = ops.convert_to_tensor(sequence_lengths)
        mask = lengths_as_mask(lengths, steps, batch_size)
        if lengths is not None:
            lengths = ops.clip(ops.cast(lengths, "int32"), 0, steps)
        states = self._unpacked(initial_state, batch_size, time_major)
        finals = []
        for layer in range(self.num_layers):
            x = self._drop(layer, x) if layer and training else x
            sides = []
            for side in range(self.num_dirs):
                index = layer * self.num_dirs + side
                outputs, final = self._run(index, x, states[index], mask, lengths)
                sides.append(outputs)
                finals.append(final)
            x = ops.concatenate(sides, axis=-1)
        return x if time_major else transpose_batch_time(x), self._packed(finals, time_major)

    def _run(self, index, x, state, mask, lengths):
        """One direction of one layer; the second of two runs from the end."""
        cell = self.cells[index]
        if index % self.num_dirs == 0:
            return unroll(cell, x, state, mask)
        outputs, final = unroll(cell, reverse_sequence(x, lengths), state, mask)
        return reverse_sequence(outputs, lengths), final

    def _drop(self, layer, x):
        """Dropout as cuDNN has it, on what goes from a layer to the next."""
        if not self.dropout:
            return x
        if in_v1_graph():
            numbers = self._graph_noise.per_step(f"layer_{layer}", x)
        else:
            numbers = uniform(ops.shape(x), x.dtype, self.seed_generator)
        return step_mask(x, numbers, 1.0 - self.dropout)

    def _unpacked(self, state, batch_size, time_major):
        """The states of the cells, in their structures, out of cuDNN's."""
        if state is None:
            state = self.zero_state(batch_size)
        else:
            state = pack_state((self.num_units,) * self.state_count, state, self.name)
            state = [ops.convert_to_tensor(part) for part in state]
            state = state if time_major else [transpose_batch_time(part) for part in state]
            check_states(self.name, state, len(self.cells), self.num_units)
        # cuDNN has (h, c) where the cells have (c, h).
        return [
            pack_like(cell.state_size, [part[index] for part in reversed(state)])
            for index, cell in enumerate(self.cells)
        ]

    def _packed(self, states, time_major):
        """The reverse: cuDNN's states."""
        parts = zip(*map(flatten, states), strict=True)
        packed = tuple(ops.stack(part) for part in reversed(list(parts)))
        return packed if time_major else tuple(map(transpose_batch_time, packed))

    def compute_output_spec(self, inputs, *args, time_major=True, **kwargs):
        """Symbolic outputs and states, as a call returns them."""
        time, batch = inputs.shape[:2] if time_major else inputs.shape[1::-1]

        def made(*shape):
            lead = shape[:2] if time_major else shape[1::-1]
            return keras.KerasTensor((*lead, shape[2]), self.compute_dtype)

        states = tuple(made(*shape) for shape in self.state_shape(batch))
        return made(time, batch, self.num_dirs * self.num_units), states
