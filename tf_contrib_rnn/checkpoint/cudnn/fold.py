"""The opaque buffers that TF1's layers of cuDNN read, out of a model's variables."""

import keras
import numpy as np

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.cudnn.arrays import matrices, packed
from tf_contrib_rnn.checkpoint.cudnn.networks import canonical_path
from tf_contrib_rnn.checkpoint.cudnn.stacks import Stack, stacks
from tf_contrib_rnn.checkpoint.parts import Part
from tf_contrib_rnn.checkpoint.pieces import gather


def opaque_stack(part: Part) -> Stack | None:
    """The stack of a part that is a layer of cuDNN, which TF1 keeps in a buffer too; else None.

    Args:
        part: a part of a model.
    """
    return next(iter(stacks([part])), None) if _layer_of(part) else None


def _layer_of(part):
    return next((one for one in part.owners if hasattr(one, "canonical_weight_shapes")), None)


def opaque_name(part: Part, pairs: list, variables=()) -> str:
    """What TF1 calls the buffer of a layer of cuDNN.

    TF1 gives the canonical variables of a layer that was called a scope of the layer's own, which
    the buffer stands in; those of a layer that was built first stand beside that scope.

    Args:
        part: a part of a model.
        pairs: `(want, name in the checkpoint)` of its arrays, or of some.
        variables: the variables of the checkpoint by name, where there is one.

    Returns:
        The name; "" for a part that is no layer of cuDNN.
    """
    stack = opaque_stack(part)
    if stack is None:
        return ""
    scope, root = _layer_of(part).tf1_scope.name, _root(stack, pairs)
    own = names.join(root, names.OPAQUE)
    if own in variables or (root and names.numbered(names.leaf(root))[0] == scope):
        return own
    beside = [
        name
        for name in variables
        if names.leaf(name) == names.OPAQUE and names.parent(names.parent(name)) == root
        if variables[name].shape == (stack.sizes.size,)
        if not any(names.under(other, names.parent(name)) for _, other in pairs)
    ]
    return beside[0] if len(beside) == 1 else names.join(names.join(root, scope), names.OPAQUE)


def _root(stack, pairs):
    """The scope below which the canonical variables of a stack are called as TF1 calls them."""
    paths = {
        id(want.variable): canonical_path(stack.sizes, 0, path)
        for path, want in stack.cells[0].wants.items()
    }
    named = [(name, paths[id(w.variable)]) for w, name in pairs if id(w.variable) in paths]
    roots = [names.scope_before(name, path) for name, path in named]
    return next((root for root in roots if root is not None), "")


def buffer(stack: Stack) -> np.ndarray:
    """The opaque buffer [size] of a stack's variables.

    Args:
        stack: the stack.
    """
    cells = []
    for cell in stack.cells:
        found = {
            path: gather(want, keras.ops.convert_to_numpy) for path, want in cell.wants.items()
        }
        cells.append(matrices(stack.sizes.mode, found))
    return packed(cells)
