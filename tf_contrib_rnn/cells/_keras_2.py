"""What cells and layers say to Keras 2, the package `tf_keras`, which cannot run them.

`TF_USE_LEGACY_KERAS=1` makes `tf.keras` that package. A layer of Keras 2 would take a cell of
Keras 3, which has the same methods, and never train its variables.
"""

import inspect
import sys

_KERAS_2 = "tf_keras"


def refuse_keras_2(name, *values):
    """Refuses tensors of Keras 2, and to be called inside one of its layers.

    Args:
        name: name of the cell or layer.
        *values: inputs and states.

    Raises:
        TypeError: for either.
    """
    if _KERAS_2 not in sys.modules:
        return
    received = [type(v).__name__ for v in values if _is_of_keras_2(type(v).__module__)]
    if received:
        raise _refusal(name, f"a {received[0]}")
    frame = inspect.currentframe()
    while frame is not None:
        if frame.f_code.co_name == "__call__" and _is_of_keras_2(frame.f_globals["__name__"]):
            raise _refusal(name, "a call from inside a layer")
        frame = frame.f_back


def refuse_layer_of_keras_2(name):
    """Refuses to be looked at by a layer of Keras 2, which it does to cells put into it.

    Raises:
        TypeError: when the caller of `dir` is one.
    """
    if _KERAS_2 in sys.modules:
        caller = inspect.currentframe().f_back.f_back  # beyond this function and `__dir__`
        if _is_of_keras_2(caller.f_globals["__name__"]):
            raise _refusal(name, "a layer")


def _is_of_keras_2(module):
    return module == _KERAS_2 or module.startswith(f"{_KERAS_2}.")


def _refusal(name, received):
    return TypeError(
        f"{name} expects Keras 3, received {received} of Keras 2 (tf_keras, or tf.keras with "
        "TF_USE_LEGACY_KERAS): import keras and use its layers instead, or rnn.RNN."
    )
