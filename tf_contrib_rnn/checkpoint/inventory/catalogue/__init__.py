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
# Wrappers that leave no trace in a checkpoint; only a graph shows them.
INVISIBLE = ("DropoutWrapper", "ResidualWrapper", "DeviceWrapper", "CompiledWrapper")


def on_top_of(cell, below):
    """A cell with what only its place in a stack says of it: the widths of the one below."""
    width = below.output_size
    if cell.kind in frequency.ENTRIES and width is not None and cell.inputs != [width]:
        return frequency.in_a_stack(cell, width)
    return cell


def with_something_on_top(cell):
    """A cell whose outputs another one takes."""
    return grids.with_one_output(cell) if cell.kind in GRIDS else cell


__all__ = ["CELLS", "GRIDS", "INVISIBLE", "WRAPPERS", "on_top_of", "with_something_on_top"]
