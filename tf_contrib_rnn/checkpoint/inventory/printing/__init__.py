"""How an inventory prints: a table of sizes, a tree of what is what, and what else there is.

words     cells, networks and layers in a few words
rows      the rows of the table
branches  the tree
text      both in plain text
terminal  both in a terminal

Names are never cut: they are there to be searched for.
"""

from tf_contrib_rnn.checkpoint.inventory.printing.terminal import Terminal
from tf_contrib_rnn.checkpoint.inventory.printing.text import as_text

__all__ = ["Terminal", "as_text"]
