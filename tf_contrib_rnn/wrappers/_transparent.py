"""What wrappers without variables and without a TF1 scope of their own have in common."""

import contextlib

from tf_contrib_rnn.cells._cell import RNNCell
from tf_contrib_rnn.wrappers._checks import check_is_cell
from tf_contrib_rnn.wrappers._inputs import main_inputs, takes_cast_inputs


class TransparentScope:
    """Stands for the wrapped cell's scope: a wrapper adds nothing to a TF1 path."""

    def __init__(self, inner):
        self._inner = inner
        self.own = {}
        self.settled = False

    @property
    def name(self):
        """The wrapped cell's own scope."""
        return self._inner.name

    @name.setter
    def name(self, name):
        self._inner.name = name

    @property
    def full_name(self):
        """The wrapped cell's full scope name."""
        return self._inner.full_name

    @property
    def called_in(self):
        """The scope around the wrapped cell's first call."""
        return self._inner.called_in

    def request(self, scope):
        """Passes a `scope=` argument on."""
        self._inner.request(scope)

    @contextlib.contextmanager
    def entered(self, cell, scope=None):
        """Enters nothing; a `scope=` argument is the wrapped cell's."""
        if scope is not None:
            self.request(scope)
        yield

    @contextlib.contextmanager
    def building(self, cell):
        """Enters nothing."""
        yield


class TransparentWrapper(RNNCell):
    """A wrapper whose variables, sizes and TF1 paths are those of the cell it wraps."""

    makes_variables_in_call = False

    def __init__(self, cell, **kwargs):
        super().__init__(**kwargs)
        check_is_cell("cell", cell)
        self.cell = cell
        self.autocast = takes_cast_inputs(cell)
        if isinstance(cell, RNNCell):
            self.note("tf1_scope", TransparentScope(cell.tf1_scope))

    def main_inputs(self, inputs):
        """The part that decides an open dtype of the wrapped cell."""
        return main_inputs(self.cell, inputs)

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
        return self.cell.zero_state(batch_size, dtype)

    def build(self, inputs_shape):
        self.build_cell(self.cell, inputs_shape)

    def draw_noise(self, steps, batch_size, input_size, dtype):
        """The wrapped cell's noise."""
        return self.cell.draw_noise(steps, batch_size, input_size, dtype)

    def tf1_variables(self):
        """The wrapped cell's {TF1 path: variable}."""
        return self.cell.tf1_variables()
