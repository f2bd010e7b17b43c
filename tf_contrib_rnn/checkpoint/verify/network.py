"""The Keras side: the model's inputs, and the values of its layers along the way."""

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError


@dataclass(frozen=True)
class Place:
    """A tensor of the model.

    Attributes:
        label: the layer's name, or `name[1]` for the second tensor that a layer gives.
        layer: the layer, None for an output of a model that shows no layers.
        number: which of the layer's tensors it is.
        tensor: the symbolic tensor, None where the model shows no layers.
        is_output: whether it is an output of the model.
    """

    label: str
    layer: Any
    number: int
    tensor: Any
    is_output: bool


class Network:
    """A built model.

    Args:
        model: a functional or Sequential model, or any other model that takes one input.

    Attributes:
        inputs: `{name: symbolic tensor}` in the order the model takes them.
        places: its tensors along the network.
        aliases: `{name of an output: label of its place}` of a model that gives a dict.

    Raises:
        CheckpointError: if it is no model, or shows no inputs.
    """

    def __init__(self, model):
        if not isinstance(model, keras.Model) or not getattr(model, "inputs", None):
            raise CheckpointError(
                f"verify expects a functional or Sequential Keras model that is built, received "
                f"{model!r}; wrap cells and layers as keras.Model(inputs, layer(inputs))."
            )
        self.model = model
        self.inputs = {tensor.name: tensor for tensor in model.inputs}
        self.aliases = {}
        self.places, self._probe, self._callers = self._called_again()

    def _bare_outputs(self, places, outputs):
        """The outputs of a model that gives a dict which come from no layer."""
        named = getattr(self.model, "output", None)
        named = named if isinstance(named, dict) else {}
        order = [id(tensor) for tensor in self.model.outputs]
        labels = {id(place.tensor): place.label for place in places}
        bare = []
        for name, tensor in named.items():
            again = outputs[order.index(id(tensor))]
            if id(again) not in labels:
                bare.append(Place(name, None, 0, again, True))
            self.aliases[name] = labels.get(id(again), name)
        return bare

    def _called_again(self):
        """Calls every layer once more as the model does, on inputs that have its shapes.

        A layer may have been called elsewhere too; `layer.output` would be of that call.
        """
        outputs, callers = [], {}

        def call(layer, *arguments, **keywords):
            given = layer(*arguments, **keywords)
            if isinstance(layer, keras.layers.Layer):
                outputs.append((layer, keras.tree.flatten(given)))
                for one in keras.tree.flatten((arguments, keywords)):
                    callers.setdefault(id(one), []).append(layer)
            return given

        whole = keras.Model(self.model.inputs, self.model.outputs)
        again = keras.models.clone_model(
            whole, call_function=call, clone_function=lambda layer: layer
        )
        last = {id(tensor) for tensor in again.outputs}
        places = _places(outputs, last)
        places += self._bare_outputs(places, again.outputs)
        probe = keras.Model(again.inputs, [place.tensor for place in places])
        ours = dict(zip(self.inputs, again.inputs, strict=True))
        return places, probe, {name: callers.get(id(one), []) for name, one in ours.items()}

    def values(self, arrays: list) -> list[np.ndarray]:
        """The values of all places.

        Args:
            arrays: one for each input of the model.
        """
        found = self._probe(
            [keras.ops.convert_to_tensor(array) for array in arrays], training=False
        )
        return [keras.ops.convert_to_numpy(one) for one in keras.tree.flatten(found)]

    def takers(self, name: str) -> list:
        """The layers that take an input.

        Args:
            name: the name of the input.
        """
        return self._callers[name]


def _places(outputs, last):
    found, calls = [], {}
    for layer, tensors in outputs:
        calls[layer.name] = calls.get(layer.name, 0) + 1
        again = f" (call {calls[layer.name]})" if calls[layer.name] > 1 else ""
        for number, tensor in enumerate(tensors):
            label = layer.name + (f"[{number}]" if number else "") + again
            found.append(Place(label, layer, number, tensor, id(tensor) in last))
    return found
