"""What is inside a checkpoint, by names and shapes alone, and with the graph that lies beside.

look         `inspect`
scope_tree   variables by scope
networks     where the recurrent networks stand
units        from the variables in a scope to the cell: guess, build, compare
catalogue    how the sizes of each class follow from shapes
foreign      cells that are known and none of ours
handmade     cells that are none at all
layers       what stands around the networks
tell         all of it in plain values, `contents`
printing     a table and a tree
code         a Keras model of it

The graph comes in with `by_graph`, `by_variables` and `wired`.
"""

from tf_contrib_rnn.checkpoint.inventory.contents import Cell, Counter, Layer, Network, Slots
from tf_contrib_rnn.checkpoint.inventory.inventory import Inventory
from tf_contrib_rnn.checkpoint.inventory.look import inspect

__all__ = ["Cell", "Counter", "Inventory", "Layer", "Network", "Slots", "inspect"]
