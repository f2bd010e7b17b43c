"""What everything that runs a cell asks of it and of its own arguments."""

import math
import operator

import keras
import numpy as np

_PACKAGE = __name__.partition(".")[0]


def check_is_cell(argument, cell):
    """Refuses what is not a cell.

    Raises:
        TypeError: naming what is missing.
    """
    missing = [name for name in ("output_size", "state_size") if not hasattr(cell, name)]
    if not (hasattr(cell, "zero_state") or hasattr(cell, "get_initial_state")):
        missing.append("zero_state or get_initial_state")
    if not callable(cell):
        missing.append("__call__")
    if isinstance(cell, type):
        missing = ["an object of the class"]
    if missing:
        raise TypeError(
            f"{argument} expects an RNNCell, received {received(cell)} without "
            f"{', '.join(missing)}: pass a cell object."
        )


def is_of_package(thing):
    """Whether a class or function, or the class of an object, is of this package."""
    module = getattr(thing, "__module__", None) or ""
    return module.partition(".")[0] == _PACKAGE


def received(value):
    """A value as a message shows it, in one line."""
    return " ".join(repr(value).split())


def one_of(argument, value, choices):
    """A value that is one of several.

    Raises:
        ValueError: for another one.
    """
    if value not in choices:
        raise ValueError(
            f"{argument} expects one of {', '.join(choices)}, received {value!r}: pass one."
        )
    return value


def number(argument, value):
    """A number of a step's arithmetic: of Python or NumPy, or a tensor, or a variable.

    Raises:
        ValueError: for anything else, and for what is not a number (NaN).
    """
    if not _is_number(value):
        raise ValueError(
            f"{argument} expects a number, received {received(value)}: pass one such as 1.0."
        )
    return value


def limit_or_none(argument, value):
    """A number, or None for no limit.

    Raises:
        ValueError: for anything else.
    """
    return None if value is None else number(argument, value)


def switch(argument, value):
    """True or False; 1, 0 and None are taken for them, as in TF1.

    Raises:
        ValueError: for anything else.
    """
    known = isinstance(value, bool | int | np.bool_ | np.integer | None)
    if not known or value not in (None, 0, 1):
        raise ValueError(
            f"{argument} expects True or False, received {received(value)}: pass one of them."
        )
    return bool(value)


def whole_number(argument, value):
    """A whole number as int; whole floats and NumPy numbers are taken.

    Raises:
        ValueError: for anything else.
    """
    try:
        found = int(value)
        known = len(getattr(value, "shape", ())) == 0 and found == value
    except (TypeError, ValueError, OverflowError):
        known = False
    if not known or isinstance(value, bool | np.bool_):
        raise ValueError(
            f"{argument} expects a whole number, received {received(value)}: pass an int such as 1."
        )
    return found


def seed_or_none(argument, value):
    """A seed as int, or None.

    Raises:
        ValueError: for what is no whole number of 64 bits.
    """
    if value is None:
        return None
    try:
        found = None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        found = None
    if found is None or not -(2**63) <= found < 2**63:
        raise ValueError(
            f"{argument} expects an int of 64 bits, received {received(value)}: pass one such as "
            "1, or None."
        )
    return found


def check_name(name):
    """Refuses a name that is no string.

    Raises:
        ValueError: naming it.
    """
    if name is not None and not isinstance(name, str):
        raise ValueError(f"name expects a string, received {received(name)}: pass one, or None.")


def check_dtype(dtype, any_kind=False):
    """Refuses what is no dtype or policy, and those in which no cell of ours computes.

    Args:
        dtype: the dtype or policy, or None.
        any_kind: whether whole numbers and the like will do, as in a cell of a user.

    Raises:
        ValueError: naming it.
    """
    if dtype is None:
        return
    try:
        policy = keras.dtype_policies.get(dtype)
        floats = [policy.compute_dtype, policy.variable_dtype]
        known = any_kind or all(map(keras.backend.is_float_dtype, floats))
    except (ValueError, TypeError, AttributeError):
        known = False
    if not known:
        raise ValueError(
            f"dtype expects a floating dtype or a Keras dtype policy, received {received(dtype)}: "
            "pass one such as 'float32'."
        )


def _is_number(value):
    if isinstance(value, bool):
        return False
    if hasattr(value, "dtype"):
        try:
            dtype = getattr(value.dtype, "base_dtype", value.dtype)
            dtype = keras.backend.standardize_dtype(dtype)
        except (ValueError, TypeError):
            return False
        known = keras.backend.is_float_dtype(dtype) or keras.backend.is_int_dtype(dtype)
        if isinstance(value, np.ndarray | np.generic):
            known = known and value.ndim == 0 and not np.isnan(value)
        return known
    try:
        return isinstance(value, int | float) and not math.isnan(value)
    except OverflowError:
        return False
