"""What stands under every dotted name of `tensorflow`, for a program of TensorFlow 1."""

import functools
import importlib

from tf_contrib_rnn.compat import _behavior, _gone, _places
from tf_contrib_rnn.compat._stand_in import StandIn

_V1 = "tensorflow.compat.v1"


@functools.cache
def module(name):
    """The module of a dotted name, as TF1 code is to see it.

    Args:
        name: `"tensorflow"` or a name below it.

    Raises:
        ModuleNotFoundError: when it is gone; the sentence says what to do.
    """
    if name == _V1 or name.startswith(f"{_V1}."):
        return module(f"tensorflow{name.removeprefix(_V1)}")
    _behavior.turn_on()
    if name in _places.MODULES:
        find, names = functools.partial(_find, name), functools.partial(_names, name)
        return StandIn(name, find, names, path=[], version=_places.VERSION)
    if name.startswith(_places.CLOSED):
        raise ModuleNotFoundError(_gone.sentence(name), name=name)
    return importlib.import_module(name)  # the real one, which the program asked for


def member(leaf, name, part):
    """What `from name import part` gives.

    Args:
        leaf: the module of `name`.
        name: its dotted name.
        part: the name that is imported from it.

    Raises:
        ImportError: when it is gone; the sentence says what to do.
    """
    try:
        return getattr(leaf, part)
    except AttributeError as error:
        if isinstance(leaf, StandIn) and f"{name}.{part}" not in _places.MODULES:
            raise ImportError(str(error), name=name) from None
    return module(f"{name}.{part}")


def _find(name, part):
    """What stands at `part` of the stand-in `name`."""
    full = f"{name}.{part}"
    if full in _places.MODULES or full == _V1:
        return module(full)
    own = _places.names(name)
    if part in own:
        return _value(own[part])
    real = _real(name)
    if real is not None and full not in _gone.WAYS_OUT:
        try:
            return getattr(real, part)
        except AttributeError:
            pass
    raise AttributeError(_gone.sentence(full), name=part)


def _names(name):
    """All names of the stand-in `name`."""
    inner = [key.rpartition(".") for key in _places.MODULES]
    names = {last for above, _, last in inner if above == name} | set(_places.names(name))
    real = _real(name)
    return names | set(dir(real) if real is not None else ())


def _value(target):
    """The value of an entry of `_places`."""
    if target.startswith("tf."):
        import tensorflow as tf

        return functools.reduce(getattr, target.split(".")[1:], tf)
    home, inside, attribute = target.partition(":")
    if not inside:
        return target
    return getattr(importlib.import_module(f"tf_contrib_rnn.{home}"), attribute)


@functools.cache
def _real(name):
    """The module of TensorFlow 2 that goes on where the stand-in has nothing, or None."""
    below = name.split(".")[1:]
    if below[:1] == ["python"]:
        try:
            return importlib.import_module(name)
        except ImportError:
            return None
    if name not in _places.CONTINUED:
        return None
    import tensorflow as tf

    return functools.reduce(getattr, below, tf if name == "tensorflow.compat" else tf.compat.v1)
