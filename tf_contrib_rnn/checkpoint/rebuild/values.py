"""What the tensors of a graph become: the values that the generated code computes."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(eq=False)
class Value:
    """A tensor of the model to be.

    Attributes:
        shape: its axes, None for an open one; None as a whole where not even their number is known.
        dtype: the name of its type.
        tensor: the tensor of the graph that it is, `""` for one that only the model has.
    """

    shape: tuple | None
    dtype: str
    tensor: str

    @property
    def arguments(self) -> list["Value"]:
        """The values it is computed from."""
        return []


@dataclass(eq=False)
class Given(Value):
    """An input of the model.

    Attributes:
        name: its name in the model.
        is_cut: whether the graph computes it from data that Keras cannot read.
    """

    name: str = ""
    is_cut: bool = False


@dataclass(eq=False)
class Constant(Value):
    """A constant of the graph."""

    array: np.ndarray = None


@dataclass(eq=False)
class Weight(Value):
    """The value of a variable; a layer takes it as its weight."""

    name: str = ""


@dataclass(eq=False)
class Call(Value):
    """An expression.

    Attributes:
        template: the expression, with `{0}`, `{1}`, … for its arguments.
        args: the arguments.
        op: the op of the graph.
        is_infix: whether it needs parentheses inside a larger expression.
        keeps: whether element by element it keeps the axes of its first argument.
    """

    template: str = ""
    args: list[Value] = field(default_factory=list)
    op: str = ""
    is_infix: bool = False
    keeps: bool = False

    @property
    def arguments(self):
        return self.args


@dataclass(eq=False)
class Item(Value):
    """One of several results of a call."""

    of: Value = None
    index: int = 0

    @property
    def arguments(self):
        return [self.of]


@dataclass(eq=False)
class Applied(Value):
    """A layer's call.

    Attributes:
        layer: the layer.
        args: what it is called on.
    """

    layer: "Layer" = None
    args: list[Value] = field(default_factory=list)

    @property
    def arguments(self):
        return self.args


@dataclass(eq=False)
class Layer:
    """A layer of the model.

    Attributes:
        kind: the class, as in `"layers.Dense"`.
        positional: its positional arguments, as code.
        options: its named arguments, as code.
        weights: `{path: variable of the graph}`, the path as the layer's part of a checkpoint
            names it.
        place: the scope of the operation, from which its name is made.
        activation: the name of a following activation that it takes over.
        name: its name, once it has one.
    """

    kind: str
    positional: list[str]
    options: dict[str, str]
    weights: dict[str, str]
    place: str
    activation: str | None = None
    name: str = ""


@dataclass(eq=False)
class Run(Value):
    """A cell that is run over time.

    Its results are `Part`s: the outputs of all steps, that of the last, and states.

    Attributes:
        cell: the `CellFact` of the cell.
        sequence: what it is run over, batch first.
        lengths: the lengths, or None.
        initial: the initial states, flat, None for each that is zeros; empty for all zeros.
        is_reversed: whether it runs from the end.
        place: the scope of its operations.
        scope: the scope to restore it from.
        weights: `{path: variable of the graph}`, those of the cells inside the cell too.
        name: its name, once it has one.
    """

    cell: Any = None
    sequence: Value = None
    lengths: Value | None = None
    initial: list = field(default_factory=list)
    is_reversed: bool = False
    place: str = ""
    scope: str = ""
    weights: dict[str, str] = field(default_factory=dict)
    name: str = ""

    @property
    def arguments(self):
        given = [self.sequence, self.lengths, *self.initial]
        return [value for value in given if value is not None]


@dataclass(eq=False)
class Part(Value):
    """A result of a `Run`.

    Attributes:
        run: the run.
        what: `"sequence"`, `"last"` or `"state"`.
        index: of a state: its number, flat.
    """

    run: Run = None
    what: str = "sequence"
    index: int = 0

    @property
    def arguments(self):
        return [self.run]
