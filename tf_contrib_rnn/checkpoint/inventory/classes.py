"""The public classes by name, and what they call themselves in a checkpoint."""

import functools
import inspect
import re

from tf_contrib_rnn import cells, layers, sequence, wrappers

_ROOMS = (cells, wrappers, sequence, layers)
_SUFFIX = re.compile(r"_\d+$")


@functools.cache
def public_class(kind: str):
    """The class of a public name such as `"LSTMCell"`."""
    return next(getattr(room, kind) for room in _ROOMS if hasattr(room, kind))


@functools.cache
def default_scope(kind: str) -> str:
    """The scope TF1 gives to a cell of this class that was given no name."""
    cls = public_class(kind)
    name = inspect.signature(cls).parameters.get("name")
    given = name.default if name is not None else None
    return given if isinstance(given, str) else cls.default_tf1_scope()


@functools.cache
def usual_scopes(kind: str) -> frozenset[str]:
    """All scopes that speak of this class: that of its constructor, and that of its name."""
    return frozenset({default_scope(kind), public_class(kind).default_tf1_scope()})


def bare(scope: str) -> str:
    """A scope without the number that TF1 appends to the second of a name."""
    return _SUFFIX.sub("", scope)
