"""Which batches a model takes: of any size though its graph was made for one, or the reverse."""

import re

from tf_contrib_rnn.checkpoint.rebuild.values import Call, Constant, Given
from tf_contrib_rnn.checkpoint.rebuild.view_values import Slab, Step, Turned


def are_free(values) -> bool:
    """Whether nothing between inputs and outputs says the size of the batch.

    Args:
        values: all values of the model.
    """
    inputs = [value for value in values if isinstance(value, Given)]
    sizes = {value.shape[0] for value in inputs}
    if any(value.is_cut for value in inputs) or len(sizes) != 1 or None in sizes:
        return False
    (size,) = sizes
    return not any(_says(value, size) for value in values)


def needed(values) -> dict[int, int]:
    """The batch that inputs must have because something of a fixed batch is joined to them.

    Args:
        values: all values of the model, each after what it is computed from.

    Returns:
        `{id of an input: size}`.
    """
    found = {}
    for value in values:
        if not (
            isinstance(value, Call) and value.op == "Concat" and "axis=0" not in value.template
        ):
            continue
        constants = [arg for arg in value.args if isinstance(arg, Constant) and arg.array.ndim > 1]
        for size in {one.array.shape[0] for one in constants} - {1}:
            found |= {id(one): size for one in _inputs_of(value) if one.shape[0] is None}
    return found


def _inputs_of(value):
    """The inputs that a value holds the rows of."""
    waiting, found = [value], []
    while waiting:
        current = waiting.pop()
        if isinstance(current, Given):
            found.append(current)
        elif isinstance(current, Slab | Step) or (isinstance(current, Call) and (
            current.keeps or current.op in ("Concat", "Slice", "StridedSlice"))):  # fmt: skip
            waiting += list(current.arguments)
    return found


def _says(value, size):
    if isinstance(value, Constant):
        return size in value.array.shape or (value.array.ndim == 1 and size in value.array)
    if isinstance(value, Call):
        return re.search(rf"\b{size}\b|axis=0", value.template) is not None
    if isinstance(value, Turned):
        return value.order[0] != 0  # the first axis may be that of the steps
    return isinstance(value, Slab | Step) and value.axis == 0
