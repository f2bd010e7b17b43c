"""Whole Keras layers."""

from tf_contrib_rnn.layers.cudnn import CudnnGRU, CudnnLSTM, CudnnRNNRelu, CudnnRNNTanh
from tf_contrib_rnn.layers.keras_twins import from_keras, to_keras

__all__ = ["CudnnGRU", "CudnnLSTM", "CudnnRNNRelu", "CudnnRNNTanh", "from_keras", "to_keras"]
