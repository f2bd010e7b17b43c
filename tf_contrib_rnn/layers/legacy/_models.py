"""Sequential and functional models of Keras 3 from the configs of a file."""

import keras

from tf_contrib_rnn.layers.legacy._refusal import no_equivalent, refused
from tf_contrib_rnn.layers.legacy._table import RULES

_SEQUENTIAL = "Sequential"
_FUNCTIONAL = ("Model", "Functional", "Network")


def is_model(entry):
    """Whether an entry is that of a model."""
    return entry["class_name"] in (_SEQUENTIAL, *_FUNCTIONAL)


def model_from(entry, build):
    """The model of an entry.

    Args:
        entry: the entry, `{"class_name": ..., "config": ...}`.
        build: function that makes a layer of an entry.
    """
    if isinstance(entry["config"], list):
        raise refused(
            "a file of TF 1.11 or later", "an older Sequential model", "save it in TF 1.15.5 again"
        )
    if entry["class_name"] == _SEQUENTIAL:
        return _sequential(entry["config"], build)
    return _Wiring(entry["config"], build).model()


def entries_of(entry):
    """The entries of a model's layers, without those of its inputs."""
    return [layer for layer in entry["config"]["layers"] if layer["class_name"] != "InputLayer"]


def plain_name(name):
    """A name without the slashes that Keras 3 does not allow."""
    return name and name.replace("/", "_")


def _sequential(config, build):
    layers = [build(entry) for entry in entries_of({"config": config})]
    first = config["layers"][0]
    shape = first["config"].get("batch_input_shape")
    if shape:
        layers.insert(0, keras.Input(batch_shape=shape, dtype=_dtype_of_inputs(first)))
    model = keras.Sequential(layers, name=plain_name(config["name"]))
    if not model.built and config.get("build_input_shape"):
        model.build(config["build_input_shape"])
    return model


def _dtype_of_inputs(entry):
    """The dtype of what a Sequential model takes, which its file does not say."""
    if is_model(entry):
        return _dtype_of_inputs(entry["config"]["layers"][0])
    return "int32" if entry["class_name"] == "Embedding" else entry["config"].get("dtype")


def _has_inputs(entry):
    """Whether a nested model was built of tensors, which was then the first of its calls."""
    if entry["class_name"] in _FUNCTIONAL:
        return True
    if entry["class_name"] != _SEQUENTIAL or not entries_of(entry):
        return False
    first = entries_of(entry)[0]
    return "batch_input_shape" in first["config"] or _has_inputs(first)


class _Wiring:
    """Calls the layers of a functional model on each other's tensors, as the file says.

    A reference is a list `[layer, call, tensor]`, with the call's keyword arguments as a fourth
    item: the tensor of that index among those that the call of that index gave.
    """

    def __init__(self, config, build):
        self._config = config
        self._build = build
        self._tensors = {}  # by (name of the layer, index of the call)

    def model(self):
        calls = [call for entry in self._config["layers"] for call in self._calls(entry)]
        while calls:
            waiting = [call for call in calls if not self._ready(call[-1])]
            if len(waiting) == len(calls):
                raise refused(
                    "a whole model", f"calls of layer {calls[0][0]['name']!r} without inputs",
                    "save it in TF 1.15.5 once more",
                )  # fmt: skip
            for call in calls:
                if self._ready(call[-1]):
                    self._call(*call)
            calls = waiting
        ends = [self._found(self._config[key]) for key in ("input_layers", "output_layers")]
        ends = [_only(keras.tree.flatten(end)) for end in ends]
        return keras.Model(*ends, name=plain_name(self._config["name"]))

    def _calls(self, entry):
        """The calls (entry, layer, key in `_tensors`, references) of a layer."""
        name = entry["name"]
        if entry["class_name"] == "InputLayer":
            self._tensors[name, 0] = [_input(entry["config"])]
            return
        layer, first = self._build(entry), int(_has_inputs(entry))
        for index, references in enumerate(entry["inbound_nodes"]):
            if not isinstance(references, list):
                raise no_equivalent(
                    name, entry["class_name"], "a dictionary as input", "pass a list in code"
                )
            yield entry, layer, (name, first + index), references

    def _ready(self, references):
        if _is_reference(references):
            return tuple(references[:2]) in self._tensors
        return all(self._ready(part) for part in references)

    def _found(self, references):
        """The tensors in the place of their references."""
        if _is_reference(references):
            return self._tensors[tuple(references[:2])][references[2]]
        return [self._found(part) for part in references]

    def _call(self, entry, layer, key, references):
        inputs, options = self._found(references), self._options(entry, references)
        rule = RULES.get(entry["class_name"])
        if rule and rule.recurrent and len(inputs) > 1:
            options["initial_state"], inputs = inputs[1:], inputs[:1]
            # Keras 3 drops the mask of inputs that come with a state.
            options.setdefault("mask", getattr(inputs[0], "_keras_mask", None))
        self._tensors[key] = keras.tree.flatten(layer(_only(inputs), **options))

    def _options(self, entry, references):
        """The keyword arguments of a call."""
        while not _is_reference(references):
            references = references[0]
        given = references[3] if len(references) > 3 else {}
        found = {key: value for key, value in given.items() if value is not None}
        for key, value in found.items():
            if key == "mask" and _is_reference(value):
                found[key] = self._found(value)
            elif key != "training" or not isinstance(value, bool):
                raise no_equivalent(
                    entry["name"], entry["class_name"], f"{key}={value!r} of a call",
                    "make it an input of the model",
                )  # fmt: skip
        return found


def _is_reference(value):
    return isinstance(value, list) and len(value) > 2 and isinstance(value[0], str)


def _only(tensors):
    """A list, or the one item in it."""
    return tensors[0] if len(tensors) == 1 else tensors


def _input(config):
    if config.get("ragged"):
        raise no_equivalent(
            config["name"], "InputLayer", "ragged=True", "pad the sequences and mask them"
        )
    sparse = {"sparse": True} if config.get("sparse") else {}
    return keras.Input(
        batch_shape=config["batch_input_shape"],
        dtype=config["dtype"],
        name=plain_name(config["name"]),
        **sparse,
    )
