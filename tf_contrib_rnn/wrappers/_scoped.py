"""What wrappers with variables in a TF1 scope of their own have in common."""

from tf_contrib_rnn.cells._state import flatten, size_shape
from tf_contrib_rnn.wrappers._around import CellWrapper


class ScopedWrapper(CellWrapper):
    """A wrapper with a TF1 scope of its own, in which the wrapped cell's scope stands too."""

    def build_wrapped(self, inputs_shape):
        """Builds the wrapped cell; variables made so far come before its own, others behind."""
        self.note("made_before", len(self.tf1_scope.own))
        self.build_cell(self.cell, inputs_shape)

    def add_linear(self, rows, columns, scope=""):
        """Makes the kernel [rows, columns] and the bias of an affine map."""
        kernel = self.add_variable(f"{scope}kernel", [rows, columns])
        # TF1 takes the scope's partitioner away from these biases, and from no kernel.
        bias = self.add_variable(f"{scope}bias", [columns], initializer="zeros", partitioned=False)
        return kernel, bias

    def tf1_variables(self):
        """{TF1 path: variable} in TF1's order of creation."""
        paths = list(super().tf1_variables().items())  # the wrapper's own come first
        before, own = self.made_before, len(self.tf1_scope.own)
        return dict(paths[:before] + paths[own:] + paths[before:own])


def total_width(sizes, what):
    """The sum of the widths of vectors, from an `output_size` or a `state_size`.

    Raises:
        ValueError: for a size that is no vector's.
    """
    shapes = [size_shape(size) for size in flatten(sizes)]
    if any(len(shape) != 1 for shape in shapes):
        raise ValueError(
            f"cell expects {what} to be vectors, received sizes {shapes}: wrap a cell on vectors."
        )
    return sum(width for (width,) in shapes)
