"""From a TF1 GraphDef to the Keras source of the whole inference model."""

from tf_contrib_rnn.checkpoint.rebuild.source import source_of

__all__ = ["source_of"]
