"""A cell as it could be built again: class, arguments, cells inside; and what it would make."""

import functools
from dataclasses import dataclass, field

import keras

from tf_contrib_rnn.checkpoint.inventory.classes import default_scope, public_class

# What a cell may raise whose arguments, inputs or variables do not go together.
MISFITS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(eq=False)
class Candidate:
    """One way to build what a checkpoint shows.

    Attributes:
        kind: the name of the public class.
        arguments: its arguments, plain values; those at their default are left out.
        cells: the cells among the arguments: one for `cell`, `controller` and `cell_fn`, a list
            for `cells`.
        inputs: the shape of one step's inputs without the batch; for several a list of shapes.
        assumed: arguments that no variable shows, each with what is assumed of it.
    """

    kind: str
    arguments: dict = field(default_factory=dict)
    cells: dict = field(default_factory=dict)
    inputs: list = field(default_factory=list)
    assumed: dict = field(default_factory=dict)

    def named(self, scope: str) -> "Candidate":
        """The same with the `name=` that gives it this scope of its own."""
        arguments = {key: value for key, value in self.arguments.items() if key != "name"}
        if scope != default_scope(self.kind):
            arguments["name"] = scope
        return Candidate(self.kind, arguments, self.cells, self.inputs, self.assumed)

    def make(self):
        """The cell, unbuilt.

        Raises:
            ValueError, TypeError: for arguments that do not go together.
        """
        cells = {
            key: [one.make() for one in value] if isinstance(value, list) else value.make()
            for key, value in self.cells.items()
            if key != "cell_fn"
        }
        if "cell_fn" in self.cells:
            cells["cell_fn"] = self.cells["cell_fn"].factory()
        return public_class(self.kind)(**self.arguments, **cells)

    def factory(self):
        """A function of num_units that makes the cell, as `GridRNNCell` takes it."""
        rest = {key: value for key, value in self.arguments.items() if key != "num_units"}
        cls = public_class(self.kind)
        return functools.partial(cls, **rest) if rest else cls

    @property
    def inputs_shape(self):
        """The shape of a batch of one step's inputs, as `build` takes it."""
        if self.inputs and isinstance(self.inputs[0], list):
            return tuple((None, *shape) for shape in self.inputs)
        return (None, *self.inputs)

    def declared(self) -> dict[str, tuple[int, ...]]:
        """Names and shapes of the variables that the cell would make; none is made.

        Raises:
            ValueError, TypeError: for arguments that do not go together, or with these inputs.
        """
        cell = self.make()
        _make_shapes_only(cell)
        cell.build(self.sequence_shape if _takes_time(cell) else self.inputs_shape)
        return {
            path: tuple(int(size) for size in variable.shape)
            for path, variable in cell.tf1_variables().items()
        }

    @property
    def sequence_shape(self):
        """The shape of inputs over time, time first, of one step's inputs."""
        return (None, *self.inputs_shape)

    @functools.cached_property
    def output_size(self):
        """The width of the output; None where it is no vector."""
        size = self.make().output_size if self.kind != "LSTMBlockFusedCell" else None
        size = self.arguments["num_units"] if size is None else size
        return size if isinstance(size, int) else None


def _takes_time(cell):
    return not hasattr(cell, "state_size")


def _make_shapes_only(cell):
    """Lets a cell, and every cell inside, make shapes where it would make variables."""
    cell.note("make_weight", _shape_only)
    for inner in cell.inner_cells():
        _make_shapes_only(inner)


def _shape_only(path, shape=None, initializer=None, **options):
    if shape is None:
        shape = initializer.shape
    return keras.KerasTensor(tuple(shape), name=path.replace("/", "_"))
