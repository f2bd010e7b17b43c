"""What the ConvLSTM layers have in common."""

from operator import attrgetter

import keras
from keras import ops

from tf_contrib_rnn.cells._config import serialized
from tf_contrib_rnn.cells._subclass import plain_shape, shape_of
from tf_contrib_rnn.layers._conv_lstm_cell import ConvLSTMLayerCell
from tf_contrib_rnn.layers._conv_windows import Windows
from tf_contrib_rnn.sequence._masks import first_mask
from tf_contrib_rnn.sequence.layer import NOT_SAID, RNN


class ConvLSTM(RNN):
    """`RNN` over maps of `rank` spatial dimensions, by the arguments of Keras' ConvLSTM layers."""

    rank = None

    def __init__(
        self, filters, kernel_size, strides=1, padding="valid", data_format=None, dilation_rate=1,
        activation="tanh", recurrent_activation="sigmoid", use_bias=True,
        kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal",
        bias_initializer="zeros", unit_forget_bias=True, kernel_regularizer=None,
        recurrent_regularizer=None, bias_regularizer=None, activity_regularizer=None,
        kernel_constraint=None, recurrent_constraint=None, bias_constraint=None, dropout=0.0,
        recurrent_dropout=0.0, seed=None, return_sequences=False, return_state=False,
        go_backwards=False, stateful=False, **kwargs,
    ):  # fmt: skip
        cell = ConvLSTMLayerCell(
            self.rank, filters, kernel_size, strides, padding, data_format, dilation_rate,
            activation, recurrent_activation, use_bias, unit_forget_bias, dropout,
            recurrent_dropout, seed, name="conv_lstm_cell",
            kernel_initializer=kernel_initializer, kernel_regularizer=kernel_regularizer,
            kernel_constraint=kernel_constraint, recurrent_initializer=recurrent_initializer,
            recurrent_regularizer=recurrent_regularizer,
            recurrent_constraint=recurrent_constraint, bias_initializer=bias_initializer,
            bias_regularizer=bias_regularizer, bias_constraint=bias_constraint,
        )  # fmt: skip
        super().__init__(
            cell,
            return_sequences=return_sequences,
            return_state=return_state,
            go_backwards=go_backwards,
            stateful=stateful,
            activity_regularizer=activity_regularizer,
            **kwargs,
        )

    def __call__(
        self, sequences, initial_state=None, mask=None, training=NOT_SAID, sequence_length=None
    ):
        """Runs the layer; the arguments are those of the class."""
        if isinstance(sequences, list | tuple) and initial_state is None:
            sequences, *initial_state = sequences  # as Keras 2 took a state
            initial_state = initial_state or None
        return super().__call__(
            sequences,
            initial_state=initial_state,
            mask=mask,
            training=training,
            sequence_length=sequence_length,
        )

    def build(self, sequences_shape, initial_state_shape=None):
        super().build(sequences_shape)

    def call(
        self,
        sequences,
        initial_state=None,
        mask=None,
        training=False,
        sequence_length=None,
        sequences_mask=None,
    ):
        sequences = ops.cast(sequences, self.compute_dtype)  # movies come as whole numbers too
        if initial_state is None and not self.stateful:
            initial_state = self.get_initial_state(inputs=sequences)
        self._check_maps(initial_state, sequences)
        training = False if training is None else training  # as Keras' layer, not as a cell
        return super().call(
            sequences,
            initial_state=initial_state,
            mask=mask,
            training=training,
            sequence_length=sequence_length,
            sequences_mask=sequences_mask,
        )

    def _check_maps(self, state, sequences):
        """Refuses a given state, or a kept one, whose maps do not fit the inputs'."""
        batch, _, *size = shape_of(sequences)
        if state is None:
            state, batch = self.states, None
        expected = (batch, *self.cell.map_size(size))
        for part in keras.tree.flatten(state):
            shape = shape_of(part)
            pairs = zip(shape, expected, strict=False)
            if len(shape) != len(expected) or any(None not in p and p[0] != p[1] for p in pairs):
                raise ValueError(
                    f"{self.name} expects states {expected} for these inputs, received {shape}: "
                    "pass what get_initial_state(inputs) or a call returned."
                )

    def _zero_state(self, batch_size, inputs):
        if inputs is None:
            return super()._zero_state(batch_size, inputs)
        batch, _, *size = ops.shape(inputs)
        return self.cell.zero_state_for((batch, *size))

    @property
    def channel_axis(self):
        """The axis of the channels in a step's inputs and in the states."""
        return self.cell.channel_axis

    def _obeyed(self, mask):
        """A mask of steps as it is, one of the inputs' places at the places of the output."""
        mask = first_mask(mask)
        if mask is None or len(mask.shape) == 2:
            return mask
        if len(mask.shape) != self.rank + 2:
            raise ValueError(
                f"{self.name} expects a mask [batch, time] or one of {self.rank + 2} axes, [batch, "
                f"time, *spatial], received shape {shape_of(mask)}: reduce it to one of them."
            )
        return self.cell.windows.chosen(mask)

    def compute_output_shape(self, sequences_shape, initial_state_shape=None):
        """Shapes of the output and, with `return_state`, of h and c; None stays unknown."""
        return self._made(plain_shape(sequences_shape), tuple)

    def compute_output_spec(self, sequences, *args, **kwargs):
        """Symbolic outputs, as a call returns them."""
        return self._made(
            shape_of(sequences), lambda shape: keras.KerasTensor(shape, self.compute_dtype)
        )

    def _made(self, shape, leaf):
        batch, time, *size = shape
        size = self.cell.map_size(size)
        output = leaf((batch, time, *size) if self.return_sequences else (batch, *size))
        states = (leaf((batch, *size)) for _ in ("h", "c"))
        return (output, *states) if self.return_state else output

    def get_config(self):
        """The arguments as Keras' layer has them, so that each can be made from the other's."""
        config = super().get_config()
        del config["cell"]
        regularizer = keras.regularizers.serialize(self.activity_regularizer)
        own = {name: serialized(name, getattr(self, name)) for name in _OF_CELL}
        return {**config, **own, "activity_regularizer": regularizer}

    @classmethod
    def from_config(cls, config):
        """The layer that a config describes."""
        return cls(**config)


_OF_CELL = {
    **{name: f"windows.{name}" for name in Windows._fields},
    **{
        name: name
        for name in (
            "filters", "data_format", "activation", "recurrent_activation", "use_bias",
            "unit_forget_bias", "dropout", "recurrent_dropout", "seed", "kernel_initializer",
            "recurrent_initializer", "bias_initializer", "kernel_regularizer",
            "recurrent_regularizer", "bias_regularizer", "kernel_constraint",
            "recurrent_constraint", "bias_constraint",
        )
    },
}  # fmt: skip

for _name, _path in _OF_CELL.items():
    setattr(ConvLSTM, _name, property(attrgetter(f"cell.{_path}")))
