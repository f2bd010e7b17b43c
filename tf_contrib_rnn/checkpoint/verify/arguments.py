"""What the user passes to `verify`, checked before anything runs."""

import math
import os
from collections.abc import Mapping
from numbers import Integral, Real

import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.sources import read_graph_def


def check_numbers(batch_size, steps, seed, tolerance) -> None:
    """Raises a `CheckpointError` for sizes that feed nothing, and for what is no number."""
    sizes = (("batch_size", batch_size, 1), ("steps", steps, 1), ("seed", seed, 0))
    for name, value, least in sizes:
        if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
            raise CheckpointError(
                f"{name}= is a whole number from {least} on, received {value!r}; pass one."
            )
    if not isinstance(tolerance, Real) or not 0 <= float(tolerance) < math.inf:
        raise CheckpointError(
            f"tolerance= is a number from 0 on, such as 1e-5, received {tolerance!r}; pass one."
        )


def definition_of(graph):
    """The `GraphDef` that `graph=` stands for.

    Args:
        graph: a path, or a `GraphDef`.

    Raises:
        CheckpointError: for anything else, or a file that holds no graph.
    """
    if hasattr(graph, "node"):
        return graph
    if not isinstance(graph, (str, os.PathLike)):
        raise CheckpointError(
            f"graph= is the path of a graph, or a GraphDef, received {graph!r}; pass one of them."
        )
    return read_graph_def(graph)


def by_name(tensors) -> dict:
    """`tensors=` with names for layers.

    Args:
        tensors: `{layer or name: tensor or tensors}`, or None.

    Raises:
        CheckpointError: if it is no mapping, or a key is neither a layer nor a name.
    """
    tensors = {} if tensors is None else tensors
    is_mapping = isinstance(tensors, Mapping)
    if not is_mapping or not all(isinstance(k, str) or hasattr(k, "name") for k in tensors):
        raise CheckpointError(
            f"tensors= gives tensors of the graph by layer or name of a layer, received {tensors!r}"
            "; pass a dict such as {'lstm': 'rnn/transpose_1:0'}."
        )
    return {key if isinstance(key, str) else key.name: one for key, one in tensors.items()}


def given_inputs(network, inputs) -> dict:
    """`inputs=` by name of an input or of a placeholder.

    Args:
        network: the `Network`.
        inputs: a dict by name, an array, a list of arrays in the order of the inputs, or None.

    Raises:
        CheckpointError: if the arrays are too few or too many, or one holds no numbers.
    """
    if inputs is None:
        return {}
    if isinstance(inputs, Mapping):
        found = {str(key).removesuffix(":0"): value for key, value in inputs.items()}
    else:
        arrays = list(inputs) if isinstance(inputs, (list, tuple)) else [inputs]
        if len(arrays) != len(network.inputs):
            raise CheckpointError(
                f"the model takes {len(network.inputs)} inputs, received {len(arrays)}; pass one "
                "array for each."
            )
        found = dict(zip(network.inputs, arrays, strict=True))
    for name, array in found.items():
        array = np.asarray(array)
        if not array.size or array.dtype.kind in "OSU":
            raise CheckpointError(
                f"inputs= gives {name!r} an array of {array.dtype} {list(array.shape)}, which "
                "holds no numbers to feed; pass one sequence or more, of one step or more."
            )
    return found
