"""Side inputs: tensors that every step of a sequence sees beside its own inputs.

A cell asks for them by an argument `constants` of its `call`; wrappers and stacks need not know.
"""

import contextlib
import contextvars
import inspect

import keras

from tf_contrib_rnn.cells._state import is_structure, map_structure, size_shape

_GIVEN = contextvars.ContextVar("constants", default=None)


@contextlib.contextmanager
def given_constants(constants):
    """Inside, every cell that asks for constants gets these; None leaves what was given."""
    token = _GIVEN.set(_GIVEN.get() if constants is None else list(constants))
    try:
        yield
    finally:
        _GIVEN.reset(token)


def checked_constants(cell, constants):
    """The constants as a list.

    Raises:
        ValueError: when neither the cell nor one inside it asks for constants.
    """
    if not _asks_anywhere(cell):
        raise ValueError(
            "constants expects a cell whose call takes an argument constants, received "
            f"{type(cell).__name__}: add the argument to the cell, or leave constants out."
        )
    return list(constants) if isinstance(constants, list | tuple) else [constants]


def symbolic_constants(shapes, dtype):
    """Placeholders for constants of these shapes, for the building of a cell; None for None."""
    return None if shapes is None else [keras.KerasTensor(tuple(s), dtype) for s in shapes]


def constants_for(cell):
    """The keyword arguments with which a step hands a cell the constants it asks for."""
    constants = _GIVEN.get()
    return {} if constants is None or not _asks(cell) else {"constants": constants}


def shape_with_constants(cell, inputs_shape):
    """What a cell is built with: `[inputs' shape, *constants' shapes]` if it asks for some."""
    constants = constants_for(cell).get("constants")
    if constants is None:
        return inputs_shape
    return [inputs_shape, *map_structure(lambda x: size_shape(x.shape), constants)]


def without_constants(cell, shapes):
    """The reverse: the inputs' shape, and the constants' shapes, None where there are none."""
    if _asks(cell) and shapes and is_structure(shapes[0]):
        return shapes[0], shapes[1:]
    return shapes, None


def _asks(cell):
    step = getattr(cell, "call", None)
    return step is not None and "constants" in inspect.signature(step).parameters


def _asks_anywhere(cell):
    inner = cell.inner_cells() if hasattr(cell, "inner_cells") else ()
    return _asks(cell) or any(_asks_anywhere(part) for part in inner)
