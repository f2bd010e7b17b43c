"""An inventory in plain text, for 80 columns and for pipes."""

import textwrap
from typing import NamedTuple

from tf_contrib_rnn.checkpoint.inventory.inventory import Inventory
from tf_contrib_rnn.checkpoint.inventory.printing import branches, rows, words

WIDTH = 80
_GAP = "  "


class Line(NamedTuple):
    """A line of the print-out.

    Attributes:
        text: the line.
        role: `"title"`, `"head"`, `"row"`, `"detail"`, `"warning"` or `""`.
        name: how many of its characters are the name of a row.
    """

    text: str
    role: str = ""
    name: int = 0


def as_text(inventory: Inventory) -> str:
    """The table and what stands below it.

    Names are never cut or folded, so that they can be searched for: one that leaves no room for
    the columns has a line of its own.

    Args:
        inventory: the inventory.
    """
    return "\n".join(line.text for line in lines_of(inventory))


def lines_of(inventory: Inventory):
    """The lines of the print-out."""
    title, *others = words.heading(inventory)
    yield Line(title, "title")
    yield from (Line(line) for line in others)
    for note in branches.notes(inventory):
        yield from _wrapped(note, 0, "")
    table = branches.table(inventory)
    if table:
        yield Line("")
        yield from _table(table)
    rest = branches.rest(inventory)
    if rest:
        yield Line("")
    for branch in rest:
        yield from _lines(branch, 0, [])


def _table(table):
    flat = [pair for branch in table for pair in _flat(branch, 0)]
    found = [(2 * depth + len(branch.text), branch.columns) for depth, branch in flat]
    # A class with no sizes beside it may be as wide as it wants.
    columns = list(zip(rows.HEAD[1:], *(one for _, one in found if any(one[1:])), strict=True))
    widths = [max(map(len, column)) for column in columns]
    room = WIDTH - sum(widths) - len(_GAP) * len(widths)
    fitting = [length for length, one in found if one and length <= room]
    widths.insert(0, max([*fitting, min(len(rows.HEAD[0]), room)]))
    yield Line(_row(rows.HEAD, widths), "head")
    for branch in table:
        yield from _lines(branch, 0, widths)


def _flat(branch, depth):
    yield depth, branch
    for inner in branch.inner:
        yield from _flat(inner, depth + 1)


def _lines(branch, depth, widths):
    if branch.columns:
        name = "  " * depth + branch.text
        if len(name) > widths[0]:
            yield Line(name, "row", len(name))
            yield Line(_row(["", *branch.columns], widths), "row")
        else:
            yield Line(_row([name, *branch.columns], widths), "row", len(name))
    else:
        yield from _wrapped(branch, depth, "detail" if widths and depth else "")
    for inner in branch.inner:
        yield from _lines(inner, depth + 1 + bool(branch.columns and not inner.columns), widths)


def _row(cells, widths):
    name, *words_of, size = cells
    first = [one.ljust(width) for one, width in zip([name, *words_of], widths, strict=False)]
    return _GAP.join([*first, size.rjust(widths[-1])]).rstrip()


def _wrapped(branch, depth, role):
    lead = "  " * depth
    lines = textwrap.wrap(
        branch.text,
        max(WIDTH, len(lead) + 40),
        initial_indent=lead,
        subsequent_indent=lead + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield from (Line(line, "warning" if branch.is_warning else role) for line in lines)
