"""Assignments that only led to recurrent names: they go, as TensorFlow 2 has no tf.contrib.

contrib = tf.contrib                    ->
cell = contrib.rnn.GRUCell(n)           ->  cell = rnn.GRUCell(n)
"""

import libcst as cst

from ..names import GONE
from ..removal import removed
from .imports import is_spent

NAME = "contrib_aliases"


def visit(module):
    """Removes assignments that nothing needs any more."""
    for node in module.nodes(cst.Assign):
        target = node.targets[0].target
        if len(node.targets) > 1 or not isinstance(target, cst.Name):
            continue
        meanings = module.resolver.meanings(node.value)
        if not meanings or not all(meaning in GONE for meaning in meanings):
            continue
        scope = module.scopes[target]
        binding = next(a for a in scope[target.value] if a.node is target)
        if is_spent(module, target.value, binding):
            module.record(node, NAME, node, "")
            module.edit(node, removed)
