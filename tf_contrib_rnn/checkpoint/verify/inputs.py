"""The model's inputs: which tensor of the graph each is, and what it is fed."""

import keras
import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.graph.nodes import node_name, tensor_name
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf
from tf_contrib_rnn.checkpoint.verify.arrange import for_feeding
from tf_contrib_rnn.checkpoint.verify.feeds import PLACEHOLDERS, draw, shape_of, vocabulary


def match_inputs(network, graph, nodes, tensors: dict, found: list) -> dict:
    """`{input of the model: tensor or tensors of the graph}`, None for lengths it has not.

    Args:
        network: the model.
        graph: the graph.
        nodes: names of the nodes that the compared tensors need.
        tensors: what the user named.
        found: the recurrent networks of the graph.

    Raises:
        CheckpointError: if nothing tells which tensor an input is.
    """
    matched = {name: tensors[name] for name in network.inputs if name in tensors}
    free = {f"{name}:0" for name in nodes if graph.nodes[name].op in PLACEHOLDERS}
    free -= _flat(matched.values())
    for name in network.inputs:
        if name not in matched and name in nodes:
            matched[name] = f"{name}:0"
            free.discard(f"{name}:0")
    lengths = {graph.origin(one.sequence_length) for one in found if one.sequence_length}
    free -= {graph.origin(state) for one in found for state in one.initial_state if state}
    for name, tensor in network.inputs.items():
        if name in matched:
            continue
        fitting = [one for one in free if _may_be(graph, one, tensor, lengths)]
        if not fitting and _is_lengths(tensor):
            matched[name] = None
            continue
        if len(fitting) != 1:
            raise CheckpointError(
                f"nothing tells which tensor of the graph the model's input {name!r} is; name it "
                f"with tensors={{{name!r}: 'tensor:0'}}, the placeholders are "
                f"{', '.join(sorted(free)) or 'none'}."
            )
        matched[name] = fitting[0]
        free.discard(fitting[0])
    return matched


def _flat(values):
    return {tensor_name(one) for one in keras.tree.flatten(list(values))}


def _dtype(graph, tensor):
    return tf.as_dtype(graph.node(tensor).definition.attr["dtype"].type)


def _is_lengths(tensor):
    return len(tensor.shape) == 1 and "int" in keras.backend.standardize_dtype(tensor.dtype)


def _may_be(graph, placeholder, tensor, lengths):
    dtype, shape = _dtype(graph, placeholder), shape_of(graph, placeholder)
    wanted = tf.as_dtype(keras.backend.standardize_dtype(tensor.dtype))
    if not (dtype.is_floating or dtype.is_integer) or dtype.is_floating > wanted.is_floating:
        return False
    if (len(tensor.shape) == 1) != (placeholder in lengths or (shape is not None and
                                    len(shape) == 1)):  # fmt: skip
        return False
    if dtype.is_integer and wanted.is_floating and len(tensor.shape) > 2:
        return False
    return shape is None or (len(shape) > 0 and _shapes_agree(shape, tuple(tensor.shape)))


def _shapes_agree(shape, own):
    if len(shape) != len(own):
        return True
    turned = (*shape[:2][::-1], *shape[2:])
    return any(
        all(None in (size, mine) or size == mine for size, mine in zip(one, own, strict=True))
        for one in (shape, turned)
    )


def arrays_for(network, graph, matched, given, batch: int, steps: int, seed: int, is_large=False):
    """What the model takes and what the graph is fed for it.

    Args:
        network: the model.
        graph: the graph.
        matched: what `match_inputs` returns, a dict.
        given: `{name: array}` that the user gave, by input or by tensor.
        batch: the number of sequences where nothing else says it.
        steps: the number of steps where nothing else says it.
        seed: what numbers are drawn from.
        is_large: whether drawn real numbers are above 1.

    Returns:
        `(arrays in the order of the model's inputs, {tensor: array}, used sizes)`.
    """
    generator = np.random.default_rng(seed)
    sizes = _sizes(network, graph, matched, given, batch, steps)
    arrays, feeds = [], {}
    for name, tensor in network.inputs.items():
        target = matched[name]
        array = _given(name, target, given)
        if array is None:
            array = _drawn(network, graph, tensor, target, sizes, generator)
            if is_large and array.dtype.kind == "f":
                array = 1 + np.abs(array)
        arrays.append(array.astype(keras.backend.standardize_dtype(tensor.dtype)))
        if target is not None:
            feeds |= _fed(graph, name, target, array)
    return arrays, feeds, sizes


