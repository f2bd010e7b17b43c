"""The step of `ConvLSTM1D`, `ConvLSTM2D` and `ConvLSTM3D`."""

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import LayerRNNCell
from tf_contrib_rnn.cells._checks import seed_or_none, switch
from tf_contrib_rnn.cells._identifiers import activation_from
from tf_contrib_rnn.cells._math import conv, lstm_update, split_gates
from tf_contrib_rnn.cells._noise import EveryStep
from tf_contrib_rnn.cells._scope import in_v1_graph
from tf_contrib_rnn.cells._state import Shape, positive_size, shape_size, size_shape, zeros
from tf_contrib_rnn.cells._subclass import plain_shape
from tf_contrib_rnn.layers._checks import rate
from tf_contrib_rnn.layers._conv_windows import Windows, layout

GATES = 4


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class ConvLSTMLayerCell(LayerRNNCell):
    """One step of a ConvLSTM layer; the equations and arguments are those of `ConvLSTM2D`.

    The state is (h, c). The variables are `kernel`, `recurrent_kernel` and `bias`, the roles of
    their options `kernel`, `recurrent` and `bias`.
    """

    weight_roles = ("kernel", "recurrent", "bias")

    def __init__(
        self,
        rank,
        filters,
        kernel_size,
        strides=1,
        padding="valid",
        data_format=None,
        dilation_rate=1,
        activation="tanh",
        recurrent_activation="sigmoid",
        use_bias=True,
        unit_forget_bias=True,
        dropout=0.0,
        recurrent_dropout=0.0,
        seed=None,
        **kwargs,
    ):
        # Drawn before the initializers' seeds, so that Keras' global seed gives Keras' weights.
        seed = seed_or_none("seed", seed)
        generator = None if in_v1_graph() else keras.random.SeedGenerator(seed)
        super().__init__(**kwargs)
        for role, options in self._weight_options.items():
            for kind, value in options.items():
                self.note(f"{role}_{kind}", value)
        self.unit_forget_bias = switch("unit_forget_bias", unit_forget_bias)
        if unit_forget_bias:
            self._weight_options["bias"]["initializer"] = self._open_forget_gate
        self.seed, self.seed_generator = seed, generator
        self.rank, self.filters = rank, positive_size("filters", filters)
        self.note("windows", Windows.checked(rank, kernel_size, strides, padding, dilation_rate))
        self.data_format = layout(data_format)
        self.activation = activation_from(activation, default="linear")
        self.recurrent_activation = activation_from(
            recurrent_activation, "linear", "recurrent_activation"
        )
        self.use_bias = switch("use_bias", use_bias)
        self.dropout = rate(dropout)
        self.recurrent_dropout = rate(recurrent_dropout, "recurrent_dropout")
        self._take_sizes([None] * (rank + 1))

    @property
    def channel_axis(self):
        """The axis of the channels in a step's inputs and in the states."""
        return 1 if self.data_format == "channels_first" else -1

    def map_size(self, size):
        """Size of the output and of each state for a step's inputs of a size, without the batch.

        Args:
            size: sizes of the inputs: ints, scalar tensors, or None where unknown.
        """
        if self.data_format == "channels_first":
            return (self.filters, *self.windows.count(size[1:]))
        return (*self.windows.count(size[:-1]), self.filters)

    def output_size_for(self, size):
        """`output_size` for a step's inputs of a size, which tensors may tell."""
        return Shape(self.map_size(size_shape(size)))

    def zero_state_for(self, shape):
        """The zero state for a step's inputs of a shape, which tensors may tell."""
        batch_size, *size = shape
        size = Shape(self.map_size(size))
        return zeros((size, size), batch_size, self.compute_dtype)

    def zero_state(self, batch_size, dtype):
        """Zeros of shape [batch, *map] in the structure of `state_size`.

        Raises:
            ValueError: for maps of unknown size.
        """
        if None in size_shape(self.output_size):
            raise ValueError(
                f"{self.name} expects maps of known size for zeros of its state, received "
                f"{size_shape(self.output_size)}: build it with fixed sizes, or give "
                "get_initial_state the inputs."
            )
        return super().zero_state(batch_size, dtype)

    def build(self, inputs_shape):
        shape = plain_shape(inputs_shape)
        self._check_inputs(shape, (None,) * (self.rank + 2))
        channels = shape[self.channel_axis]
        if channels is None:
            raise ValueError(
                f"{self.name} expects inputs of known channels, received shape {shape}: give axis "
                f"{self.channel_axis} of a step a static size."
            )
        self._take_sizes(shape[1:])
        expected = [None] * len(shape)
        expected[self.channel_axis] = channels
        self.note("inputs_expected", tuple(expected))
        window, gates = self.windows.kernel_size, GATES * self.filters
        self.kernel = self.add_variable("kernel", [*window, channels, gates])
        self.recurrent_kernel = self.add_variable(
            "recurrent_kernel", [*window, self.filters, gates], role="recurrent"
        )
        self.bias = self.add_variable("bias", [gates]) if self.use_bias else None

    def _take_sizes(self, size):
        """Notes the sizes for a step's inputs of a size; refuses maps without any window."""
        size = self.map_size(size)
        if any(count is not None and count < 1 for count in size):
            raise ValueError(
                f"{self.name} expects maps of at least {self.windows.needed()} with "
                f"padding='valid', received fewer places: pass larger maps or padding='same'."
            )
        self.output_size = shape_size(size)
        self.state_size = (shape_size(size), shape_size(size))

    def _open_forget_gate(self, shape, dtype=None):
        """Initial bias: ones for the forget gate, the user's values for the others."""
        given, filters = self.bias_initializer or keras.initializers.Zeros(), self.filters
        before, after = given((filters,), dtype), given((2 * filters,), dtype)
        return ops.concatenate([before, ops.ones((filters,), dtype), after])

    def call(self, inputs, state, training=None, noise=None):
        h, c = state
        of_inputs, of_state = noise or self._no_masks(training)
        if of_inputs is None and of_state is None and self.windows.are_those_of_states:
            kernels = self.kernel, self.recurrent_kernel
            gates = conv(inputs, h, kernels, self.bias, data_format=self.data_format)
        else:
            options = self.windows.options
            gates = self._conv(inputs, None, of_inputs, self.kernel, self.bias, **options)
            gates = gates + self._conv(None, h, of_state, self.recurrent_kernel, None)
        i, f, j, o = split_gates(gates, GATES, self.channel_axis)
        c, h = lstm_update(i, j, f, o, c, 0.0, self.activation, squash=self.recurrent_activation)
        return h, (h, c)

    def _conv(self, inputs, state, masks, kernel, bias, **options):
        """A convolution to all gates, which with masks see an operand each of its own."""
        options = {"data_format": self.data_format, **options}
        if masks is None:
            return conv(inputs, state, kernel, bias, **options)
        kernels = split_gates(kernel, GATES)
        biases = [None] * GATES if bias is None else split_gates(bias, GATES)
        gates = [
            conv(_masked(inputs, mask), _masked(state, mask), *weights, **options)
            for mask, *weights in zip(masks, kernels, biases, strict=True)
        ]
        return ops.concatenate(gates, axis=self.channel_axis)

    def draw_noise(self, steps, batch_size, input_size, dtype):
        """The masks of a call: `EveryStep((of the inputs, of the state))`, None where not dropped.

        Each is a list of masks [batch, *map], one for each gate; they hold 0, or 1 / (1 - rate).
        """
        size = size_shape(input_size)
        wanted = [(size, self.dropout), (self.map_size(size), self.recurrent_dropout)]
        if not (self.dropout or self.recurrent_dropout):
            return None
        return EveryStep([self._masks((batch_size, *size), dtype, rate) for size, rate in wanted])

    def _masks(self, shape, dtype, rate):
        """Masks drawn as Keras draws them, in its order, so that they are Keras' for its seed."""
        if not rate:
            return None
        ones, seed = ops.ones(shape, dtype), self.seed_generator
        return [keras.random.dropout(ones, rate, seed=seed) for _ in range(GATES)]

    def _no_masks(self, training):
        if training and (self.dropout or self.recurrent_dropout):
            raise ValueError(
                f"dropout of {self.name} expects the masks of a whole sequence, received a step "
                "without: run the layer itself, outside of v1 graphs, or pass noise=."
            )
        return None, None


def _masked(operand, mask):
    return None if operand is None else operand * mask
