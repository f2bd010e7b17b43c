"""Modules that stand where old programs find some, filled only when something is asked for."""

import types


class StandIn(types.ModuleType):
    """A module as an old program expects it.

    Args:
        name: its dotted name.
        find: function of a name that gives what stands under it, or raises AttributeError.
        names: function that lists the names.
        **constants: its names that begin with two underscores, without these.
    """

    def __init__(self, name, find, names, **constants):
        super().__init__(name, f"{name} of that time, as far as tf_contrib_rnn.compat has it.")
        self.__dict__.update({f"__{key}__": value for key, value in constants.items()})
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
