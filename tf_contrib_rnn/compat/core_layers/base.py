"""`tf.layers.Layer`: a layer that makes TF1-named variables in the scope of its first call."""

import inspect
import re

import tensorflow as tf
from keras import InputSpec

from tf_contrib_rnn.compat.core_layers._options import (
    activation_of,
    initializer_of,
    parts_of,
)

__all__ = ["InputSpec", "Layer"]

v1 = tf.compat.v1


class Layer:
    """Base of all layers, to subclass as in TF1: `build(input_shape)` and `call(inputs)`.

    The first call fixes the variable scope: `scope=` if given, else a new one of the layer's name.
    Later calls reuse the variables.

    Args:
        trainable: whether the variables are trainable.
        name: name of the layer; None for one made of the class's name.
        dtype: dtype of the variables; None for that of the first inputs.
        **kwargs: `activity_regularizer`, and TF1's `_scope` and `_reuse`.

    Raises:
        TypeError: for an argument that it does not know.
    """

    def __init__(self, trainable=True, name=None, dtype=None, **kwargs):
        scope, self._reuse = kwargs.pop("_scope", None), kwargs.pop("_reuse", None)
        self.activity_regularizer = kwargs.pop("activity_regularizer", None)
        if kwargs:
            raise TypeError(
                f"{type(self).__name__} expects the arguments of tf.layers, received "
                f"{sorted(kwargs)}: leave them out."
            )
        self.trainable, self.built = trainable, False
        self.name = self._base_name = name or _snake(type(self).__name__)
        self.dtype = None if dtype is None else tf.as_dtype(dtype).name
        self.input_spec = None
        self.variables, self.losses, self.updates = [], [], []
        self.graph = v1.get_default_graph()
        self._scope = None
        if scope is not None:
            with v1.variable_scope(scope) as self._scope:
                pass

    @property
    def scope_name(self):
        """Full name of the variable scope.

        Raises:
            ValueError: before the first call.
        """
        if self._scope is None:
            raise ValueError(
                f"scope_name of {self.name} expects a layer that was called, received one that "
                "was not: call it first."
            )
        return self._scope.name

    @property
    def trainable_variables(self):
        """The variables that an optimizer trains."""
        chosen = self.graph.get_collection(v1.GraphKeys.TRAINABLE_VARIABLES)
        return [v for v in self.variables if any(v is known for known in chosen)]

    @property
    def non_trainable_variables(self):
        """The others."""
        chosen = {id(v) for v in self.trainable_variables}
        return [v for v in self.variables if id(v) not in chosen]

    weights = property(lambda self: self.variables)
    trainable_weights = property(lambda self: self.trainable_variables)
    non_trainable_weights = property(lambda self: self.non_trainable_variables)

    def build(self, input_shape):
        """Makes the variables; to override.

        Args:
            input_shape: TensorShape of the inputs.
        """
        self.built = True

    def call(self, inputs, **kwargs):
        """Computes the outputs; to override.

        Args:
            inputs: tensor, or a list of tensors.
            **kwargs: what the caller passed besides.
        """
        return inputs

    def __call__(self, inputs, *args, scope=None, **kwargs):
        inputs = v1.nest.map_structure(tf.convert_to_tensor, inputs)
        self._set_scope(scope)
        reuse = True if self.built else self._reuse
        with self._entered(reuse) as entered:
            if "scope" in inspect.signature(self.call).parameters:
                kwargs["scope"] = entered
            self._build_once(inputs)
            outputs = self.call(inputs, *args, **kwargs)
            self._regularize_activity(outputs)
        return outputs

    def apply(self, inputs, *args, **kwargs):
        """The same as a call."""
        return self(inputs, *args, **kwargs)

    def add_weight(
        self,
        name,
        shape,
        dtype=None,
        initializer=None,
        regularizer=None,
        trainable=True,
        constraint=None,
        use_resource=None,
        partitioner=None,
    ):
        """Makes a variable in the layer's scope, or finds the one that is there.

        Args:
            name: its name below the scope.
            shape: its shape.
            dtype: its dtype; None for the layer's.
            initializer: its initializer; None for that of the variable scope.
            regularizer: function of the variable that gives a loss, or None.
            trainable: whether it is trainable.
            constraint: function applied after an optimizer's update, or None.
            use_resource: whether it is a resource variable; None for the scope's setting.
            partitioner: splits the variable, or None.

        Returns:
            The variable.
        """
        self._set_scope(None)
        with self._entered(self.built or self._reuse):
            variable = v1.get_variable(
                name,
                shape,
                dtype=tf.as_dtype(dtype or self.dtype or "float32"),
                initializer=initializer_of(initializer),
                regularizer=regularizer,
                trainable=bool(trainable and self.trainable),
                constraint=constraint,
                use_resource=use_resource,
                partitioner=partitioner,
            )
        self.variables += parts_of(variable)
        return variable

    add_variable = add_weight

    def add_update(self, update):
        """Notes an operation that training runs, also in the graph's `UPDATE_OPS`."""
        self.updates.append(update)
        v1.add_to_collection(v1.GraphKeys.UPDATE_OPS, update)

    def add_loss(self, loss):
        """Notes a loss, also in the graph's `REGULARIZATION_LOSSES`."""
        self.losses.append(loss)
        v1.add_to_collection(v1.GraphKeys.REGULARIZATION_LOSSES, loss)

    def count_params(self):
        """How many numbers the variables hold."""
        return sum(v.shape.num_elements() for v in self.variables)

    def compute_output_shape(self, input_shape):
        """Shape of the outputs for a shape of inputs, found by building the layer in a new graph.

        Args:
            input_shape: shape of the inputs, None where unknown.
        """
        with tf.Graph().as_default():
            inputs = v1.placeholder(self.dtype or "float32", input_shape)
            return self._copy()(inputs).shape

    def _copy(self):
        copy = object.__new__(type(self))
        copy.__dict__ |= self.__dict__ | {"built": False, "_scope": None, "_reuse": None}
        copy.variables, copy.losses, copy.updates = [], [], []
        return copy

    def _set_scope(self, scope):
        """Fixes the variable scope, with TF1's rules for names that are taken."""
        if self._scope is not None:
            return
        if self._reuse:
            entered = v1.variable_scope(self._base_name if scope is None else scope)
        else:
            entered = v1.variable_scope(scope, default_name=self._base_name)
        with entered as self._scope:
            pass

    def _entered(self, reuse):
        return _Entered(self._scope, reuse)

    def _build_once(self, inputs):
        if self.built:
            return
        first = v1.nest.flatten(inputs)[0]
        self.dtype = self.dtype or first.dtype.base_dtype.name
        self.build(v1.nest.map_structure(lambda x: x.shape, inputs))
        self.built = True

    def _regularize_activity(self, outputs):
        if self.activity_regularizer is not None:
            for output in v1.nest.flatten(outputs):
                loss = self.activity_regularizer(output)
                self.add_loss(loss / tf.cast(tf.shape(output)[0], loss.dtype))

    def _activated(self, outputs):
        activation = activation_of(self.activation)
        return outputs if activation is None else activation(outputs)


class _Entered:
    """A variable scope and the name scope it was opened with, entered again."""

    def __init__(self, scope, reuse):
        self._scope = v1.variable_scope(scope, reuse=reuse, auxiliary_name_scope=False)

    def __enter__(self):
        entered = self._scope.__enter__()
        self._names = v1.name_scope(entered.original_name_scope)
        self._names.__enter__()
        return entered

    def __exit__(self, *error):
        self._names.__exit__(*error)
        return self._scope.__exit__(*error)


def _snake(name):
    snake = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", snake).lower()
