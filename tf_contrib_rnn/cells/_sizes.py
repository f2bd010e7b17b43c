"""The sizes of a cell's state and output, and its zero state."""

from typing import TYPE_CHECKING, Any

import keras
from keras import ops

from tf_contrib_rnn.cells._state import (
    batch_count,
    flatten,
    map_structure,
    size_shape,
    static_shape,
    zeros,
)


class AbstractSizeError(NotImplementedError, AttributeError):
    """A cell class does not say its `state_size` or `output_size`."""


def _size(which, told):
    """A property that a subclass may also set as an attribute."""

    def get(self):
        if f"_{which}" not in self.__dict__:
            raise AbstractSizeError(
                f"{type(self).__name__} expects its class to define {which}, received none: add "
                "it as a property or set it in __init__."
            )
        return self.__dict__[f"_{which}"]

    return property(get, lambda self, size: self.note(f"_{which}", size), doc=told)


class Sizes:
    """Mixin: `state_size` and `output_size`, as properties or plain attributes, and zero states."""

    if TYPE_CHECKING:  # as attributes or as properties of subclasses: no declaration allows both

        def __getattr__(self, name: str) -> Any: ...

    else:
        state_size = _size(
            "state_size", "Size of the state: an int, a TensorShape, or nested tuples of them."
        )
        output_size = _size(
            "output_size", "Size of the output: an int, a TensorShape, or nested tuples of them."
        )

    def compute_output_shape(self, inputs_shape, state_shape=None):
        """Shapes of `(output, new_state)`, batch first, for a step's inputs of a shape."""
        first = flatten(inputs_shape)[0]
        batch = static_shape(first)[0] if hasattr(first, "__iter__") else first
        sizes = (self.output_size, self.state_size)
        return map_structure(lambda size: (batch, *size_shape(size)), sizes)

    def zero_state(self, batch_size, dtype):
        """Zeros of shape [batch, *size] in the structure of `state_size`.

        Args:
            batch_size: int, whole float, numpy number, scalar tensor or tensor of shape [1].
            dtype: dtype of the state.
        """
        return zeros(self.state_size, batch_size, dtype)

    def get_initial_state(self, inputs=None, batch_size=None, dtype=None):
        """The zero state, sized by a step's inputs, or by `batch_size` and `dtype`.

        Args:
            inputs: tensor [batch, ...] that gives batch and dtype, or None.
            batch_size: as in `zero_state`.
            dtype: dtype of the state; without one, as Keras calls it, the compute dtype.

        Raises:
            ValueError: when neither gives a batch, or `inputs` contradicts the other two.
        """
        if inputs is not None:
            batch_size, dtype = _batch_and_dtype(inputs, batch_size, dtype)
        if batch_size is None:
            raise ValueError(
                "get_initial_state expects inputs or batch_size, received neither: pass one."
            )
        return self.zero_state(batch_size, dtype or self.compute_dtype)


def _batch_and_dtype(inputs, batch_size, dtype):
    """Batch and dtype of a step's inputs, checked against those given."""
    inputs = ops.convert_to_tensor(inputs)
    batch = ops.shape(inputs)[0]
    if batch_size is not None:
        count = batch_count(batch_size)
        if isinstance(count, int) and isinstance(batch, int) and count != batch:
            raise ValueError(
                f"get_initial_state expects batch_size to be that of inputs ({batch}), "
                f"received {count}: pass one of the two."
            )
    own = keras.backend.standardize_dtype(inputs.dtype)
    if dtype is not None and keras.backend.standardize_dtype(dtype) != own:
        raise ValueError(
            f"get_initial_state expects dtype to be that of inputs ({own}), received {dtype}: "
            "pass one of the two."
        )
    return batch, own
