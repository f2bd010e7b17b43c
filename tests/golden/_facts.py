"""The JSON file beside each .npz: what its arrays are, and facts that are no arrays."""

import collections

import tensorflow as tf


def facts_of(case, recording, arrays):
    """Describe one recording.

    Args:
        case: the case.
        recording: its finished `Recording`.
        arrays: the content of the .npz file, in order.

    Returns:
        A dict that can be written as JSON.
    """
    cell = recording.cell
    return collections.OrderedDict([
        ("name", case["name"]),
        ("symbol", case["symbol"]),
        ("arguments", case["arguments"]),
        ("state_size", nested(cell.state_size)),
        ("state_size_repr", repr(cell.state_size)),
        ("output_size", nested(cell.output_size)),
        ("output_size_repr", repr(cell.output_size)),
        ("variables", recording.facts),
        ("graph_seed", None),
        ("op_seeds", recording.watch.op_seeds),
        ("arrays", [{"key": key, "shape": list(array.shape), "dtype": str(array.dtype)}
                    for key, array in arrays.items()]),
    ])


def nested(size):
    """Write a state_size or output_size as numbers, lists and {"shape": [...]}."""
    if isinstance(size, tf.TensorShape):
        return {"shape": size.as_list()}
    if isinstance(size, (tuple, list)):
        return [nested(item) for item in size]
    return int(size)
