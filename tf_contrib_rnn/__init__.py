"""Every cell and function of tf.contrib.rnn 1.15.5, for TensorFlow 2 and Keras 3."""

import importlib
import os
import sys

__version__ = "0.1.0"

_HOMES = {
    "RNNCell": "cells",
    "LayerRNNCell": "cells",
    "BasicRNNCell": "cells",
    "BasicLSTMCell": "cells",
    "GRUCell": "cells",
    "LSTMCell": "cells",
    "LSTMStateTuple": "cells",
    "DropoutWrapper": "wrappers",
    "MultiRNNCell": "wrappers",
    "DeviceWrapper": "wrappers",
    "ResidualWrapper": "wrappers",
    "LayerNormBasicLSTMCell": "cells",
    "CoupledInputForgetGateLSTMCell": "cells",
    "PhasedLSTMCell": "cells",
    "ConvLSTMCell": "cells",
    "Conv1DLSTMCell": "cells",
    "Conv2DLSTMCell": "cells",
    "Conv3DLSTMCell": "cells",
    "Shape": "cells",
    "LayerNormLSTMCell": "cells",
    "WeightNormLSTMCell": "cells",
    "NTMCell": "cells",
    "static_rnn": "sequence",
    "dynamic_rnn": "sequence",
    "RNN": "sequence",
    "extend_keras_rnn": "sequence",
    "restore_keras_rnn": "sequence",
}
_ROOMS = ("checkpoint",)

__all__ = [*_HOMES, *_ROOMS]


def __getattr__(name):
    if name in _HOMES:
        value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    elif name in _ROOMS:
        value = importlib.import_module(f"{__name__}.{name}")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *__all__})


def _is_command():
    """Whether the process is our command line, which shall answer before Keras is loaded."""
    return sys.argv[:1] == ["-m"] or os.path.basename(sys.argv[0] or "") == "tf-contrib-rnn"


if not _is_command():
    # Keras finds the classes in saved models only once they are registered.
    for _name in _HOMES:
        __getattr__(_name)
