"""What stands in the HDF5 file of a model."""

import json
import os
from typing import NamedTuple

import h5py
import numpy as np

from tf_contrib_rnn.layers.legacy._refusal import refused

_EXPECTED = "an HDF5 file that model.save of TF 1.x's tf.keras wrote"


class SavedModel(NamedTuple):
    """A model as it was saved.

    Attributes:
        entry: its class and config, `{"class_name": ..., "config": ...}`.
        weights: {name of a top-level layer: list of (name of a weight, array)}.
    """

    entry: dict
    weights: dict


def read(path):
    """The saved model of a file.

    Raises:
        FileNotFoundError: where there is no file.
        ValueError: for one that TF 1.x's tf.keras did not write, or that holds weights only.
    """
    path = os.fspath(path)
    if not os.path.exists(path):
        raise FileNotFoundError(
            f"load_legacy_keras expects {_EXPECTED}, received {path!r}, which is not there: "
            "correct the path."
        )
    if not os.path.isfile(path) or not h5py.is_hdf5(path):
        raise refused(
            _EXPECTED,
            f"{path!r}, which is not HDF5",
            "load .keras files and SavedModels with Keras or TensorFlow, and checkpoints with "
            "tf_contrib_rnn.checkpoint",
        )
    with h5py.File(path, "r") as file:
        _check_origin(path, file)
        try:
            return SavedModel(json.loads(_text(file.attrs["model_config"])), _weights(file))
        except (KeyError, ValueError, OSError) as error:
            raise refused(
                _EXPECTED, f"{path!r}, which is damaged ({error})", "copy the file once more"
            ) from error


def _check_origin(path, file):
    if "model_config" not in file.attrs:
        if "layer_names" in file.attrs:
            raise refused(
                _EXPECTED,
                f"{path!r}, which holds weights only",
                "build the model in code, with recurrent_activation=rnn.hard_sigmoid where TF 1.x "
                "had its default, and call model.load_weights",
            )
        raise refused(
            _EXPECTED, f"{path!r}, which holds no Keras model", "pass what model.save wrote"
        )
    version = _text(file.attrs.get("keras_version", "unknown"))
    if version.split(".")[0].isdigit() and int(version.split(".")[0]) >= 3:
        raise refused(
            _EXPECTED, f"{path!r} of Keras {version}", "call keras.saving.load_model instead"
        )
    backend = _text(file.attrs.get("backend", "unknown"))
    if not version.startswith("2.") or backend != "tensorflow":
        raise refused(
            _EXPECTED,
            f"{path!r} of Keras {version} on the backend {backend}",
            "load it in TF 1.15.5 and save it from there",
        )


def _weights(file):
    groups = file["model_weights"]
    return {
        name: [(w, np.asarray(groups[name][w])) for w in _list(groups[name], "weight_names")]
        for name in _list(groups, "layer_names")
    }


def _list(group, name):
    """A list of texts; one that is too long for an attribute stands in <name>0, <name>1, ..."""
    if name in group.attrs:
        return [_text(item) for item in group.attrs[name]]
    found, part = [], 0
    while f"{name}{part}" in group.attrs:
        found += [_text(item) for item in group.attrs[f"{name}{part}"]]
        part += 1
    if not part:
        raise KeyError(f"no {name} in {group.name}")
    return found


def _text(value):
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)
