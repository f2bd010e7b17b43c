"""`HighwayWrapper`: a gate between a cell's inputs and its outputs."""

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import call_cell
from tf_contrib_rnn.cells._checks import number, switch
from tf_contrib_rnn.cells._identifiers import constant
from tf_contrib_rnn.cells._math import linear
from tf_contrib_rnn.cells._state import size_shape
from tf_contrib_rnn.wrappers._transparent import TransparentWrapper


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class HighwayWrapper(TransparentWrapper):
    """Mixes a cell's inputs and outputs by gates on the inputs.

        y, s' = cell(x, s)
        carry = sigmoid(x W_c + b_c)
        transform = 1 - carry                       or, not coupled, sigmoid(x W_t + b_t)
        output = x * carry + y * transform

    x is the input, s the state and y the cell's output. The weights `carry_w`, `carry_b`,
    `transform_w` and `transform_b` stand in the scope of the caller: the wrapper has none.

    Args:
        cell: the cell; its output is as wide as its input.
        couple_carry_transform_gates: whether `transform` is what `carry` leaves.
        carry_bias_init: initial value of b_c, and of b_t with the opposite sign.
        **kwargs: see `RNNCell`; the variables' roles are `kernel` and `bias`.

    Raises:
        TypeError: when `cell` is no cell.
        ValueError: for a HighwayWrapper directly around another one, whose weights would have the
            same names, and at the first call when input and output differ in width.

    Differs from TF1: dtypes other than float32 work, and so does more than one call by hand;
    `name`, `variables` and the like exist. A wrapper that is run in a second scope keeps its
    weights, as every cell does; TF1 made new ones there, for which one takes a second wrapper
    around the same cell.

    Paper: Srivastava, Greff and Schmidhuber, "Highway Networks", 2015.
    """

    def __init__(self, cell, couple_carry_transform_gates=True, carry_bias_init=1.0, **kwargs):
        super().__init__(cell, **kwargs)
        self.couple_carry_transform_gates = switch(
            "couple_carry_transform_gates", couple_carry_transform_gates
        )
        self.carry_bias_init = number("carry_bias_init", carry_bias_init)
        inner = cell
        while isinstance(inner, TransparentWrapper):
            if isinstance(inner, HighwayWrapper):
                raise ValueError(
                    "cell expects no other HighwayWrapper in the same scope, received "
                    f"{inner.name}: both would name their weights carry_w; keep one of the two."
                )
            inner = inner.cell

    def build(self, inputs_shape):
        depth = self.input_depth(inputs_shape)
        if size_shape(self.cell.output_size) != (depth,):
            raise ValueError(
                f"{self.name} expects a cell whose output is as wide as its input ({depth}), "
                f"received output_size {self.cell.output_size}: give the cell {depth} units."
            )
        super().build(inputs_shape)
        self.carry_w, self.carry_b = self._add_gate("carry", depth, self.carry_bias_init)
        if not self.couple_carry_transform_gates:
            self.transform_w, self.transform_b = self._add_gate(
                "transform", depth, -self.carry_bias_init
            )

    def _add_gate(self, name, depth, bias):
        return (
            self.add_variable(f"{name}_w", [depth, depth], role="kernel"),
            self.add_variable(f"{name}_b", [depth], initializer=constant(bias), role="bias"),
        )

    def call(self, inputs, state, training=None, noise=None):
        y, new_state = call_cell(self.cell, inputs, state, training, noise)
        carry = ops.sigmoid(linear(inputs, None, self.carry_w, self.carry_b))
        if self.couple_carry_transform_gates:
            transform = 1 - carry
        else:
            transform = ops.sigmoid(linear(inputs, None, self.transform_w, self.transform_b))
        return inputs * carry + y * transform, new_state
