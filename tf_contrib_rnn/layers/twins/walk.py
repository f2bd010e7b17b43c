"""Through a layer or model with everything in it, whichever way it is converted."""

import tempfile

import keras

from tf_contrib_rnn.cells._scope import in_v1_graph
from tf_contrib_rnn.layers.twins.refusal import refused

_CALL_ORDER = ("sequences", "initial_state", "mask", "training")


class Walk:
    """Makes the twin of a layer or model; a subclass knows the layers that change.

    First every twin is made, then, once all are built, they get their numbers. A layer that
    stands in several places has one twin.
    """

    function = None

    def __init__(self):
        self._twins = {}
        self._calls = {}
        self._owners = {}

    def __call__(self, layer):
        """The twin, with the weights.

        Raises:
            TypeError: when it is no Keras layer.
            ValueError: in a v1 graph, or for what has no twin.
        """
        is_cell = hasattr(layer, "state_size") and not hasattr(layer, "cell")
        if not isinstance(layer, keras.layers.Layer) or is_cell:
            raise TypeError(
                f"{self.function} expects a Keras layer or model, received {layer!r}: put a cell "
                "into a layer such as rnn.RNN."
            )
        if in_v1_graph():
            raise ValueError(
                f"{self.function} expects eager execution, received a v1 graph: restore the "
                "checkpoint in TensorFlow 2 first."
            )
        twin = self.twin(layer)
        for original, made in list(self._twins.values()):
            if isinstance(original, keras.layers.Layer):
                self._finish(original, made)
        return twin

    def changed(self, layer):
        """The new twin of a layer that changes, without its weights; None for all others."""
        raise NotImplementedError

    def carry(self, layer, twin):
        """Gives the twin of a layer that changed its weights."""
        raise NotImplementedError

    def twin(self, original):
        """The twin of a layer, a model or an operation, made once."""
        if id(original) not in self._twins:
            self._twins[id(original)] = original, self._made(original)
        return self._twins[id(original)][1]

    def _made(self, original):
        if isinstance(original, keras.Model):
            return self._model(original)
        if not isinstance(original, keras.layers.Layer):
            return type(original).from_config(original.get_config())
        if type(original) is keras.layers.Bidirectional:
            return self._bidirectional(original)
        if isinstance(original, keras.layers.Wrapper):
            return self._wrapper(original)
        self._claim(original)
        twin = self.changed(original)
        if twin is None:
            return self._copied(original)
        self._calls[id(twin)] = original, lambda states: self.permuted(original, states)
        return twin

    def _claim(self, layer):
        """Refuses weights that two layers share: nothing in a file of Keras' can say it."""
        for part in (getattr(layer, "cell", layer), *layer.variables):
            owner = self._owners.setdefault(id(part), layer)
            if owner is not layer:
                advice = "use one layer in both places instead of two with the same cell"
                raise refused(
                    self.function, layer, "weights of its own", f"those of {owner.name}", advice
                )

    def _model(self, model):
        self._check_compiled(model)
        if isinstance(model, keras.Sequential):
            return keras.models.clone_model(model, clone_function=self.twin)
        if not isinstance(model, keras.Function):
            raise refused(
                self.function,
                model,
                "a functional or Sequential model",
                "a class of its own",
                "convert its layers one by one",
            )
        return keras.models.clone_model(
            model,
            input_tensors=_new_inputs(model),
            clone_function=self.twin,
            call_function=self._called,
        )

    def _check_compiled(self, model):
        """Refuses a compiled model whose loss or metric Keras cannot make again."""
        try:
            keras.saving.deserialize_keras_object(model.get_compile_config() or {})
        except (TypeError, ValueError) as error:
            raise refused(
                self.function,
                model,
                "a loss and metrics that Keras can serialize",
                "others",
                "register them with keras.saving, or convert the model before it is compiled",
            ) from error

    def _called(self, twin, *args, **kwargs):
        """Calls a twin where its original was called, each state in its own place."""
        if id(twin) not in self._calls:
            return twin(*args, **kwargs)
        original, swap = self._calls[id(twin)]
        kwargs = {**dict(zip(_CALL_ORDER, args, strict=False)), **kwargs}
        state = kwargs.pop("initial_state", None)
        self.check_call(twin, kwargs)
        if state is not None:
            mask = getattr(kwargs["sequences"], "_keras_mask", None)
            if mask is not None and kwargs.get("mask") is None:
                kwargs["mask"] = self.mask_beside_state(original, mask)
            kwargs["initial_state"] = swap(state if isinstance(state, list | tuple) else [state])
        outputs = twin(kwargs.pop("sequences"), **kwargs)
        if not twin.return_state:
            return outputs
        lead = 2 if getattr(twin, "merge_mode", "") is None else 1
        return (*outputs[:lead], *swap(outputs[lead:]))

    def permuted(self, layer, states):
        """A changed layer's states as its twin has them, or the other way round."""
        raise NotImplementedError

    def check_call(self, twin, options):
        """Refuses a call that the twin does not know."""

    def mask_beside_state(self, original, mask):
        """What to hand the twin of a layer that gets a state, and inputs with a computed mask.

        Keras drops that mask, ours obeys it.
        """
        raise NotImplementedError

    def _bidirectional(self, both):
        sides = [both.forward_layer, both.backward_layer]
        forward, backward = map(self.twin, sides)
        options = {name: getattr(both, name) for name in ("name", "trainable", "merge_mode")}
        twin = keras.layers.Bidirectional(
            forward, backward_layer=backward, dtype=both.dtype_policy, **options
        )
        # Keras copies the first of the two.
        self._twins[id(sides[0])] = sides[0], twin.forward_layer

        def swap(states):
            half = len(states) // 2
            parts = states[:half], states[half:]
            swaps = [self._calls.get(id(side), (None, list))[1] for side in (forward, backward)]
            return [entry for f, part in zip(swaps, parts, strict=True) for entry in f(part)]

        self._calls[id(twin)] = both, swap
        return twin

    def _wrapper(self, wrapper):
        config = {k: v for k, v in wrapper.get_config().items() if k != "layer"}
        return type(wrapper)(self.twin(wrapper.layer), **config)

    def _copied(self, layer):
        return type(layer).from_config(layer.get_config())

    def _finish(self, original, twin):
        """Builds a twin as its original is built, and gives it the numbers."""
        _build(original, twin)
        if isinstance(original, keras.Model | keras.layers.Bidirectional):
            return  # the layers inside have twins of their own
        if isinstance(original, keras.layers.Wrapper):
            for variable, new in zip(_own_weights(original), _own_weights(twin), strict=True):
                new.assign(variable)
        elif not self.carry(original, twin):
            _copy_numbers(original, twin)


def _new_inputs(model):
    """Symbolic inputs like those of a model, with the names of their layers, which Keras drops."""
    layers = {id(x.output): x for x in model.layers if isinstance(x, keras.layers.InputLayer)}

    def new(tensor):
        layer = layers[id(tensor)]
        return type(layer).from_config(layer.get_config()).output

    return keras.tree.map_structure(new, model.input)


def _build(original, twin):
    config = original.get_build_config() if original.built and not twin.built else None
    if config:
        twin.build_from_config(config)


def _own_weights(wrapper):
    """The weights of a wrapper that are not those of the layer inside."""
    inner = {id(variable) for variable in wrapper.layer.weights}
    return [variable for variable in wrapper.weights if id(variable) not in inner]


def _copy_numbers(original, twin):
    """Weights, and what else a layer of Keras' keeps in a file, such as a vocabulary."""
    if original.weights:
        twin.set_weights(original.get_weights())
    if hasattr(original, "save_assets"):
        with tempfile.TemporaryDirectory() as folder:
            original.save_assets(folder)
            twin.load_assets(folder)
