"""An inventory in a terminal: the lines of the plain text, the names in bold."""

from tf_contrib_rnn.checkpoint.inventory.printing import text

_STYLES = {"title": "bold", "head": "underline", "detail": "dim", "warning": "yellow"}


class Terminal:
    """The table, with what is less important in fainter letters.

    Args:
        inventory: the inventory.
    """

    def __init__(self, inventory):
        self.inventory = inventory

    def __rich_console__(self, console, options):
        from rich.text import Text

        for line in text.lines_of(self.inventory):
            shown = Text(line.text, style=_STYLES.get(line.role, ""), overflow="fold")
            shown.stylize("bold", 0, line.name)
            yield shown
