"""A Keras model of what is in a checkpoint, as a Python module.

expressions  a cell as code
identifiers  names of variables and layers
wiring       which layer reads which, where names and shapes leave no choice
networks     a network as lines
writer       all of them and the layers, each behind what it reads
module       the whole module

With a graph beside the checkpoint `rebuild` writes instead.
"""

from tf_contrib_rnn.checkpoint.inventory.code.module import module_of

__all__ = ["module_of"]
