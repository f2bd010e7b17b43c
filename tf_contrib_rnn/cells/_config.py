"""One derivation of `get_config`, `from_config` and `deepcopy` for every cell.

A cell remembers the arguments it was constructed with; config and copy are made from them, so a
cell never lists its arguments twice.
"""

import copy
import inspect

import keras
import numpy as np
from keras import ops

from tf_contrib_rnn.cells._identifiers import initializer_from, keras_activation
from tf_contrib_rnn.cells._scope import in_v1_graph

_KEPT_APART = ("name", "trainable", "dtype", "reuse")
_ACTIVATIONS = ("non_recurrent_fn",)  # activations that TF1 called otherwise


class ConstructorArguments:
    """The arguments of a constructor call by name, `**kwargs` included."""

    def __init__(self, cls, args, kwargs):
        self.signature = inspect.signature(cls.__init__)
        try:
            bound = self.signature.bind(None, *args, **kwargs)
        except TypeError:
            bound = None  # the constructor itself will raise the same error
        self.values = {} if bound is None else self._by_name(bound.arguments)

    def _by_name(self, arguments):
        values = {}
        for index, (name, value) in enumerate(arguments.items()):
            kind = self.signature.parameters[name].kind
            if index == 0:
                continue
            if kind is inspect.Parameter.VAR_POSITIONAL and value:
                raise TypeError(
                    f"a cell's constructor expects arguments that have names, received *{name}: "
                    "give each argument a name."
                )
            values.update(value if kind is inspect.Parameter.VAR_KEYWORD else {name: value})
        return values

    def accepts(self, name):
        """Whether the constructor takes an argument of that name."""
        parameters = self.signature.parameters
        return name in parameters or any(
            p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters.values()
        )

    def config(self):
        """The arguments as a config of Keras identifiers."""
        return {
            name: serialized(name, value)
            for name, value in self.values.items()
            if name not in _KEPT_APART
        }

    def copied(self, memo):
        """The arguments for a second, independent object: cells copied, functions kept."""
        return {
            name: _copied(value, memo)
            for name, value in self.values.items()
            if name not in _KEPT_APART
        }


def _copied(value, memo):
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return type(value)(_copied(part, memo) for part in value)
    if isinstance(value, keras.layers.Layer):
        return copy.deepcopy(value, memo)
    return value


def serialized(name, value):
    """An argument as a config holds it."""
    if value is None or isinstance(value, bool | int | float | str | dict):
        return value  # a dict is a config already
    if "activation" in name or name in _ACTIVATIONS:
        activation = keras_activation(value, argument=name)
        return _function_config(name, keras.activations.serialize, activation)
    if "initializer" in name:
        return _function_config(name, keras.initializers.serialize, initializer_from(value, name))
    if isinstance(value, keras.layers.Layer):
        return keras.saving.serialize_keras_object(value)
    if isinstance(value, list | tuple):
        return _serialized_list(name, value)
    return _serialized_leaf(name, value)


def _serialized_list(name, values):
    """A list; an object that stands in it a second time is a reference to the first."""
    first = {}
    config = []
    for index, value in enumerate(values):
        shared = isinstance(value, keras.layers.Layer) and first.setdefault(id(value), index)
        same = isinstance(value, keras.layers.Layer) and shared != index
        config.append({"same_as": shared} if same else serialized(name, value))
    return config


def _serialized_leaf(name, value):
    if hasattr(value, "as_list"):
        return value.as_list()
    if hasattr(value, "as_numpy_dtype") or _is_dtype_class(value):
        return keras.backend.standardize_dtype(value)
    if ops.is_tensor(value):
        raise ValueError(
            f"a config expects {name} as a number, received a tensor: pass a Python number to "
            "save the cell."
        )
    if hasattr(value, "item"):
        return value.item()
    return _function_config(name, _function_or_class, value)


def _is_dtype_class(value):
    return isinstance(value, type) and issubclass(value, np.generic | int | float)


