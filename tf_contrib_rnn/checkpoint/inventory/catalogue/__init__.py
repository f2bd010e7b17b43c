"""How the sizes of every cell follow from the shapes of its variables, a file a family.

An entry is a function of `{path below the cell's own scope: shape}` that gives `Candidate`s; it
may fail with `KeyError`, `ValueError`, `IndexError` or `TypeError` on shapes of other cells. What
it gives is only a guess: the cell is built from it, and counts when it declares just these
variables. So no entry lists the names of the variables of its cell.
"""

from tf_contrib_rnn.checkpoint.inventory.catalogue import (
    frequency,
    grids,
    gru,
    lstm,
    others,
    planes,
    wrappers,
)

CELLS = {
    **lstm.ENTRIES,
    **gru.ENTRIES,
    **others.ENTRIES,
    **planes.ENTRIES,
    **frequency.ENTRIES,
}
WRAPPERS = wrappers.ENTRIES
GRIDS = grids.ENTRIES
in_a_stack = frequency.in_a_stack
FREQUENCY = tuple(frequency.ENTRIES)
# Wrappers that leave no trace in a checkpoint; only a graph shows them.
INVISIBLE = ("DropoutWrapper", "ResidualWrapper", "DeviceWrapper", "CompiledWrapper")

__all__ = ["CELLS", "FREQUENCY", "GRIDS", "INVISIBLE", "WRAPPERS", "in_a_stack"]
