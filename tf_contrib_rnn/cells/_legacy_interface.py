"""What TF1 documented for every cell beside its equations.

Real where it has a meaning on a Keras layer, otherwise an error of one sentence.
"""

import functools
import math

import keras

from tf_contrib_rnn.cells._state import size_shape


def _gone(name, instead):
    def getter(self):
        raise AttributeError(
            f"{type(self).__name__}.{name} expects TF1's layer graph, which Keras 3 does not have: "
            f"{instead}."
        )

    return property(getter, doc=f"Not available on Keras 3: {instead}.")


def _gone_method(name, instead):
    def method(self, *args, **kwargs):
        raise NotImplementedError(
            f"{type(self).__name__}.{name} expects TF1's layer graph, which Keras 3 does not have: "
            f"{instead}."
        )

    method.__doc__ = f"Not available on Keras 3: {instead}."
    return method


_MODEL = "ask the keras.Model the cell is part of"
_CALL = "pass on the tensors of the call itself"


class LegacyInterface:
    """Mixin with the properties and methods that TF1's `Layer` gave to cells."""

    graph = _gone("graph", "use tf.compat.v1.get_default_graph()")
    inbound_nodes = _gone("inbound_nodes", _MODEL)
    outbound_nodes = _gone("outbound_nodes", _MODEL)
    input_mask = _gone("input_mask", _CALL)
    output_mask = _gone("output_mask", _CALL)
    input_shape = _gone("input_shape", _CALL)
    output_shape = _gone("output_shape", "use output_size")
    get_input_at = _gone_method("get_input_at", _CALL)
    get_input_mask_at = _gone_method("get_input_mask_at", _CALL)
    get_input_shape_at = _gone_method("get_input_shape_at", _CALL)
    get_output_at = _gone_method("get_output_at", _CALL)
    get_output_mask_at = _gone_method("get_output_mask_at", _CALL)
    get_output_shape_at = _gone_method("get_output_shape_at", "use output_size")
    add_metric = _gone_method("add_metric", "give metrics to keras.Model.compile")
    compute_output_signature = _gone_method(
        "compute_output_signature", "use output_size and compute_dtype"
    )

    @property
    def scope_name(self):
        """Full name of the TF1 variable scope that the first call fixed.

        Raises:
            ValueError: before the first call.
        """
        if self.tf1_scope.full_name is None:
            raise ValueError(
                f"scope_name expects a cell that was called, received {self.name} before its "
                "first call: call the cell first."
            )
        return self.tf1_scope.full_name

    @property
    def dynamic(self):
        """Always False: a cell can be traced into a graph."""
        return False

    @property
    def updates(self):
        """Update operations; a cell has none."""
        return []

    def add_update(self, updates, inputs=None):
        """Accepted and needless: updates take place when they are made."""

    def get_updates_for(self, inputs):
        """Update operations that depend on `inputs`; a cell has none."""
        return []

    def get_losses_for(self, inputs):
        """All losses of the cell; Keras 3 does not tell which inputs a loss depends on."""
        return self.losses

    def add_loss(self, losses, inputs=None):
        """Adds scalar losses inside `build` or `call`; `inputs` is accepted as in TF1.

        A callable is taken for a loss of the variables and evaluated at once.
        """
        losses = losses if isinstance(losses, list | tuple) else [losses]
        super().add_loss([loss() if callable(loss) else loss for loss in losses])

    def apply(self, inputs, *args, **kwargs):
        """The same as calling the cell."""
        return self(inputs, *args, **kwargs)

    @property
    def submodules(self):
        """All layers inside this one."""
        return tuple(layer for inner in self._layers for layer in (inner, *_below(inner)))

    @property
    def name_scope(self):
        """Name under which Keras files the cell's operations."""
        return self.name

    @classmethod
    def with_name_scope(cls, method):
        """Decorates a method so that its operations stand under the layer's name."""

        @functools.wraps(method)
        def wrapper(self, *args, **kwargs):
            with keras.name_scope(self.name):
                return method(self, *args, **kwargs)

        return wrapper

    # In v1 graphs the variables are TensorFlow's and Keras does not list them.

    def _in_graph(self, trained=None):
        """The variables of a v1 graph; all, those trained, or those not trained."""
        variables = self.tf1_variables().values() if self.built else []
        parts = [
            part
            for variable in variables
            if not isinstance(variable, keras.Variable)
            for part in (variable if hasattr(variable, "as_tensor") else [variable])
        ]
        return [p for p in parts if trained is None or trained == (self.trainable and p.trainable)]

    @property
    def weights(self):
        """All variables, those of a v1 graph included."""
        return _each_once(super().weights, self._in_graph())

    @property
    def variables(self):
        """All variables, with Keras' seed state, those of a v1 graph included."""
        return _each_once(super().variables, self._in_graph())

    @property
    def trainable_weights(self):
        """The variables an optimizer trains."""
        return _each_once(super().trainable_weights, self._in_graph(trained=True))

    @property
    def trainable_variables(self):
        """The variables an optimizer trains."""
        return _each_once(super().trainable_variables, self._in_graph(trained=True))

    @property
    def non_trainable_weights(self):
        """The variables no optimizer trains."""
        return _each_once(super().non_trainable_weights, self._in_graph(trained=False))

    @property
    def non_trainable_variables(self):
        """The variables no optimizer trains, with Keras' seed state."""
        return _each_once(super().non_trainable_variables, self._in_graph(trained=False))

    def get_weights(self):
        """Arrays of all variables; in a v1 graph their values in the default session."""
        if not self._in_graph():
            return super().get_weights()
        return self._session("get_weights").run(self.weights)

    def set_weights(self, weights):
        """Sets all variables; in a v1 graph their values in the default session.

        Raises:
            ValueError: for another number of arrays, or a v1 graph without a default session.
        """
        if not self._in_graph():
            return super().set_weights(weights)
        if len(weights) != len(self.weights):
            raise ValueError(
                f"set_weights expects {len(self.weights)} arrays for {self.name}, received "
                f"{len(weights)}: pass what get_weights returned."
            )
        session = self._session("set_weights")
        for variable, value in zip(self.weights, weights, strict=True):
            variable.load(value, session)

    def _session(self, method):
        import tensorflow as tf

        session = tf.compat.v1.get_default_session()
        if session is None:
            raise ValueError(
                f"{method} expects a default session in a v1 graph, received none: call it inside "
                "`with session.as_default()`."
            )
        return session

    def count_params(self):
        """Number of scalars in all variables."""
        if not self.built:
            raise ValueError(
                f"count_params expects a built cell, received {self.name}: call it first."
            )
        return sum(math.prod(size_shape(weight.shape)) for weight in self.weights)


def _below(layer):
    return [deeper for inner in layer._layers for deeper in (inner, *_below(inner))]


def _each_once(*lists):
    return list({id(variable): variable for part in lists for variable in part}.values())
