"""What every wrapper around one cell has in common."""

from tf_contrib_rnn.cells._cell import RNNCell, noise_of
from tf_contrib_rnn.cells._checks import check_is_cell


class CellWrapper(RNNCell):
    """A cell around another one, whose sizes it has unless a subclass says otherwise."""

    makes_variables_in_call = False

    def __init__(self, cell, **kwargs):
        super().__init__(**kwargs)
        check_is_cell("cell", cell)
        self.cell = cell

    @property
    def wrapped_cell(self):
        """The cell inside."""
        return self.cell

    @property
    def state_size(self):
        """The wrapped cell's state size."""
        return self.cell.state_size

    @property
    def output_size(self):
        """The wrapped cell's output size."""
        return self.cell.output_size

    def zero_state(self, batch_size, dtype):
        """The wrapped cell's zero state."""
        if not hasattr(self.cell, "zero_state"):  # Keras' cells have sizes alone
            return super().zero_state(batch_size, dtype)
        return self.cell.zero_state(batch_size, dtype)

    def draw_noise(self, steps, batch_size, input_size, dtype):
        """The wrapped cell's noise."""
        return noise_of(self.cell, steps, batch_size, self.size_passed_on(input_size), dtype)

    def size_passed_on(self, input_size):
        """Size of the wrapped cell's inputs, given that of the wrapper's own."""
        return input_size