def _function_or_class(value):
    """Keras' config of an object or a function; a registered class stands in one as a function."""
    if not isinstance(value, type):
        return keras.saving.serialize_keras_object(value)
    registered = keras.saving.get_registered_name(value)
    known = keras.saving.get_registered_object(registered) is value
    config = {"module": None, "class_name": "function", "config": registered}
    return {**config, "registered_name": registered} if known else None


def _function_config(name, serialize, value):
    """The Keras identifier of a function or object; what Keras cannot find again is refused."""
    config, cause = None, None
    if hasattr(value, "get_config") or _is_known_to_keras(value):
        try:
            config = serialize(value)
        except (ValueError, TypeError) as error:
            cause = error
    if config is None:
        raise ValueError(
            f"a config expects {name} as a Keras name or a registered function, received "
            f"{value!r}: decorate it with keras.saving.register_keras_serializable."
        ) from cause
    return config


def _is_known_to_keras(function):
    name = getattr(function, "__name__", None)
    if getattr(keras.activations, name or "", None) is function:
        return True
    registered = keras.saving.get_registered_name(function) if name else None
    return registered is not None and keras.saving.get_registered_object(registered) is function


def deserialized(value):
    """The reverse of the serialization above: cells, functions and lists of them."""
    if isinstance(value, dict) and "class_name" in value:
        return keras.saving.deserialize_keras_object(value)
    if isinstance(value, list):
        parts = []
        for part in value:
            same = isinstance(part, dict) and set(part) == {"same_as"}
            parts.append(parts[part["same_as"]] if same else deserialized(part))
        return parts
    return value


class Persistent:
    """Mixin: `get_config`, `from_config`, build config and `deepcopy`, for every cell.

    Attributes:
        tf1_names: the names in a checkpoint that a restore fed it and the layers beside it from,
            None before; a config keeps it.
    """

    tf1_names = None

    def get_config(self):
        """The constructor's arguments as Keras identifiers, with Keras name and TF1 scope."""
        policy = keras.dtype_policies.serialize(self.dtype_policy)
        names = {"tf1_names": dict(self.tf1_names)} if self.tf1_names else {}
        return {
            **self.constructor_arguments.config(),
            **names,
            "name": self.name,
            "trainable": self.trainable,
            "dtype": None if self.dtype_is_open else policy,
            "tf1_scope": self.tf1_scope.name,
        }

    @classmethod
    def from_config(cls, config):
        """The cell that a config describes."""
        names = config.get("tf1_names")
        config = {name: deserialized(v) for name, v in config.items() if name != "tf1_names"}
        kept_apart = {name: config.pop(name, None) for name in (*_KEPT_APART, "tf1_scope")}
        cell = cls._constructed(config, **kept_apart)
        object.__setattr__(cell, "tf1_names", names)
        return cell

    @classmethod
    def _constructed(cls, arguments, *, name, trainable, dtype, tf1_scope, reuse=None):
        accepts = ConstructorArguments(cls, (), {}).accepts
        given = {"trainable": trainable is not False, "dtype": dtype, "reuse": reuse}
        cell = cls(**arguments, **{key: v for key, v in given.items() if accepts(key)})
        if name is not None:
            cell.name = name
        if tf1_scope is not None:
            cell.tf1_scope.name = tf1_scope
        if dtype is not None:
            cell.fix_dtype(dtype)
        return cell

    def get_build_config(self):
        """The shape the cell was built with, as plain tuples."""
        if not self.built or self.built_shape is None:
            return None
        return {"input_shape": self.built_shape}

    def __deepcopy__(self, memo):
        """An independent cell of the same scope and weights; it shares nothing but functions."""
        if self.built and in_v1_graph():
            raise ValueError(
                f"deepcopy expects a cell without graph variables, received {self.name} after its "
                "first call in a v1 graph: copy it before it is called."
            )
        twin = self._constructed(
            self.constructor_arguments.copied(memo),
            name=self.name if self.name_is_chosen else None,
            trainable=self.trainable,
            dtype=None if self.dtype_is_open else self.dtype_policy,
            tf1_scope=self.tf1_scope.name,
        )
        memo[id(self)] = twin
        if self.built:
            twin.build_from_config(self.get_build_config())
            for ours, theirs in zip(twin.variables, self.variables, strict=True):
                ours.assign(theirs)
        return twin
