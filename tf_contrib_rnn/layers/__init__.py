"""Whole Keras layers."""

from tf_contrib_rnn.layers.cudnn import CudnnGRU, CudnnLSTM, CudnnRNNRelu, CudnnRNNTanh
from tf_contrib_rnn.layers.legacy import load_legacy_keras

__all__ = ["CudnnGRU", "CudnnLSTM", "CudnnRNNRelu", "CudnnRNNTanh", "load_legacy_keras"]
