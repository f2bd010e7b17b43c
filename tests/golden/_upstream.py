"""Where each symbol lives in TF 1.15.5."""

import collections

import tensorflow as tf
from tensorflow.contrib import cudnn_rnn, grid_rnn
from tensorflow.contrib.rnn.python.ops import rnn_cell

MODULES = {
    "tf.contrib.rnn": tf.contrib.rnn,
    "tf.nn": tf.nn,
    "tf.contrib.cudnn_rnn": cudnn_rnn,
    "tf.contrib.grid_rnn": grid_rnn,
    "tensorflow.contrib.rnn.python.ops.rnn_cell": rnn_cell,
}
_BESIDE = {
    "tf.nn": ["dynamic_rnn", "bidirectional_dynamic_rnn", "raw_rnn"],
    "tf.contrib.cudnn_rnn": [
        "CudnnCompatibleLSTMCell", "CudnnCompatibleGRUCell", "CudnnLSTM", "CudnnGRU",
        "CudnnRNNTanh", "CudnnRNNRelu"],
    "tf.contrib.grid_rnn": [
        "GridRNNCell", "Grid1BasicRNNCell", "Grid1BasicLSTMCell", "Grid1LSTMCell",
        "Grid2BasicRNNCell", "Grid2BasicLSTMCell", "Grid2LSTMCell", "Grid2GRUCell",
        "Grid3LSTMCell"],
    "tensorflow.contrib.rnn.python.ops.rnn_cell": [
        "LayerNormLSTMCell", "WeightNormLSTMCell", "NTMCell", "MinimalRNNCell", "CFNCell"],
}
HOMES = collections.OrderedDict(
    (name, "tf.contrib.rnn") for name in dir(tf.contrib.rnn) if not name.startswith("_"))
for _home, _names in _BESIDE.items():
    HOMES.update((name, _home) for name in _names)


def upstream(symbol):
    """Return the class or function of a symbol."""
    return getattr(MODULES[HOMES[symbol]], symbol)
