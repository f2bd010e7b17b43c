"""`tf.contrib.layers` of TF 1.15.5 for v1 graphs, as far as programs around cells use it."""

from tf_contrib_rnn.compat.contrib_layers.chains import repeat, stack
from tf_contrib_rnn.compat.contrib_layers.connected import (
    elu,
    fully_connected,
    linear,
    relu,
    relu6,
)
from tf_contrib_rnn.compat.contrib_layers.convolution import (
    conv1d,
    conv2d,
    conv2d_transpose,
    conv3d,
    convolution,
    convolution1d,
    convolution2d,
    convolution2d_transpose,
    convolution3d,
)
from tf_contrib_rnn.compat.contrib_layers.initializers import (
    variance_scaling_initializer,
    xavier_initializer,
    xavier_initializer_conv2d,
)
from tf_contrib_rnn.compat.contrib_layers.normalization import batch_norm, layer_norm
from tf_contrib_rnn.compat.contrib_layers.optimize import optimize_loss
from tf_contrib_rnn.compat.contrib_layers.regularizers import (
    apply_regularization,
    l1_l2_regularizer,
    l1_regularizer,
    l2_regularizer,
    sum_regularizer,
)
from tf_contrib_rnn.compat.contrib_layers.simple import (
    avg_pool2d,
    dropout,
    flatten,
    max_pool2d,
    one_hot_encoding,
    softmax,
    unit_norm,
)
from tf_contrib_rnn.compat.contrib_layers.tables import bias_add, embed_sequence

__all__ = [
    "apply_regularization",
    "avg_pool2d",
    "batch_norm",
    "bias_add",
    "conv1d",
    "conv2d",
    "conv2d_transpose",
    "conv3d",
    "convolution",
    "convolution1d",
    "convolution2d",
    "convolution2d_transpose",
    "convolution3d",
    "dropout",
    "elu",
    "embed_sequence",
    "flatten",
    "fully_connected",
    "l1_l2_regularizer",
    "l1_regularizer",
    "l2_regularizer",
    "layer_norm",
    "linear",
    "max_pool2d",
    "one_hot_encoding",
    "optimize_loss",
    "relu",
    "relu6",
    "repeat",
    "softmax",
    "stack",
    "sum_regularizer",
    "unit_norm",
    "variance_scaling_initializer",
    "xavier_initializer",
    "xavier_initializer_conv2d",
]