def _given(name, target, given):
    names = [name, target, node_name(target)] if isinstance(target, str) else [name]
    found = next((given[one] for one in names if one in given), None)
    return None if found is None else np.asarray(found)


def _sizes(network, graph, matched, given, batch, steps):
    """The batch and the steps: those of what is given, those the graph or model fixes, or ours."""
    found = {0: set(), 1: set()}
    for name, tensor in network.inputs.items():
        array = _given(name, matched[name], given)
        shapes = [tuple(tensor.shape)] if array is None else [array.shape]
        fixed = shape_of(graph, matched[name]) if isinstance(matched[name], str) else None
        if array is None and fixed is not None and len(fixed) == len(tensor.shape):
            swapped = len(fixed) > 1 and fixed[1] is None and fixed[0] is not None and (
                tensor.shape[1] in (None, fixed[0]) and tensor.shape[0] is None)  # fmt: skip
            shapes.append((fixed[1], fixed[0]) if swapped else fixed)
        for shape in shapes:
            for axis in (0, 1)[: len(shape)]:
                if shape[axis] is not None and (axis == 0 or len(shape) > 1):
                    found[axis].add(int(shape[axis]))
    if len(found[0]) > 1 and any(tensor.shape[0] is None for tensor in network.inputs.values()):
        raise CheckpointError(
            f"the model, the graph and the inputs want batches of {sorted(found[0])}; build the "
            "model with an open batch, or pass inputs of one size."
        )
    return min(found[0], default=batch), min(found[1], default=steps)


def _drawn(network, graph, tensor, target, sizes, generator):
    if target is None:
        return np.full(sizes[0], sizes[1], "int32")
    shape = [size if size is not None else sizes[min(axis, 1)] + max(0, axis - 1)
             for axis, size in enumerate(tensor.shape)]  # fmt: skip
    dtype = keras.backend.standardize_dtype(tensor.dtype)
    tensors = [target] if isinstance(target, str) else list(keras.tree.flatten(target))
    of_graph = _dtype(graph, tensors[0]) if graph.node(tensors[0]).op in PLACEHOLDERS else None
    whole = np.dtype(dtype).kind in "iu" or (of_graph is not None and of_graph.is_integer)
    if not whole:
        return draw(shape, dtype, None, generator)
    bounds = [vocabulary(graph, one) for one in tensors]
    bounds += [layer.input_dim for layer in network.takers(tensor.name)
               if isinstance(layer, keras.layers.Embedding)]  # fmt: skip
    bounds = [bound for bound in bounds if bound]
    if len(shape) == 1 and not bounds:
        lengths = generator.integers(1, sizes[1] + 1, size=shape).astype("int32")
        lengths[:1] = sizes[1]
        return lengths
    return draw(shape, "int32", min(bounds, default=2), generator)


def _fed(graph, name, target, array):
    if not isinstance(target, str):
        tensors = list(keras.tree.flatten(target))
        return {tensor_name(one): array[:, step] for step, one in enumerate(tensors)}
    node = graph.node(target)
    if node.op in PLACEHOLDERS:
        array = array.astype(_dtype(graph, target).as_numpy_dtype)
    fed = for_feeding(array, shape_of(graph, target))
    if fed is None:
        raise CheckpointError(
            f"the graph's {target!r} is {list(shape_of(graph, target))} and the model's input "
            f"{name!r} is {list(array.shape)}; name the tensor that the input stands for with "
            "tensors=, or pass another batch_size or steps."
        )
    return {tensor_name(target): fed}
