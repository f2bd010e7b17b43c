"""An inventory in a terminal: a table in a frame, a tree with branches."""

from tf_contrib_rnn.checkpoint.inventory.printing import branches, rows, text, words


class Terminal:
    """The table in a frame, where the terminal is wide enough, and the tree.

    Args:
        inventory: the inventory.
    """

    def __init__(self, inventory):
        self.inventory = inventory

    def __rich_console__(self, console, options):
        from rich.text import Text

        frame, table = _frame(self.inventory), text.table_rows(self.inventory)
        title, *others = words.heading(self.inventory)
        wide = options.update(width=1000)
        if table and console.measure(frame, options=wide).maximum > options.max_width:
            yield Text(text.as_text(self.inventory), overflow="fold")
            return
        yield Text(title, style="bold")
        yield from (Text(line) for line in others)
        if table:
            yield frame
        yield _tree(branches.of(self.inventory), title)


def _frame(inventory):
    from rich.table import Table
    from rich.text import Text

    frame = Table()
    for title in rows.HEAD:
        frame.add_column(title, no_wrap=True)
    for row in text.table_rows(inventory):
        frame.add_row(*(Text(cell) for cell in row))
    return frame


def _tree(found, title):
    from rich.text import Text
    from rich.tree import Tree

    tree = Tree(Text(title.partition(" (")[0], style="bold"))
    for branch in found:
        _grow(tree, branch)
    return tree


def _grow(tree, branch):
    from rich.text import Text

    name, colon, rest = branch.text.partition(": ")
    line = Text()
    line.append(name, style="bold" if colon else "")
    line.append(colon + rest)
    if branch.is_warning:
        line.stylize("yellow")
    below = tree.add(line)
    for inner in branch.inner:
        _grow(below, inner)
