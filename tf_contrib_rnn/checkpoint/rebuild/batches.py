"""Whether a model takes batches of any size, though its graph was made for one."""

import re

from tf_contrib_rnn.checkpoint.rebuild.values import Call, Constant, Given, Run
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


def _says(value, size):
    if isinstance(value, Constant):
        return size in value.array.shape or (value.array.ndim == 1 and size in value.array)
    if isinstance(value, Call):
        return re.search(rf"\b{size}\b|axis=0", value.template) is not None
    if isinstance(value, Run):  # over inputs that have time first, whose steps are no batch
        return isinstance(value.sequence, Turned) and value.sequence.order[0] != 0
    return isinstance(value, Slab | Step) and value.axis == 0
