"""Modules that stand where TensorFlow 1 had some, filled only when something is asked for."""

import types


class StandIn(types.ModuleType):
    """A module of TensorFlow 1.

    Args:
        name: its dotted name there.
        find: function of a name that gives what stands under it, or raises AttributeError.
        names: function that lists the names.
        version: its `__version__`.
    """

    def __init__(self, name, find, names, version):
        super().__init__(name, f"{name} of TensorFlow 1, as far as tf_contrib_rnn.compat has it.")
        self.__path__ = []
        self.__version__ = version
        self.__dict__["_find"] = find
        self.__dict__["_names"] = names

    def __getattr__(self, name):
        if name == "__all__":
            return [name for name in self._names() if not name.startswith("_")]
        if name.startswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}", name=name)
        return self._find(name)

    def __dir__(self):
        return sorted({*self._names(), *self.__dict__} - {"_find", "_names"})
