"""Sizes and states: what a cell's `state_size` may be and how a state is packed to match it."""

import operator
from collections import namedtuple

import keras
from keras import ops

from tf_contrib_rnn.cells._checks import received, whole_number


class LSTMStateTuple(namedtuple("LSTMStateTuple", ("c", "h"))):
    """State of an LSTM: the memory `c` first, then the output `h`, as in TF1.

    The same tuple describes sizes (`state_size`) and tensors (a state).
    """

    __slots__ = ()

    @property
    def dtype(self):
        """The common dtype of `c` and `h`.

        Raises:
            TypeError: when the two differ.
        """
        c, h = self
        if c.dtype != h.dtype:
            raise TypeError(
                f"LSTMStateTuple expects c and h of one dtype, received {c.dtype} and {h.dtype}: "
                "cast one of them."
            )
        return c.dtype


class Shape:
    """Size of an N-D state where TensorFlow's `TensorShape` is not at hand.

    Iterable, but deliberately neither a tuple nor a sequence: the loops over time take a tuple
    for a structure of several states.
    """

    def __init__(self, dims):
        self._dims = tuple(dims)

    def as_list(self):
        """The dimensions as a list of ints (None where unknown)."""
        return list(self._dims)

    @property
    def ndims(self):
        """The number of dimensions."""
        return len(self._dims)

    rank = ndims

    def __iter__(self):
        return iter(self._dims)

    def __len__(self):
        return len(self._dims)

    def __getitem__(self, key):
        dims = self._dims[key]
        return Shape(dims) if isinstance(key, slice) else dims

    def __eq__(self, other):
        try:
            return self._dims == tuple(other)
        except TypeError:
            return False

    def __hash__(self):
        return hash(self._dims)

    def __repr__(self):
        return f"Shape({list(self._dims)})"


def shape_size(dims):
    """An N-D size: `tf.TensorShape` on the TensorFlow backend, our `Shape` elsewhere."""
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        return tf.TensorShape(dims)
    return Shape(dims)


def static_shape(shape):
    """A shape of any kind (TensorShape, Shape, tuple, list) as a tuple of ints and None."""
    if hasattr(shape, "as_list"):
        return tuple(shape.as_list())
    dims = (getattr(dim, "value", dim) for dim in shape)  # TF1's Dimension has a value
    return tuple(None if dim is None else operator.index(dim) for dim in dims)


def is_structure(size):
    """Whether a size (or a state) is a structure of several, and not a single leaf."""
    return isinstance(size, (list, tuple))


def size_shape(size):
    """The shape of one state or output without its batch: `5 -> (5,)`, `TensorShape -> tuple`."""
    if hasattr(size, "__iter__"):
        return static_shape(size)
    return (operator.index(size),)


def repack(like, elements):
    """A container of the type of `like` (list, tuple or named tuple) holding `elements`."""
    if hasattr(like, "_fields"):
        return type(like)(*elements)
    return list(elements) if isinstance(like, list) else tuple(elements)


def map_structure(function, structure):
    """Applies `function` to every leaf of nested sizes or tensors and keeps the structure."""
    if isinstance(structure, dict):
        return {key: map_structure(function, part) for key, part in structure.items()}
    if is_structure(structure):
        return repack(structure, [map_structure(function, part) for part in structure])
    return function(structure)


def flatten(structure):
    """The leaves of nested lists, tuples, named tuples and dicts, from left to right."""
    if isinstance(structure, dict):
        structure = tuple(structure.values())
    if is_structure(structure):
        return [leaf for part in structure for leaf in flatten(part)]
    return [structure]


def pack_like(size, leaves):
    """Packs an iterable of leaves into the structure of `size`."""
    leaves = iter(leaves)
    return map_structure(lambda _: next(leaves), size)


def as_float(tensor, dtype):
    """A floating tensor in `dtype`; others as they are."""
    tensor = ops.convert_to_tensor(tensor)
    return ops.cast(tensor, dtype) if keras.backend.is_float_dtype(tensor.dtype) else tensor


def pack_state(size, state, owner):
    """Packs `state` into the declared structure, whatever container it came in.

    Args:
        size: the declared `state_size`.
        state: a tensor, or nested lists, tuples or named tuples of tensors. A single state may
            come in a list of one, as Keras' loops send it.
        owner: name of the cell, for the message.

    Raises:
        ValueError: when the structures do not match.
    """
    if not is_structure(size):
        while is_structure(state) and len(state) == 1:
            state = state[0]
        if is_structure(state):
            raise _mismatch(size, state, owner)
        return state
    if not is_structure(state) or len(state) != len(size):
        raise _mismatch(size, state, owner)
    return repack(size, [pack_state(s, part, owner) for s, part in zip(size, state, strict=True)])


def _mismatch(size, state, owner):
    received = f"{len(state)} elements" if is_structure(state) else f"a {type(state).__name__}"
    return ValueError(
        f"{owner} expects a state of structure {size}, received {received}: "
        "pass what zero_state or the previous step returned."
    )


def batch_count(batch_size):
    """A batch size as TF1 took it (int, float, numpy, scalar or [1] tensor): int or scalar.

    Raises:
        ValueError: for what is no whole number.
    """
    if len(getattr(batch_size, "shape", ())) == 1:
        batch_size = batch_size[0]
    if ops.is_tensor(batch_size):
        return ops.cast(batch_size, "int32")
    return whole_number("batch_size", batch_size)


def zeros(size, batch_size, dtype):
    """Zero tensors of shape [batch_size, *size] in the structure of `size`."""
    batch_size = batch_count(batch_size)
    dtype = keras.backend.standardize_dtype(dtype)
    return map_structure(lambda s: ops.zeros((batch_size, *size_shape(s)), dtype), size)


def vector_width(argument, cell):
    """The width of a cell's output, which is one vector.

    Raises:
        ValueError: naming any other output.
    """
    size = cell.output_size
    if size is None or is_structure(size) or len(size_shape(size)) != 1:
        raise ValueError(
            f"{argument} expects a cell with a single vector as its output, received one of "
            f"output_size {size}: choose another cell."
        )
    return size_shape(size)[0]


def positive_size(name, value):
    """A size as a positive int; whole floats and numpy numbers are taken.

    Raises:
        ValueError: for anything else.
    """
    try:
        size = whole_number(name, value)
    except ValueError:
        size = 0
    if size <= 0:
        raise ValueError(
            f"{name} expects a positive whole number, received {received(value)}: pass an int such "
            "as 64."
        )
    return size
