"""The constructors of TF 1.15.5, as data: argument names in order, with their defaults.

The generator compares this table with the real signatures.
"""

REQUIRED = "required"

_LAYER = {"reuse": None, "name": None, "dtype": None}

_CONVOLUTION = {
    "input_shape": REQUIRED, "output_channels": REQUIRED, "kernel_shape": REQUIRED,
    "use_bias": True, "skip_connection": False, "forget_bias": 1.0, "initializers": None,
}

SIGNATURES = {
    "BasicRNNCell": dict({"num_units": REQUIRED, "activation": None}, **_LAYER),
    "GRUCell": dict({
        "num_units": REQUIRED, "activation": None, "reuse": None, "kernel_initializer": None,
        "bias_initializer": None, "name": None, "dtype": None}),
    "BasicLSTMCell": dict({
        "num_units": REQUIRED, "forget_bias": 1.0, "state_is_tuple": True,
        "activation": None}, **_LAYER),
    "LSTMCell": dict({
        "num_units": REQUIRED, "use_peepholes": False, "cell_clip": None, "initializer": None,
        "num_proj": None, "proj_clip": None, "num_unit_shards": None, "num_proj_shards": None,
        "forget_bias": 1.0, "state_is_tuple": True, "activation": None}, **_LAYER),
    "ConvLSTMCell": dict(
        {"conv_ndims": REQUIRED}, **dict(_CONVOLUTION, name="conv_lstm_cell")),
    "Conv1DLSTMCell": dict({"name": "conv_1d_lstm_cell"}, **_CONVOLUTION),
    "Conv2DLSTMCell": dict({"name": "conv_2d_lstm_cell"}, **_CONVOLUTION),
    "Conv3DLSTMCell": dict({"name": "conv_3d_lstm_cell"}, **_CONVOLUTION),
    "MultiRNNCell": {"cells": REQUIRED, "state_is_tuple": True},
    "DropoutWrapper": {
        "cell": REQUIRED, "input_keep_prob": 1.0, "output_keep_prob": 1.0,
        "state_keep_prob": 1.0, "variational_recurrent": False, "input_size": None,
        "dtype": None, "seed": None, "dropout_state_filter_visitor": None},
    "ResidualWrapper": {"cell": REQUIRED, "residual_fn": None},
    "DeviceWrapper": {"cell": REQUIRED, "device": REQUIRED},
}
