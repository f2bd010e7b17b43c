"""Layers of layers."""

import tensorflow as tf

v1 = tf.compat.v1


def stack(inputs, layer, stack_args, **kwargs):
    """A layer on a layer, each with arguments of its own.

    Args:
        inputs: tensor.
        layer: function of inputs, arguments and `scope=`.
        stack_args: list of the arguments of each.
        **kwargs: keyword arguments of all; `scope` is the scope around them, else `Stack`.

    Returns:
        The last outputs.

    Raises:
        ValueError: when `stack_args` is no list.
    """
    if not isinstance(stack_args, list | tuple):
        raise ValueError(f"stack_args expects a list, received {stack_args!r}: write a list.")
    calls = [args if isinstance(args, list | tuple) else [args] for args in stack_args]
    return _chain(inputs, layer, calls, kwargs, "Stack")


def repeat(inputs, repetitions, layer, *args, **kwargs):
    """A layer on a layer, all with the same arguments.

    Args:
        inputs: tensor.
        repetitions: how many.
        layer: function of inputs, arguments and `scope=`.
        *args: its arguments.
        **kwargs: its keyword arguments; `scope` is the scope around them, else `Repeat`.

    Returns:
        The last outputs.
    """
    return _chain(inputs, layer, [args] * repetitions, kwargs, "Repeat")


def _chain(inputs, layer, calls, kwargs, default):
    scope = kwargs.pop("scope", None)
    with v1.variable_scope(scope, default, [inputs]):
        named = getattr(layer, "func", layer)
        scope = scope or getattr(named, "__name__", default.lower())
        for index, args in enumerate(calls, 1):
            inputs = layer(inputs, *args, **kwargs, scope=f"{scope}_{index}")
    return inputs
