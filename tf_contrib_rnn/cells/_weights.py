"""The variables of a cell: made under a TF1 path, with what Keras users expect on weights."""

import keras
from keras import ops

from tf_contrib_rnn.cells._checks import received
from tf_contrib_rnn.cells._identifiers import initializer_from
from tf_contrib_rnn.cells._scope import current_scope_initializer, in_v1_graph
from tf_contrib_rnn.cells._state import size_shape

_TF1_ORDER = ("name", "shape", "dtype", "initializer", "regularizer", "trainable", "constraint")
_KERAS_ORDER = ("shape", "initializer", "dtype")
_KERAS_ONLY = ("use_resource", "autocast")
_GRAPH_ONLY = ("partitioner", "partitioned", "use_resource", "synchronization", "aggregation")


class Weights:
    """Mixin: `add_variable`, `tf1_variables`, initializers, regularizers, constraints by role.

    The role of a variable is the word users know it by: `kernel`, `bias`, `peephole`,
    `projection`. `add_variable(..., role=)` gives it; without one it is the last part of the path.
    """

    weight_roles = ("kernel", "bias")

    def take_weight_options(self, kwargs):
        """Takes `<role>_initializer`, `_regularizer` and `_constraint` out of the kwargs."""
        options = {}
        for role in self.weight_roles:
            initializer = f"{role}_initializer"
            options[role] = {
                "initializer": initializer_from(kwargs.pop(initializer, None), initializer),
                "regularizer": made_by(keras.regularizers.get, kwargs, f"{role}_regularizer"),
                "constraint": made_by(keras.constraints.get, kwargs, f"{role}_constraint"),
            }
        self.note("_weight_options", options)

    def add_variable(self, *args, **kwargs):
        """Makes one variable of the cell, in TF1's or in Keras' order of arguments.

        `add_variable("gates/kernel", shape, dtype=None, initializer=None, ...)` as in TF1, or
        `add_variable(shape, initializer, dtype, name=...)` as in Keras. The name is the TF1 path
        below the cell's scope and may contain `/`. In a v1 graph `partitioned=False` keeps the
        surrounding scope's partitioner away.

        Returns:
            A `keras.Variable`; inside a v1 graph a `tf.Variable` under TF1's name.

        Raises:
            ValueError: without a name.
        """
        options = _named(args, kwargs)
        path = options.pop("name")
        if not path:
            raise ValueError("add_variable expects a name, received none: pass name='kernel'.")
        role = options.pop("role", path.rsplit("/", 1)[-1])
        defaults = self._weight_options.get(role, {})
        options["initializer"] = defaults.get("initializer") or options.get("initializer")
        options.update({k: v for k, v in defaults.items() if options.get(k) is None})
        if options.get("initializer") is None:
            options["initializer"] = current_scope_initializer()
        options["initializer"] = initializer_from(options["initializer"])
        if in_v1_graph():
            return self._graph_variable(path, **options)
        if path not in self.tf1_scope.own:
            options = {k: v for k, v in options.items() if k not in _GRAPH_ONLY}
            self.tf1_scope.own[path] = self.make_weight(path, **options)
        return self.tf1_scope.own[path]

    def add_weight(self, *args, **kwargs):
        """The same as `add_variable`."""
        return self.add_variable(*args, **kwargs)

    def add_linear(self, rows, columns, scope="", initializer=None):
        """Makes `<scope>kernel` [rows, columns] and `<scope>bias` of zeros, as plain cells do."""
        kernel = self.add_variable(f"{scope}kernel", [rows, columns], initializer=initializer)
        # TF1 took the surrounding scope's partitioner away from these biases, and from no kernel.
        bias = self.add_variable(f"{scope}bias", [columns], initializer="zeros", partitioned=False)
        return kernel, bias

    def _graph_variable(self, path, shape=None, dtype=None, trainable=True, **options):
        options = {k: v for k, v in options.items() if k not in _KERAS_ONLY and v is not None}
        return self.tf1_scope.graph_variable(
            self,
            path,
            shape=shape,
            dtype=keras.backend.standardize_dtype(dtype or self.variable_dtype),
            trainable=trainable is not False and self.trainable,
            **options,
        )

    def make_weight(self, path, shape=None, dtype=None, initializer=None, **options):
        """A tracked `keras.Variable` for a TF1 path (Keras names take no `/`)."""
        if shape is None and hasattr(initializer, "shape"):
            shape = size_shape(initializer.shape)
            initializer = keras.initializers.Constant(ops.convert_to_numpy(initializer))
        options["trainable"] = options.get("trainable") is not False
        return super().add_weight(
            shape=tuple(shape if shape is not None else ()),
            dtype=None if dtype is None else keras.backend.standardize_dtype(dtype),
            initializer=initializer_from(initializer),
            name=path.replace("/", "_"),
            **options,
        )

    def tf1_variables(self):
        """{TF1 path: variable}, paths relative to the scope the cell is called in.

        Raises:
            ValueError: when the cell has no variables yet because it is not built.
        """
        if not self.built:
            raise ValueError(
                f"tf1_variables expects a built cell, received {self.name} before its first "
                "call: call it, or build it with the shape of a step's inputs."
            )
        scope = self.tf1_scope
        paths = {**scope.outside, **{f"{scope.name}/{p}": v for p, v in scope.own.items()}}
        for cell in self.inner_cells():
            prefix = scope.prefix_of(cell.tf1_scope, self.overrides_call)
            for path, variable in cell.tf1_variables().items():
                paths.setdefault(f"{prefix}{path}", variable)
        return paths

    def inner_cells(self):
        """The cells this cell is made of, each once."""
        return [layer for layer in self._layers if hasattr(layer, "tf1_variables")]


def made_by(make, kwargs, option):
    """What Keras makes of an option that is taken out of the kwargs.

    Raises:
        ValueError: naming the option.
    """
    value = kwargs.pop(option, None)
    try:
        return make(value)
    except (ValueError, TypeError) as error:
        raise ValueError(
            f"{option} expects the name of one in Keras, or an object, received "
            f"{received(value)}: correct it."
        ) from error


def _named(args, kwargs):
    """Arguments by name, whether they came in TF1's order or in Keras'."""
    order = _TF1_ORDER if args and isinstance(args[0], str) else _KERAS_ORDER
    if len(args) > len(order):
        raise TypeError(
            f"add_variable expects at most {len(order)} positional arguments, received "
            f"{len(args)}: name the others."
        )
    named = {**dict(zip(order, args, strict=False)), **kwargs}
    return {"name": named.pop("name", None), **named}
