"""What an inspection finds, as plain values."""

import math
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, cast

import numpy as np

from tf_contrib_rnn.checkpoint.inventory.candidate import Candidate


class Plain:
    """Mixin: `to_dict()`, of what `json` can take."""

    def to_dict(self) -> dict:
        """All fields with a value, those of inner objects too."""
        return {
            one.name: _plain(getattr(self, one.name))
            for one in fields(cast(Any, self))
            if one.metadata.get("plain", True)
        }


def _plain(value):
    if is_dataclass(value):
        return value.to_dict()
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


@dataclass
class Variable(Plain):
    """An array of the checkpoint.

    Attributes:
        name: the name TF 1.15.5 gives it.
        shape: its shape.
        dtype: the name of its type.
        stored: the name in the file, where it is another.
    """

    name: str
    shape: list[int]
    dtype: str
    stored: str = ""

    @property
    def size(self) -> int:
        """Its size in bytes; strings count as one byte each."""
        try:
            width = np.dtype(self.dtype).itemsize
        except TypeError:
            width = 2 if self.dtype == "bfloat16" else 1
        return width * math.prod(self.shape)


@dataclass
class Cell(Plain):
    """A cell of one step, with the cells inside it.

    Attributes:
        scope: its own scope; for a HighwayWrapper, which has none, the one it was called in.
        classes: the public classes that fit, the likeliest first; empty for one that is none.
        num_units: size of its memory or state; None for wrappers and unknown cells.
        input_size: depth of a step's input, or its shape where it is no vector.
        output_size: depth of its output, None where it is no vector.
        num_proj: size of its projection, None without.
        options: its other arguments, by name.
        known: for each option, and for each size, where it is known from: `"weights"`, `"graph"`
            or `"assumed"`.
        direction: `"forward"` or `"backward"`.
        layer: its place in a stack of bidirectional layers, counted from 0.
        called_in: the scope it was called in.
        members: the cells inside.
        foreign: the name of its class, where that is none of ours but known.
        why: one clause on what is strange, for one without classes.
        candidates: for each class what builds the cell.
    """

    scope: str
    classes: list[str]
    num_units: int | None = None
    input_size: int | list | None = None
    output_size: int | None = None
    num_proj: int | None = None
    options: dict = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    direction: str = "forward"
    layer: int = 0
    called_in: str = ""
    members: list["Cell"] = field(default_factory=list)
    foreign: str = ""
    why: str = ""
    candidates: list[Candidate] = field(
        default_factory=list, repr=False, compare=False, metadata={"plain": False}
    )

    @property
    def leaves(self) -> list["Cell"]:
        """The cells of the innermost level, in order."""
        if not self.members:
            return [self]
        return [leaf for member in self.members for leaf in member.leaves]

    @property
    def every(self) -> list["Cell"]:
        """It and all cells inside it, each before those in it."""
        return [self, *(one for member in self.members for one in member.every)]

    @property
    def title(self) -> str:
        """Its likeliest class, in words where it has none."""
        return self.classes[0] if self.classes else self.foreign or "unknown cell"


@dataclass
class Network(Plain):
    """A recurrent network.

    Attributes:
        scope: the scope it was run in, which `restore(scope=)` takes; for both directions the
            one around `fw` and `bw`.
        direction: `"forward"`, `"both"` or `"both, one cell shared"`.
        cells: its outermost cells: one for each layer of a stack and direction.
        kind: `"cell"`, `"bidirectional"`, `"stacked bidirectional"`, `"cuDNN"`, `"Keras"` or
            `"hand-made"`.
        variables: its variables.
        opaque: the variable that holds all its weights once more in cuDNN's own layout, or `""`.
        copy_of: the scope of the network that this one is a copy of, or `""`.
        runs: what a graph beside the checkpoint says of each run: `kind`, `time_major`, `lengths`,
            `reversed`, `steps`, `inputs`, `outputs`; empty without a graph.
        notes: sentences on what a reader should know, contradictions with the graph among them.
    """

    scope: str
    direction: str
    cells: list[Cell]
    kind: str = "cell"
    variables: list[Variable] = field(default_factory=list)
    opaque: str = ""
    copy_of: str = ""
    runs: list[dict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def leaves(self) -> list[Cell]:
        """Its cells of the innermost level, in order."""
        return [leaf for cell in self.cells for leaf in cell.leaves]

    @property
    def every_cell(self) -> list[Cell]:
        """Its cells of all levels, each before those in it."""
        return [one for cell in self.cells for one in cell.every]

    @property
    def input_size(self):
        """Depth of its input, or its shape where it is no vector; None where it is not known."""
        if not self.cells:
            return None
        first = self.cells[0]
        return (
            first.leaves[0].input_size if isinstance(first.input_size, list) else first.input_size
        )

    @property
    def output_size(self) -> int | None:
        """Depth of its output, both directions side by side."""
        last = [cell for cell in self.cells if cell.layer == self.cells[-1].layer]
        widths = [cell.output_size for cell in last]
        if None in widths:
            return None
        return sum(widths) * (2 if "shared" in self.direction else 1)

    @property
    def is_known(self) -> bool:
        """Whether every cell is of a class of ours."""
        return all(cell.classes for cell in self.cells)


@dataclass
class Layer(Plain):
    """A layer around the networks.

    Attributes:
        kind: the Keras class: `"Dense"`, `"Embedding"`, `"Conv2D"`, `"BatchNormalization"`, ….
        scope: the scope of its variables; for bare variables the one they stand in.
        variables: its variables by the name of the Keras weight.
        is_named: whether the variables have names of their roles, in a scope of their own.
        sizes: its arguments that the shapes show, and `inputs`, the depth of its input.
        place: what it reads or goes into, as far as depths tell or a graph says; or `""`.
        known: where `place` is known from: `"weights"` or `"graph"`.
        activation: its activation, where a graph says it.
        copy_of: the scope of the layer that this one is a copy of, or `""`.
    """

    kind: str
    scope: str
    variables: dict[str, Variable]
    is_named: bool = True
    sizes: dict = field(default_factory=dict)
    place: str = ""
    known: str = ""
    activation: str = ""
    copy_of: str = ""

    @property
    def label(self) -> str:
        """Its scope, or the name of its first variable where the scope is not its own."""
        return self.scope if self.is_named else next(iter(self.variables.values())).name


@dataclass
class Slots(Plain):
    """Arrays that an optimizer or an average keeps for the variables.

    Attributes:
        kind: its name in the checkpoint, such as `"Adam"`.
        scope: the scope it was made in, which stands before the variables' names; or `""`.
        variables: how many variables it keeps something for.
        arrays: how many arrays it keeps.
        size: their size in bytes.
    """

    kind: str
    scope: str
    variables: int
    arrays: int
    size: int


@dataclass
class Counter(Plain):
    """A step counter, or another scalar of an optimizer.

    Attributes:
        name: its name.
        dtype: the name of its type.
        value: its value, where it was asked for.
    """

    name: str
    dtype: str
    value: int | float | None = None
