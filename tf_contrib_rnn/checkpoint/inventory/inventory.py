"""`Inventory`: all that a checkpoint holds."""

from dataclasses import dataclass, field
from typing import Any

from tf_contrib_rnn.checkpoint.inventory.contents import (
    Counter,
    Layer,
    Network,
    Plain,
    Slots,
    Variable,
)


@dataclass
class Inventory(Plain):
    """What is inside a checkpoint; prints as a table and a tree.

    Attributes:
        source: the checkpoint's prefix or path.
        format: its format, in words.
        networks: the recurrent networks.
        layers: the layers around them.
        slots: what optimizers keep.
        averages: what moving averages keep.
        counters: step counters and powers of beta.
        unknown: variables that belong to nothing known.
        copies: pairs `[scope, scope]` whose variables are the same by name and shape.
        graph_path: the file of the graph that was read too, or None.
        size: the size of all arrays in bytes.
        arrays: how many arrays there are.
        notes: sentences on the whole.
        graph: the `Graph` that was read too, or None.
        opened: the opened `Source`.
    """

    source: str
    format: str
    networks: list[Network]
    layers: list[Layer]
    slots: list[Slots]
    averages: list[Slots]
    counters: list[Counter]
    unknown: list[Variable]
    copies: list[list[str]]
    graph_path: str | None
    size: int
    arrays: int
    notes: list[str] = field(default_factory=list)
    graph: Any = field(default=None, repr=False, compare=False, metadata={"plain": False})
    opened: Any = field(default=None, repr=False, compare=False, metadata={"plain": False})

    def to_code(self) -> str:
        """A Python module that builds a Keras model of this and restores the checkpoint into it.

        With a graph beside the checkpoint it is the whole inference model. Without one, each
        network and layer whose place in the model no name or shape tells gets an input and an
        output of its own, and what is assumed stands in comments.

        Raises:
            CheckpointError: if something in it cannot be expressed.
        """
        from tf_contrib_rnn.checkpoint.inventory.code import module_of

        return module_of(self)

    def __str__(self) -> str:
        from tf_contrib_rnn.checkpoint.inventory import printing

        return printing.as_text(self)

    def __rich__(self):
        from tf_contrib_rnn.checkpoint.inventory import printing

        return printing.Terminal(self)
