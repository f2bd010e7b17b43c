"""An inventory in plain text, for 80 columns and for pipes."""

import textwrap

from tf_contrib_rnn.checkpoint.inventory.inventory import Inventory
from tf_contrib_rnn.checkpoint.inventory.printing import branches, rows, words

WIDTH = 80
_GAP = "  "


def as_text(inventory: Inventory) -> str:
    """The table and the tree.

    Names are never cut or folded, so that they can be searched for: where a row would be wider
    than 80 columns, its sizes stand in a line below the name.

    Args:
        inventory: the inventory.
    """
    table = table_rows(inventory)
    lines = words.heading(inventory)
    if table:
        lines += ["", *_table(table)]
    lines.append("")
    for branch in branches.of(inventory):
        lines += _branch(branch, 0)
    return "\n".join(lines)


def table_rows(inventory: Inventory) -> list[list[str]]:
    """The rows of the table, without those of copies."""
    networks = [network for network in inventory.networks if not network.copy_of]
    found = [row for network in networks for row in rows.of_network(network)]
    found += [rows.of_layer(layer) for layer in inventory.layers if not layer.copy_of]
    more = len(found) - branches.MOST
    if more > 0:
        last = [f"… and {more} more", *[""] * (len(rows.HEAD) - 1)]
        found = [*found[: branches.MOST], last]
    return found


def _table(table):
    widths = [max(len(row[column]) for row in [rows.HEAD, *table]) for column in range(6)]
    if sum(widths) + len(_GAP) * 5 <= WIDTH:
        return [_line(row, widths) for row in [rows.HEAD, *table]]
    lines = [rows.HEAD[0], "    " + _line(rows.HEAD[1:], widths[1:])]
    for row in table:
        lines += [row[0], "    " + _line(row[1:], widths[1:])]
    return [line.rstrip() for line in lines]


def _line(row, widths):
    return _GAP.join(map(str.ljust, row, widths)).rstrip()


def _branch(branch, depth):
    lead = "  " * depth
    yield from textwrap.wrap(
        branch.text,
        max(WIDTH, len(lead) + 40),
        initial_indent=lead,
        subsequent_indent=lead + "    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    for inner in branch.inner:
        yield from _branch(inner, depth + 1)
