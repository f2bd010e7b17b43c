"""The Keras side: the model's inputs, and the values of its layers along the way."""

from dataclasses import dataclass

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
    layer: object
    number: int
    tensor: object
    is_output: bool


class Network:
    """A built model.

    Args:
        model: a functional or Sequential model, or any other model that takes one input.

    Attributes:
        inputs: `{name: symbolic tensor}` in the order the model takes them.
        places: its tensors along the network.

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
        self.places = self._places()

    def _places(self):
        outputs = {id(tensor): tensor for tensor in keras.tree.flatten(self.model.outputs)}
        found = []
        for layer in self.model.layers:
            if isinstance(layer, keras.layers.InputLayer):
                continue
            for number, tensor in enumerate(_outputs(layer)):
                label = layer.name if number == 0 else f"{layer.name}[{number}]"
                found.append(Place(label, layer, number, tensor, id(tensor) in outputs))
        known = {id(place.tensor) for place in found}
        return found + [
            Place(name, None, 0, tensor, True)
            for name, tensor in self.named_outputs.items()
            if id(tensor) not in known
        ]

    @property
    def named_outputs(self) -> dict:
        """The outputs by name, of a model that gives them as a dict."""
        output = getattr(self.model, "output", None)
        return output if isinstance(output, dict) else {}

    def values(self, arrays: list) -> list[np.ndarray]:
        """The values of all places.

        Args:
            arrays: one for each input of the model.
        """
        probe = keras.Model(self.model.inputs, [place.tensor for place in self.places])
        found = probe([keras.ops.convert_to_tensor(array) for array in arrays], training=False)
        return [keras.ops.convert_to_numpy(one) for one in keras.tree.flatten(found)]

    def called_with(self, tensor) -> list:
        """The layers that take a tensor.

        Args:
            tensor: a symbolic tensor of the model.
        """
        found = []
        for layer in self.model.layers:
            if not isinstance(layer, keras.layers.InputLayer):
                try:
                    taken = keras.tree.flatten(layer.input)
                except (AttributeError, ValueError):
                    continue
                if any(one is tensor for one in taken):
                    found.append(layer)
        return found


def _outputs(layer):
    try:
        return keras.tree.flatten(layer.output)
    except (AttributeError, ValueError):  # called several times, or never in this model
        return []
