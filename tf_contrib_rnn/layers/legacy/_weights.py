"""The weights of a file into the variables of a model, all or none."""

import re
from typing import Any, NamedTuple

import numpy as np

from tf_contrib_rnn.layers.legacy._models import entries_of, is_model, plain_name
from tf_contrib_rnn.layers.legacy._refusal import refused
from tf_contrib_rnn.layers.legacy._table import LSTM_GATES, RULES, Rule, core_cell


class Target(NamedTuple):
    """A variable, and the rule of its layer; None for a custom layer or a core cell."""

    variable: Any
    rule: Rule | None


def assign(model, saved, custom_objects):
    """Puts the weights of a saved model into the model that was made of its config.

    Raises:
        ValueError: where their number, names or shapes differ; no variable has changed then.
    """
    pairs = []
    for entry, layer in _inside(saved.entry, model, custom_objects):
        name = entry.get("name", entry["config"]["name"])
        stored, targets = saved.weights.get(name, []), _in_order(entry, layer, custom_objects)
        if len(stored) != len(targets):
            raise refused(
                f"{len(targets)} weights of layer {name!r}", len(stored), "save the model again"
            )
        for (key, array), target in zip(stored, targets, strict=True):
            pairs.append((target.variable, _translated(key, array, target)))
    for variable, array in pairs:
        variable.assign(array)


def _in_order(entry, layer, custom_objects):
    """The targets of a layer in the order of the file: first what was trained."""
    trained, fixed = _sorted(entry, layer, custom_objects)
    return trained + fixed


def _sorted(entry, layer, custom_objects):
    """(trained, not trained) targets of a layer, as TF 1.x collected them layer by layer."""
    inside = _inside(entry, layer, custom_objects)
    if inside is None:
        custom = entry["class_name"] in custom_objects or core_cell(entry)
        rule = None if custom else RULES[entry["class_name"]]
        targets = [Target(variable, rule) for variable in layer.weights]
        parts = [([t for t in targets if t.variable.trainable],
                  [t for t in targets if not t.variable.trainable])]  # fmt: skip
    else:
        parts = [_sorted(*part, custom_objects) for part in inside]
    trained = [target for part, _ in parts for target in part]
    fixed = [target for _, part in parts for target in part]
    return (trained, fixed) if layer.trainable else ([], trained + fixed)


def _inside(entry, layer, custom_objects):
    """The pairs (entry, layer) in a model or wrapper; None for a layer that holds none."""
    if entry["class_name"] in custom_objects:
        return None
    config = entry["config"]
    if is_model(entry):
        return [(e, layer.get_layer(plain_name(e["config"]["name"]))) for e in entries_of(entry)]
    if entry["class_name"] == "Bidirectional":
        backward = config.get("backward_layer") or config["layer"]
        return [(config["layer"], layer.forward_layer), (backward, layer.backward_layer)]
    if entry["class_name"] == "TimeDistributed":
        return [(config["layer"], layer.layer)]
    if entry["class_name"] == "RNN":
        return [(config["cell"], layer.cell)]
    if entry["class_name"] == "StackedRNNCells":
        return list(zip(config["cells"], layer.cells, strict=True))
    return None


def _translated(key, array, target):
    """The array for a target.

    Raises:
        ValueError: for a weight of another role or shape.
    """
    variable, rule = target
    if rule is not None:
        role = re.sub(r"(_\d+)?(:\d+)?$", "", key.rpartition("/")[2])
        role = rule.roles.get(role, role)
        if role != variable.name:
            raise refused(f"weights for {variable.path!r}", repr(key), "save the model again")
        if rule.cudnn:
            array = _from_cudnn(role, array, rule.cudnn)
    if tuple(array.shape) != tuple(variable.shape):
        raise refused(
            f"weights of shape {tuple(variable.shape)} for {variable.path!r}",
            f"{key!r} of shape {tuple(array.shape)}",
            "save the model again",
        )
    return array


def _from_cudnn(role, array, gates):
    """A weight of cuDNN's layers, which keep each gate's matrix transposed, and two biases.

    The biases belong to the input and to the state: an LSTM has their sum, a GRU has both.
    """
    if role == "bias":
        pair = array.reshape(2, -1)
        return pair.sum(axis=0) if gates == LSTM_GATES else pair
    return np.hstack([gate.reshape(gate.shape[::-1]).T for gate in np.hsplit(array, gates)])
