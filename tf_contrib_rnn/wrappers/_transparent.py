"""What wrappers without a TF1 scope of their own have in common."""

import contextlib

from tf_contrib_rnn.cells._cell import RNNCell
from tf_contrib_rnn.cells._getters import get_graph_variable
from tf_contrib_rnn.wrappers._around import CellWrapper
from tf_contrib_rnn.wrappers._inputs import main_inputs, takes_cast_inputs


class TransparentScope:
    """Stands for the wrapped cell's scope: a wrapper adds nothing to a TF1 path.

    Variables of the wrapper itself, in `own`, stand directly in the scope of its caller.
    """

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

    def graph_variable(self, cell, path, **options):
        """Makes `path` with `tf.compat.v1.get_variable` in the caller's scope."""
        return self.own.setdefault(path, get_graph_variable(path, **options))


class TransparentWrapper(CellWrapper):
    """A wrapper whose TF1 paths are those of the cell it wraps."""

    def __init__(self, cell, **kwargs):
        super().__init__(cell, **kwargs)
        self.autocast = takes_cast_inputs(cell)
        if isinstance(cell, RNNCell):
            self.note("tf1_scope", TransparentScope(cell.tf1_scope))

    def main_inputs(self, inputs):
        """The part that decides an open dtype of the wrapped cell."""
        return main_inputs(self.cell, inputs)

    def build(self, inputs_shape):
        self.build_cell(self.cell, inputs_shape)

    def tf1_variables(self):
        """The wrapped cell's {TF1 path: variable}, and the wrapper's own behind them.

        A cell of Keras has none; `checkpoint.restore` finds its variables all the same.
        """
        inner = self.cell.tf1_variables() if hasattr(self.cell, "tf1_variables") else {}
        return {**inner, **self.tf1_scope.own}
