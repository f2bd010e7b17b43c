"""`GridRNNCell`: cells along the dimensions of a grid."""

import itertools

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import RNNCell, call_cell, noise_of
from tf_contrib_rnn.cells._checks import switch
from tf_contrib_rnn.cells._identifiers import activation_from
from tf_contrib_rnn.cells._math import linear
from tf_contrib_rnn.cells._scope import graph_scope, variable_scope
from tf_contrib_rnn.cells._state import flatten, is_structure, pack_like, positive_size
from tf_contrib_rnn.cells.lstm import LSTMCell
from tf_contrib_rnn.wrappers._grid import Grid, check_inner_cell, maker


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class GridRNNCell(RNNCell):
    """Recurrent cells along the dimensions of a grid, each of which sees all the others.

        m_d = x_d P_m,  c_d = x_d P_c                     for the input dimensions d
        for the dimensions without priority, then for those with it:
            h'_d, (c'_d, h'_d) = cell_d([m_0, ..., m_(D-2)], (c_d, m_(D-1)))
            h'_d = non_recurrent_fn([m_0, ..., m_(D-1)] W_d + b_d)    of a non-recurrent one
            m_d = h'_d                                    for all d of the group, at its end
        output = (h'_d of the output dimensions),  state = (state of the recurrent dimensions)

    D is the number of dimensions, x_d the d-th equal part of the inputs, m_d the output and c_d
    the memory of dimension d in the step before. A projected input takes the place of the stored
    state. A cell without a memory (GRU, BasicRNN) has the state m_(D-1) alone, and no P_c.

    Args:
        num_units: size N of each dimension.
        num_dims: number of dimensions D.
        input_dims: dimension, or list of dimensions, that take the inputs.
        output_dims: dimension, or list of dimensions, that make the output.
        priority_dims: dimension, or list of dimensions, computed last from the others' outputs.
        non_recurrent_dims: dimension, or list of dimensions, without a state; each must be an
            input dimension.
        tied: whether all dimensions share their weights, the recurrent ones theirs and the
            non-recurrent ones theirs.
        cell_fn: function of num_units that makes the cell of one dimension, whose state is one
            tensor or a tuple (c, h); None for `LSTMCell`. To be saved it must be registered with
            `keras.saving.register_keras_serializable`.
        non_recurrent_fn: Keras name or function of the non-recurrent dimensions; None for relu.
        state_is_tuple: whether the state is the tuple of the cells' states; otherwise one tensor.
        output_is_tuple: whether the output is a tuple of the dimensions' outputs; otherwise one
            tensor.
        **kwargs: see `RNNCell`; the roles of the variables are `projection` (`project_m_<d>`,
            `project_c_<d>`), and `kernel` and `bias` of the non-recurrent dimensions.

    Raises:
        TypeError: when `cell_fn` makes no cell.
        ValueError: for dimensions that are none, a cell of another kind, or inputs that cannot
            be divided.

    Differs from TF1: a non-recurrent dimension needs no initializer of the surrounding scope, and
    works with `tied` too; `state_is_tuple=False` works for cells without a memory and for the
    default cell. All these failed in TF1.

    Paper: Kalchbrenner, Danihelka and Graves, "Grid Long Short-Term Memory", 2016.
    """

    makes_variables_in_call = False
    weight_roles = ("projection", "kernel", "bias")

    def __init__(
        self,
        num_units,
        num_dims=1,
        input_dims=None,
        output_dims=None,
        priority_dims=None,
        non_recurrent_dims=None,
        tied=False,
        cell_fn=None,
        non_recurrent_fn=None,
        state_is_tuple=True,
        output_is_tuple=True,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.grid = Grid.parsed(
            num_dims, input_dims, output_dims, priority_dims, non_recurrent_dims
        )
        self.tied = switch("tied", tied)
        self.non_recurrent_fn = activation_from(non_recurrent_fn, "relu", "non_recurrent_fn")
        self.state_is_tuple = switch("state_is_tuple", state_is_tuple)
        self.output_is_tuple = switch("output_is_tuple", output_is_tuple)
        make, count = maker(cell_fn, LSTMCell), len(self.grid.recurrent)
        made = [make(self.num_units) for _ in range(1 if tied else max(count, 1))]
        for cell in made:
            check_inner_cell(cell)
        self.has_memory = is_structure(made[0].state_size)
        self.cells = made * count if tied else made[:count]

    @classmethod
    def default_tf1_scope(cls):
        """TF1's scope of a grid: the class name as it is written."""
        return cls.__name__

    @property
    def state_size(self):
        """The recurrent dimensions' state sizes as a tuple, or their sum."""
        sizes = tuple(cell.state_size for cell in self.cells)
        return sizes if self.state_is_tuple else sum(flatten(sizes))

    @property
    def output_size(self):
        """The output dimensions' sizes as a tuple, or their sum."""
        sizes = tuple(self._width(dim) for dim in self.grid.outputs)
        return sizes if self.output_is_tuple else sum(sizes)

    def _cell(self, dim):
        """The cell of a recurrent dimension; None of another one."""
        recurrent = self.grid.recurrent
        return self.cells[recurrent.index(dim)] if dim in recurrent else None

    def _width(self, dim):
        """Size of the output of a dimension."""
        cell = self._cell(dim)
        return self.num_units if cell is None else cell.output_size

    def _scope(self, dim):
        """TF1 scope of a dimension's weights, below the grid's own."""
        kind = "non_recurrent" if self._cell(dim) is None else "recurrent"
        return kind if self.tied else f"{kind}/cell_{dim}"

    def build(self, inputs_shape):
        grid, depth = self.grid, self.input_depth(inputs_shape)
        grid.check_depth(self.name, depth)
        projections = {dim: self._add_projections(dim, depth) for dim in grid.inputs if depth}
        self.note("projections", projections)  # the variables are tracked, the tables need not be
        self.note("transfers", {})
        self.note("input_sizes", {})
        widths = [
            self.num_units if dim in projections else self._width(dim)
            for dim in range(grid.num_dims)
        ]
        for dims in grid.groups:
            for dim in dims:
                self._build_dimension(dim, inputs_shape[0], widths)
            widths = [self._width(d) if d in dims else width for d, width in enumerate(widths)]

    def _add_projections(self, dim, depth):
        shape = [depth // len(self.grid.inputs), self.num_units]
        return [
            self.add_variable(f"project_{letter}_{dim}", shape, role="projection")
            for letter in ("mc" if self.has_memory else "m")
        ]

    def _build_dimension(self, dim, batch, widths):
        self.input_sizes[dim] = sum(widths[:-1])
        cell, scope = self._cell(dim), self._scope(dim)
        if cell is not None:
            with variable_scope(scope):
                self.build_cell(cell, (batch, sum(widths[:-1])))
        elif self.tied and self.transfers:
            self.transfers[dim] = next(iter(self.transfers.values()))
        else:
            shape, path = [sum(widths), self.num_units], f"{scope}/fully_connected"
            self.transfers[dim] = [
                self.add_variable(f"{path}/weights", shape, role="kernel"),
                self.add_variable(f"{path}/biases", shape[1:], initializer="zeros", role="bias"),
            ]

    def call(self, inputs, state, training=None, noise=None):
        c, m = self._memories(state)
        self._project(inputs, c, m)
        noise = dict(zip(self.grid.recurrent, noise or [None] * len(self.cells), strict=True))
        states = {}
        for dims in self.grid.groups:
            # A group sees what stood there before it, TF1's rule for the priority of dimensions.
            seen = ops.concatenate([m[-1][:, :0], *m[:-1]], axis=-1)
            new = {d: self._run(d, seen, c[d], m[-1], training, noise.get(d)) for d in dims}
            m = [new[d][0] if d in dims else old for d, old in enumerate(m)]
            states.update({d: new_state for d, (_, new_state) in new.items()})
        outputs = tuple(m[d] for d in self.grid.outputs)
        states = tuple(states[d] for d in self.grid.recurrent)
        return (
            outputs if self.output_is_tuple else _joined(inputs, outputs),
            states if self.state_is_tuple else _joined(inputs, flatten(states)),
        )

    def _memories(self, state):
        """Lists of every dimension's c and m; None where there is none."""
        if not self.state_is_tuple:
            sizes = tuple(cell.state_size for cell in self.cells)
            *ends, _ = [0, *itertools.accumulate(flatten(sizes))]
            state = ops.split(state, ends[1:], axis=-1) if ends[1:] else [state]
            state = pack_like(sizes, state)
        c, m = [None] * self.grid.num_dims, [None] * self.grid.num_dims
        for dim, part in zip(self.grid.recurrent, state, strict=True):
            c[dim], m[dim] = part if self.has_memory else (None, part)
        return c, m

    def _project(self, inputs, c, m):
        """Puts the projected inputs in the place of the input dimensions' memories."""
        if not self.projections:
            return
        parts = ops.split(inputs, len(self.projections), axis=-1)
        for part, (dim, (to_m, *to_c)) in zip(parts, self.projections.items(), strict=True):
            m[dim] = linear(part, None, to_m)
            c[dim] = linear(part, None, *to_c) if to_c else None

    def _run(self, dim, seen, c, m, training, noise):
        """One dimension: its output, and the new state of a recurrent one."""
        cell = self._cell(dim)
        if cell is None:
            return self.non_recurrent_fn(linear(seen, m, *self.transfers[dim])), None
        with graph_scope(self._scope(dim)):
            return call_cell(cell, seen, (c, m) if self.has_memory else m, training, noise)

    def draw_noise(self, steps, batch_size, input_size, dtype):
        """The cells' noise as a tuple, None for those that need none."""
        noise = tuple(
            noise_of(self._cell(dim), steps, batch_size, self.input_sizes[dim], dtype)
            for dim in self.grid.recurrent
        )
        return None if all(part is None for part in noise) else noise

    def tf1_variables(self):
        """{TF1 path: variable} in TF1's order: projections, then the dimensions as they run."""
        if not self.built:
            return super().tf1_variables()  # which refuses
        own, name = self.tf1_scope.own, self.tf1_scope.name
        paths = {f"{name}/{p}": v for p, v in own.items() if p.startswith("project_")}
        for dim in itertools.chain(*self.grid.groups):
            scope, cell = self._scope(dim), self._cell(dim)
            if cell is None:
                found = {p: v for p, v in own.items() if p.startswith(f"{scope}/")}
            else:
                found = {f"{scope}/{p}": v for p, v in cell.tf1_variables().items()}
            paths.update({f"{name}/{p}": v for p, v in found.items()})
        return paths


def _joined(inputs, parts):
    """The parts as one tensor, which of no parts has no columns."""
    return ops.concatenate(parts, axis=-1) if parts else inputs[:, :0]
