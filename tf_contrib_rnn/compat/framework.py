"""`arg_scope` of `tf.contrib.framework`: arguments given once for many calls."""

import contextlib
import functools
import inspect

_stack = [{}]


def add_arg_scope(function):
    """Lets `arg_scope` give arguments to a function.

    Args:
        function: the function.

    Returns:
        The same function, which takes keyword arguments from the surrounding `arg_scope`s.
    """
    key = _key(function)

    @functools.wraps(function)
    def scoped(*args, **kwargs):
        return function(*args, **{**_stack[-1].get(key, {}), **kwargs})

    scoped.arg_scope_key = key
    return scoped


@contextlib.contextmanager
def arg_scope(functions, **kwargs):
    """Gives keyword arguments to every call of some functions inside.

    Args:
        functions: list of functions with `add_arg_scope`, or a scope that was entered before.
        **kwargs: the arguments; none beside a scope.

    Yields:
        The scope, {function's key: arguments}.

    Raises:
        TypeError: for anything but a list, a tuple or a scope.
        ValueError: for arguments beside a scope, or a function without `add_arg_scope`.
    """
    if isinstance(functions, dict):
        if kwargs:
            raise ValueError(
                f"arg_scope expects a scope alone, received {sorted(kwargs)} beside it: open a "
                "second arg_scope for them."
            )
        scope = dict(functions)
    else:
        scope = _extended(functions, kwargs)
    _stack.append(scope)
    try:
        yield scope
    finally:
        _stack.pop()


def _extended(functions, kwargs):
    if not isinstance(functions, list | tuple):
        raise TypeError(
            f"arg_scope expects a list of functions or a scope, received {functions!r}: write "
            "a list."
        )
    scope = dict(_stack[-1])
    for function in functions:
        if not has_arg_scope(function):
            name = getattr(function, "__name__", repr(function))
            raise ValueError(
                f"arg_scope expects functions with @add_arg_scope, received {name}: decorate it."
            )
        key = function.arg_scope_key
        scope[key] = {**scope.get(key, {}), **kwargs}
    return scope


def current_arg_scope():
    """The innermost scope."""
    return _stack[-1]


def has_arg_scope(function):
    """Whether `arg_scope` can give a function arguments."""
    return hasattr(function, "arg_scope_key")


def arg_scoped_arguments(function):
    """Names of the arguments that have defaults, which `arg_scope` may give."""
    parameters = inspect.signature(function).parameters.values()
    return tuple(p.name for p in parameters if p.default is not p.empty)


def _key(function):
    return getattr(function, "arg_scope_key", f"{function.__module__}.{function.__qualname__}")
