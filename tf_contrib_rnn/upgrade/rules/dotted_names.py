"""Names written out from TensorFlow or from a part of it.

    tf.contrib.rnn.LSTMCell(n)                ->  rnn.LSTMCell(n)
    tf.nn.dynamic_rnn(cell, x)                ->  rnn.dynamic_rnn(cell, x)
    tf.nn.bidirectional_rnn(f, b, x)          ->  rnn.static_bidirectional_rnn(f, b, x)
    tf.contrib.rnn.core_rnn_cell.GRUCell(n)   ->  rnn.GRUCell(n)

The package is imported where the file needs it. The functions over time become the package's
too: TensorFlow 2 has only some of them, as deprecated ones, and none of its cells.
"""

import libcst as cst
from libcst.metadata import ExpressionContext

from ..names import MIXED_HOMES, split, target
from ..project import ProjectModule
from ..uses import is_package

NAME = "dotted_names"


def visit(module):
    """Replaces what a chain of names reaches."""
    for use in module.uses:
        depth = use.target_depth()
        if depth is None:
            _mixed(module, use)
        elif depth or (not use.bindings and _from_mixed_star(use)):
            _rewrite(module, use, depth)


def _rewrite(module, use, depth):
    node = use.chain[depth]
    if len(use.targets()) > 1:
        reason = f"it can be any of {', '.join(use.targets())}, which are now called differently"
        module.leave(node, NAME, reason, "give each its own name, then run this again")
        return
    (name,) = use.targets()
    if module.contexts.get(node) is not ExpressionContext.LOAD:
        reason = "the program replaces a name of TensorFlow's"
        module.leave(node, NAME, reason, "replace it in the module that uses it")
        return
    prefix = kept_prefix(module, use)
    if prefix is not None and [*use.names(prefix + 1)][: depth - prefix] == [name]:
        return
    base = use.chain[prefix] if prefix is not None else module.package.at(use)
    replace(module, node, cst.Attribute(base, cst.Name(name)))


def replace(module, node, new):
    """Puts ``new`` in the place of ``node``; parentheses around it stay."""
    module.record(node, NAME, node, new)
    module.edit(node, lambda updated: new.with_changes(lpar=updated.lpar, rpar=updated.rpar))


def kept_prefix(module, use):
    """The depth up to which a chain stays, because its beginning now means the package."""
    root = use.root.value
    if not use.bindings and all(map(is_package, use.meanings[0])):  # by a star, from the project
        return 0
    if use.bindings and all(module.is_replaced(root, binding) for binding in use.bindings):
        return 0
    for depth, (left, right) in enumerate(zip(use.meanings, use.meanings[1:], strict=False), 1):
        through = left and all(isinstance(meaning, ProjectModule) for meaning in left)
        if through and right and all(map(is_package, right)):
            return depth
    return None


def _from_mixed_star(use):
    return any(split(meaning)[0] in MIXED_HOMES for meaning in use.meanings[0])


def _mixed(module, use):
    if not use.is_mixed() or len(use.chain) < 2:
        return
    places = [module.place(binding.node).line for binding in use.bindings]
    if kept_prefix_in_part(module, use):
        return
    lines = ", ".join(str(line) for line in sorted(set(places)))
    reason = f"{use.root.value!r} is bound to different things (lines {lines})"
    module.leave(use.chain[-1], NAME, reason, "give each its own name, then run this again")


def kept_prefix_in_part(module, use):
    """Whether what leads to TensorFlow is a module that becomes the package, names as they are."""
    leading = [b for b in use.bindings if module.is_replaced(use.root.value, b)]
    known = [m for m in use.meanings[1] if isinstance(m, str)]
    return bool(leading) and all(target(m) == use.names(1)[0] for m in known)
