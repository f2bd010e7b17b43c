"""`tf.layers.dense` from `tf.layers.Dense`: a function that makes a layer and calls it."""

import inspect

import tensorflow as tf

_POSITIONAL = inspect.Parameter.POSITIONAL_OR_KEYWORD


def function_of(layer, name, called_with=(), reuse=True, early=None):
    """The function that TF1 had beside a class of layers.

    Args:
        layer: the class.
        name: name of the function.
        called_with: {argument: default} of the layer's call.
        reuse: whether the function has the argument `reuse`.
        early: the argument of the class behind which the others follow `name` and `reuse`.

    Returns:
        A function of `(inputs, *arguments of the class, *called_with, name, reuse)`.
    """
    called_with = dict(called_with)
    own = {p.name: p for p in inspect.signature(layer).parameters.values()}
    own = {key: p for key, p in own.items() if p.kind == _POSITIONAL and key != "name"}
    before = list(own)[: list(own).index(early) + 1] if early else list(own)
    defaults = {**called_with, **({"trainable": True} if early else {}), "name": None}
    defaults |= {"reuse": None} if reuse else {}
    between = [inspect.Parameter(k, _POSITIONAL, default=v) for k, v in defaults.items()]
    after = [p for key, p in own.items() if key not in (*before, *defaults)]
    first = inspect.Parameter("inputs", _POSITIONAL)
    signature = inspect.Signature([first, *(own[key] for key in before), *between, *after])

    def function(*args, **kwargs):
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        given = dict(bound.arguments)
        inputs = tf.convert_to_tensor(given.pop("inputs"))
        calling = {key: given.pop(key) for key in called_with}
        name, reuse = given.pop("name"), given.pop("reuse", None)
        made = layer(**given, name=name, dtype=inputs.dtype.base_dtype, _scope=name, _reuse=reuse)
        return made(inputs, **calling)

    function.__name__ = function.__qualname__ = name
    function.__module__ = layer.__module__
    function.__signature__ = signature
    function.__doc__ = (
        f"`tf.layers.{name}`: makes a `{layer.__name__}` and calls it on `inputs`.\n\n"
        f"    The arguments are those of the class. `name` is the variable scope, which `reuse`\n"
        f"    enters again.\n"
    )
    return function
