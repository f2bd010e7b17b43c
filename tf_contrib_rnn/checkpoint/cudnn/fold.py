"""The opaque buffers that TF1's layers of cuDNN read, out of a model's variables."""

from collections.abc import Callable
from functools import partial

import keras
import numpy as np

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.cudnn.arrays import matrices, packed
from tf_contrib_rnn.checkpoint.cudnn.stacks import Stack, stacks
from tf_contrib_rnn.checkpoint.parts import Part
from tf_contrib_rnn.checkpoint.pieces import gather


def opaque_kernels(scopes: dict[Part, str]) -> dict[str, Callable[[], np.ndarray]]:
    """What a TF1 Saver wants of layers of cuDNN beside their canonical variables.

    Args:
        scopes: the scope of each part of a model; only those that are layers of cuDNN count.

    Returns:
        For the name of each `opaque_kernel` a function that makes its values [size].
    """
    found = {}
    for part, scope in scopes.items():
        layer = next((one for one in part.owners if hasattr(one, "canonical_weight_shapes")), None)
        for stack in stacks([part]) if layer is not None else []:
            name = names.join(names.join(scope, layer.tf1_scope.name), names.OPAQUE)
            found[name] = partial(buffer, stack)
    return found


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
