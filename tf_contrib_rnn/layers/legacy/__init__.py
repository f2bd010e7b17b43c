"""Models that tf.keras of TF 1.15.5 saved as HDF5."""

from tf_contrib_rnn.layers.legacy.load import load_legacy_keras

__all__ = ["load_legacy_keras"]
