"""Values that are sizes, and values that are only views of others."""

from dataclasses import dataclass

from tf_contrib_rnn.checkpoint.rebuild.values import Value


@dataclass(eq=False)
class Sizes(Value):
    """A shape, or one axis of it: whole numbers that the code writes as such.

    Attributes:
        items: each a number, or a `Size`.
        is_scalar: whether it is one number, not a list.
    """

    items: tuple = ()
    is_scalar: bool = False


@dataclass(frozen=True, eq=False)
class Size:
    """The open size of an axis of a value."""

    of: Value
    axis: int

    def same(self, other) -> bool:
        """Whether it is surely the same number."""
        return isinstance(other, Size) and other.axis == self.axis and other.of is self.of


@dataclass(eq=False)
class Flat(Value):
    """A value with all but its last axis in one; undone by the reshape that follows a layer."""

    base: Value = None

    @property
    def arguments(self):
        return [self.base]


@dataclass(eq=False)
class Turned(Value):
    """A value with its axes in another order; undone by the transposition that follows."""

    base: Value = None
    order: tuple = ()

    @property
    def arguments(self):
        return [self.base]


@dataclass(eq=False)
class Step(Value):
    """A value at one place of one axis, which the result does not have any more."""

    base: Value = None
    axis: int = 0
    place: int = 0

    @property
    def arguments(self):
        return [self.base]


@dataclass(eq=False)
class Slab(Value):
    """One of the equal pieces into which a value is split along an axis."""

    base: Value = None
    axis: int = 0
    place: int = 0
    count: int = 1

    @property
    def arguments(self):
        return [self.base]
