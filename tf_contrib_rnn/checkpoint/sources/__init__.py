"""Where arrays come from: one file a format, each giving names with lazily read arrays."""

from tf_contrib_rnn.checkpoint.sources._stored import Source, Stored
from tf_contrib_rnn.checkpoint.sources.locate import locate
from tf_contrib_rnn.checkpoint.sources.v1 import open_v1
from tf_contrib_rnn.checkpoint.sources.v2 import open_v2

__all__ = ["Source", "Stored", "open_source"]

_FORMATS = {"V1": open_v1, "V2": open_v2}


def open_source(source) -> Source:
    """Opens a TF1 checkpoint of any known format.

    Args:
        source: a prefix, a directory, a state file or one of the checkpoint's own files.

    Raises:
        CheckpointError: if it is missing, damaged, or no TF1 name-based checkpoint.
    """
    prefix, form = locate(source)
    return _FORMATS[form](prefix)
