"""Projections around a cell: `InputProjectionWrapper`, `OutputProjectionWrapper`."""

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import call_cell
from tf_contrib_rnn.cells._identifiers import activation_from
from tf_contrib_rnn.cells._math import linear
from tf_contrib_rnn.cells._state import flatten, positive_size
from tf_contrib_rnn.wrappers._checks import size_or_zero
from tf_contrib_rnn.wrappers._scoped import ScopedWrapper, total_width


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class InputProjectionWrapper(ScopedWrapper):
    """Projects a cell's inputs.

        y, s' = cell(activation(x W + b), s)

    x is the input, s the state and y the output. Of a tuple of inputs x is all of them side by
    side.

    Args:
        cell: the cell.
        num_proj: size P of the projection, which the cell gets as its input; 0 gives it none.
        activation: Keras name or function of the projection; None for none.
        input_size: accepted and ignored, as in TF1.
        reuse, **kwargs: see `RNNCell`; the variables' roles are `kernel` and `bias`.

    Raises:
        TypeError: when `cell` is no cell.
        ValueError: for a size that is no whole number, an unknown activation, and for inputs that
            are no vectors.

    Differs from TF1: not at all.
    """

    def __init__(self, cell, num_proj, activation=None, input_size=None, reuse=None, **kwargs):
        super().__init__(cell, reuse=reuse, **kwargs)
        self.num_proj = size_or_zero("num_proj", num_proj)
        self.activation = activation_from(activation, default="linear")

    def build(self, inputs_shape):
        shapes = flatten(inputs_shape)
        depth = sum(self.input_depth(shape) for shape in shapes)
        if len(shapes) > 1:
            self.note("inputs_expected", None)  # it holds the shape of the last one only
        self.kernel, self.bias = self.add_linear(depth, self.num_proj)
        self.build_wrapped((shapes[0][0], self.num_proj))

    def call(self, inputs, state, training=None, noise=None):
        x = self.activation(linear(_side_by_side(inputs), None, self.kernel, self.bias))
        return call_cell(self.cell, x, state, training, noise)

    def size_passed_on(self, input_size):
        """Size of the projection."""
        return self.num_proj


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class OutputProjectionWrapper(ScopedWrapper):
    """Projects a cell's outputs.

        y, s' = cell(x, s)
        output = activation(y W + b)

    x is the input, s the state and y the cell's output. Of a tuple of outputs y is all of them
    side by side.

    Args:
        cell: the cell.
        output_size: size P of the projection.
        activation: Keras name or function of the projection; None for none.
        reuse, **kwargs: see `RNNCell`; the variables' roles are `kernel` and `bias`.

    Raises:
        TypeError: when `cell` is no cell.
        ValueError: for a size that is no positive whole number, an unknown activation, and for a
            cell whose outputs are no vectors.

    Differs from TF1: not at all.
    """

    def __init__(self, cell, output_size, activation=None, reuse=None, **kwargs):
        super().__init__(cell, reuse=reuse, **kwargs)
        self.num_outputs = positive_size("output_size", output_size)
        self.activation = activation_from(activation, default="linear")
        total_width(cell.output_size, "outputs")

    @property
    def output_size(self):
        """Size of the projection."""
        return self.num_outputs

    def build(self, inputs_shape):
        self.build_wrapped(inputs_shape)
        rows = total_width(self.cell.output_size, "outputs")
        self.kernel, self.bias = self.add_linear(rows, self.num_outputs)

    def call(self, inputs, state, training=None, noise=None):
        y, new_state = call_cell(self.cell, inputs, state, training, noise)
        return self.activation(linear(None, _side_by_side(y), self.kernel, self.bias)), new_state


def _side_by_side(parts):
    """One tensor of a structure of vectors."""
    leaves = flatten(parts)
    return leaves[0] if len(leaves) == 1 else ops.concatenate(leaves, axis=-1)
