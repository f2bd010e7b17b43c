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
    "EmbeddingWrapper": "wrappers",
    "InputProjectionWrapper": "wrappers",
    "OutputProjectionWrapper": "wrappers",
    "LayerNormBasicLSTMCell": "cells",
    "LSTMBlockWrapper": "sequence",
    "LSTMBlockCell": "cells",
    "GRUBlockCell": "cells",
    "GRUBlockCellV2": "cells",
    "FusedRNNCell": "sequence",
    "FusedRNNCellAdaptor": "sequence",
    "TimeReversedFusedRNN": "sequence",
    "LSTMBlockFusedCell": "sequence",
    "CoupledInputForgetGateLSTMCell": "cells",
    "TimeFreqLSTMCell": "cells",
    "GridLSTMCell": "cells",
    "BidirectionalGridLSTMCell": "cells",
    "NASCell": "cells",
    "UGRNNCell": "cells",
    "IntersectionRNNCell": "cells",
    "PhasedLSTMCell": "cells",
    "ConvLSTMCell": "cells",
    "Conv1DLSTMCell": "cells",
    "Conv2DLSTMCell": "cells",
    "Conv3DLSTMCell": "cells",
    "HighwayWrapper": "wrappers",
    "GLSTMCell": "cells",
    "SRUCell": "cells",
    "IndRNNCell": "cells",
    "IndyGRUCell": "cells",
    "IndyLSTMCell": "cells",
    "AttentionCellWrapper": "wrappers",
    "CompiledWrapper": "wrappers",
    "static_rnn": "sequence",
    "static_state_saving_rnn": "sequence",
    "static_bidirectional_rnn": "sequence",
    "stack_bidirectional_dynamic_rnn": "sequence",
    "stack_bidirectional_rnn": "sequence",
    "transpose_batch_time": "sequence",
    "best_effort_input_batch_size": "sequence",
    "dynamic_rnn": "sequence",
    "bidirectional_dynamic_rnn": "sequence",
    "raw_rnn": "sequence",
    "CudnnCompatibleLSTMCell": "cells",
    "CudnnCompatibleGRUCell": "cells",
    "CudnnLSTM": "layers",
    "CudnnGRU": "layers",
    "CudnnRNNTanh": "layers",
    "CudnnRNNRelu": "layers",
    "LayerNormLSTMCell": "cells",
    "WeightNormLSTMCell": "cells",
    "NTMCell": "cells",
    "MinimalRNNCell": "cells",
    "CFNCell": "cells",
    "GridRNNCell": "wrappers",
    "Grid1BasicRNNCell": "wrappers",
    "Grid2BasicRNNCell": "wrappers",
    "Grid1BasicLSTMCell": "wrappers",
    "Grid2BasicLSTMCell": "wrappers",
    "Grid1LSTMCell": "wrappers",
    "Grid2LSTMCell": "wrappers",
    "Grid3LSTMCell": "wrappers",
    "Grid2GRUCell": "wrappers",
    "Shape": "cells",
    "RNN": "sequence",
    "ConvLSTM1D": "layers",
    "ConvLSTM2D": "layers",
    "ConvLSTM3D": "layers",
    "to_keras": "layers",
    "from_keras": "layers",
    "extend_keras_rnn": "sequence",
    "restore_keras_rnn": "sequence",
    "hard_sigmoid": "cells",
    "load_legacy_keras": "layers",
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
    if sys.argv[:1] == ["-m"]:  # as long as Python looks for the module that it shall run
        module = "".join(sys.orig_argv[-len(sys.argv) :][:1]).removeprefix("-m")
        return module.partition(".")[0] == __name__
    return os.path.basename(sys.argv[0] or "") == "tf-contrib-rnn"


if not _is_command():
    importlib.import_module(f"{__name__}._needs").need_keras_3()
    # Keras finds the classes in saved models only once they are registered.
    for _name in _HOMES:
        __getattr__(_name)
