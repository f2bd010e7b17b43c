"""How an inventory prints: one table with the tree of scopes in its first column.

words     sizes, options and runs in a few words
rows      one row a network, cell or layer, with what else there is to say of it
branches  all rows in the order in which they are read, and what is no row
text      the lines, in plain text
terminal  the same lines in a terminal

Names are never cut: they are there to be searched for.
"""

from tf_contrib_rnn.checkpoint.inventory.printing.terminal import Terminal
from tf_contrib_rnn.checkpoint.inventory.printing.text import as_text

__all__ = ["Terminal", "as_text"]
