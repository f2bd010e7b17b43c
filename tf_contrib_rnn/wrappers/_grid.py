"""The dimensions of a `GridRNNCell`, and what it asks of the cells inside."""

import operator
from typing import NamedTuple

from tf_contrib_rnn.cells._checks import check_is_cell, received
from tf_contrib_rnn.cells._state import is_structure, positive_size


class Grid(NamedTuple):
    """Which dimensions of a grid do what, each list sorted.

    Attributes:
        num_dims: number of dimensions.
        inputs: those that take a part of the inputs.
        outputs: those that make the output.
        recurrent: those with a state.
        groups: those without priority, which are computed first, and those with it.
    """

    num_dims: int
    inputs: list
    outputs: list
    recurrent: list
    groups: tuple

    @classmethod
    def parsed(cls, num_dims, input_dims, output_dims, priority_dims, non_recurrent_dims):
        """A grid from the arguments of `GridRNNCell`.

        Raises:
            ValueError: for dimensions that are none, and for one without state and input.
        """
        count = positive_size("num_dims", num_dims)
        inputs = _dims("input_dims", input_dims, count)
        outputs = _dims("output_dims", output_dims, count)
        priority = _dims("priority_dims", priority_dims, count)
        without_state = _dims("non_recurrent_dims", non_recurrent_dims, count)
        if not set(without_state) <= set(inputs):
            raise ValueError(
                f"non_recurrent_dims expects dimensions that take inputs, {inputs}, received "
                f"{without_state}: add them to input_dims."
            )
        every = range(count)
        recurrent = [dim for dim in every if dim not in without_state]
        groups = ([dim for dim in every if dim not in priority], priority)
        return cls(count, inputs, outputs, recurrent, groups)

    def check_depth(self, owner, depth):
        """Refuses inputs that cannot be shared out among the input dimensions.

        Inputs of depth 0 are none at all: every dimension runs on its state.

        Raises:
            ValueError: naming both.
        """
        if self.inputs and depth % len(self.inputs):
            raise ValueError(
                f"{owner} expects inputs in {len(self.inputs)} equal parts, one for each of "
                f"input_dims, received a depth of {depth}: pad or project the inputs."
            )
        if not depth and len(self.recurrent) < self.num_dims:
            raise ValueError(
                f"{owner} expects inputs for its dimensions without a state, received a depth of "
                "0: give the inputs features."
            )


def _dims(name, dims, count):
    """A dimension, a list of them or None as a sorted list without repetitions."""
    dims = [] if dims is None else dims if is_structure(dims) else [dims]
    try:
        found = sorted({operator.index(dim) for dim in dims})
    except TypeError:
        found = [-1]
    if found and not 0 <= found[0] <= found[-1] < count:
        raise ValueError(
            f"{name} expects dimensions in [0, {count}), received {dims}: count them from 0."
        )
    return found


def maker(cell_fn, default):
    """The function that makes the cells.

    Raises:
        TypeError: when it is none.
    """
    make = default if cell_fn is None else cell_fn
    if not callable(make):
        raise TypeError(
            f"cell_fn expects a function of num_units, received {received(cell_fn)}: pass one, or "
            "None."
        )
    return make


def check_inner_cell(cell):
    """Refuses what cannot run along a dimension.

    Raises:
        TypeError: when it is no cell.
        ValueError: for a state that is neither like the output nor a tuple (c, h) of such an h.
    """
    check_is_cell("the result of cell_fn", cell)
    size = cell.state_size
    parts = list(size) if is_structure(size) else [size]
    if (
        len(parts) > 2
        or not all(isinstance(p, int) for p in parts)
        or parts[-1] != cell.output_size
    ):
        raise ValueError(
            "cell_fn expects a cell whose state is its output or a tuple (c, h) with it, received "
            f"one of state_size {size} and output_size {cell.output_size}: choose state_is_tuple="
            "True or another cell."
        )
