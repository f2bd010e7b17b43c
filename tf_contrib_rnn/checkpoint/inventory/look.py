"""`inspect`: opening a checkpoint and looking at the names and shapes in it."""

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.inventory import tell
from tf_contrib_rnn.checkpoint.inventory.contents import Counter, Variable
from tf_contrib_rnn.checkpoint.inventory.inventory import Inventory
from tf_contrib_rnn.checkpoint.inventory.networks import find
from tf_contrib_rnn.checkpoint.inventory.scope_tree import tree_of
from tf_contrib_rnn.checkpoint.sorting import sort_out
from tf_contrib_rnn.checkpoint.sources import open_source
