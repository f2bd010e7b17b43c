"""`inspect` for programs of that time, which asked with `getargspec` whether a cell has `reuse`."""

import collections
import inspect

from tf_contrib_rnn.compat._stand_in import StandIn

ArgSpec = collections.namedtuple("ArgSpec", "args varargs keywords defaults")


def getargspec(function):
    """What `inspect.getargspec` told until Python 3.10: the arguments that have places.

    Args:
        function: a function or method.

    Returns:
        `ArgSpec(args, varargs, keywords, defaults)`.
    """
    return ArgSpec(*inspect.getfullargspec(function)[:4])


def _find(name):
    return getargspec if name == "getargspec" else getattr(inspect, name)


module = StandIn("inspect", _find, lambda: [*dir(inspect), "getargspec"])
