"""Whole Keras layers; `Reshaped` and `Variable` are for models that were rebuilt from graphs."""

from tf_contrib_rnn.layers.conv_lstm import ConvLSTM1D, ConvLSTM2D, ConvLSTM3D
from tf_contrib_rnn.layers.cudnn import CudnnGRU, CudnnLSTM, CudnnRNNRelu, CudnnRNNTanh
from tf_contrib_rnn.layers.keras_twins import from_keras, to_keras
from tf_contrib_rnn.layers.legacy import load_legacy_keras
from tf_contrib_rnn.layers.rebuilt import Reshaped, Variable

__all__ = [
    "ConvLSTM1D",
    "ConvLSTM2D",
    "ConvLSTM3D",
    "CudnnGRU",
    "CudnnLSTM",
    "CudnnRNNRelu",
    "CudnnRNNTanh",
    "Reshaped",
    "Variable",
    "from_keras",
    "load_legacy_keras",
    "to_keras",
]
