"""`MultiRNNCell`: cells on top of each other."""

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import RNNCell, call_cell, noise_of
from tf_contrib_rnn.cells._checks import check_is_cell, switch
from tf_contrib_rnn.cells._scope import graph_scope, variable_scope
from tf_contrib_rnn.cells._state import flatten, is_structure, size_shape
from tf_contrib_rnn.cells._subclass import plain_shape
from tf_contrib_rnn.wrappers._inputs import main_inputs, takes_cast_inputs


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class MultiRNNCell(RNNCell):
    """Cells on top of each other: each one's output is the next one's input.

    Args:
        cells: list of cells. The same object twice shares its weights.
        state_is_tuple: whether the state is the tuple of the cells' states; otherwise one tensor
            [batch, sum of sizes], for cells whose states are single tensors.
        **kwargs: see `RNNCell`.

    Raises:
        TypeError: when `cells` is no list of cells.
        ValueError: for an empty list, or a cell with a tuple state and `state_is_tuple=False`.

    Differs from TF1: not at all.
    """

    makes_variables_in_call = False

    def __init__(self, cells, state_is_tuple=True, **kwargs):
        super().__init__(**kwargs)
        if not isinstance(cells, list | tuple):
            raise TypeError(f"cells expects a list of cells, received {cells!r}: wrap it in [].")
        if not cells:
            raise ValueError("cells expects at least one cell, received none: check the list.")
        for cell in cells:
            check_is_cell("cells", cell)
        nested = [cell.state_size for cell in cells if is_structure(cell.state_size)]
        self.state_is_tuple = switch("state_is_tuple", state_is_tuple)
        if nested and not self.state_is_tuple:
            raise ValueError(
                f"state_is_tuple=False expects cells with one state tensor, received {nested[0]}: "
                "pass state_is_tuple=False to those cells too."
            )
        self.cells = list(cells)
        self.autocast = takes_cast_inputs(cells[0])

    def main_inputs(self, inputs):
        """The part that decides an open dtype of the first cell."""
        return main_inputs(self.cells[0], inputs)

    @property
    def state_size(self):
        """The cells' state sizes as a tuple, or their sum."""
        sizes = tuple(cell.state_size for cell in self.cells)
        return sizes if self.state_is_tuple else sum(sizes)

    @property
    def output_size(self):
        """The last cell's output size."""
        return self.cells[-1].output_size

    def build(self, inputs_shape):
        batch = flatten(plain_shape(inputs_shape))[0]
        for index, cell in enumerate(self.cells):
            with variable_scope(f"cell_{index}"):
                self.build_cell(cell, inputs_shape)
            inputs_shape = (batch, *size_shape(cell.output_size))

    def call(self, inputs, state, training=None, noise=None):
        noise = noise or [None] * len(self.cells)
        new_states = []
        for index, parts in enumerate(zip(self.cells, self._states(state), noise, strict=True)):
            cell, cell_state, cell_noise = parts
            with graph_scope(f"cell_{index}"):
                inputs, new_state = call_cell(cell, inputs, cell_state, training, cell_noise)
            new_states.append(new_state)
        if self.state_is_tuple:
            return inputs, tuple(new_states)
        return inputs, ops.concatenate(new_states, axis=-1)

    def draw_noise(self, steps, batch_size, input_size, dtype):
        """The cells' noise as a tuple, None for those that need none."""
        sizes = [input_size, *(cell.output_size for cell in self.cells[:-1])]
        noise = tuple(
            noise_of(cell, steps, batch_size, size, dtype)
            for cell, size in zip(self.cells, sizes, strict=True)
        )
        return None if all(part is None for part in noise) else noise

    def tf1_variables(self):
        """{TF1 path: variable}; an object that stands twice has its variables once."""
        paths = {}
        for cell in self.inner_cells():
            scope = f"{self.tf1_scope.name}/cell_{self.cells.index(cell)}"
            paths.update({f"{scope}/{p}": v for p, v in cell.tf1_variables().items()})
        return paths

    def _states(self, state):
        """The cells' states out of this one's."""
        if self.state_is_tuple:
            return state
        ends, end = [], 0
        for cell in self.cells[:-1]:
            end += cell.state_size
            ends.append(end)
        return ops.split(state, ends, axis=-1) if ends else [state]
