"""Where arrays come from: one file a format, each giving names with lazily read arrays.

    v2, v1       what a Saver wrote
    saved_model  TF1's SavedModels
    frozen       graphs whose variables have become constants
    npz, hdf5    arrays under path-like names
    mapping      arrays in memory, or whatever else gives arrays by name

`locate` leads from what a user passes to the file, `foreign` says what is none of these, and
`graphs` reads the graph that lies beside.
"""

import os
from collections.abc import Mapping
from typing import Any

from tf_contrib_rnn.checkpoint.sources._stored import Source, Stored, axis_of_parts
from tf_contrib_rnn.checkpoint.sources.frozen import open_frozen
from tf_contrib_rnn.checkpoint.sources.graphs import read_graph_def
from tf_contrib_rnn.checkpoint.sources.hdf5 import open_hdf5
from tf_contrib_rnn.checkpoint.sources.locate import locate
from tf_contrib_rnn.checkpoint.sources.mapping import open_mapping
from tf_contrib_rnn.checkpoint.sources.npz import open_npz
from tf_contrib_rnn.checkpoint.sources.saved_model import open_saved_model
from tf_contrib_rnn.checkpoint.sources.v1 import open_v1
from tf_contrib_rnn.checkpoint.sources.v2 import open_v2

__all__ = ["AnySource", "Source", "Stored", "axis_of_parts", "open_source", "read_graph_def"]

# What users pass for a checkpoint.
AnySource = str | os.PathLike[str] | Mapping[str, Any] | Source

_FORMATS = {
    "V1": open_v1,
    "V2": open_v2,
    "SavedModel": open_saved_model,
    "graph": open_frozen,
    "npz": open_npz,
    "HDF5": open_hdf5,
}


def open_source(source: AnySource) -> Source:
    """Opens a TF1 checkpoint of any known format.

    Args:
        source: a prefix, a directory, a state file or one of the checkpoint's own files; a
            SavedModel's directory, or one of numbered SavedModels, of which the latest is taken;
            a frozen `.pb`, a `.npz` or an HDF5 file; a mapping of names to arrays; or a `Source`.

    Raises:
        CheckpointError: if it is missing, damaged, or no TF1 name-based checkpoint.
    """
    if isinstance(source, Source):
        return source
    if isinstance(source, Mapping):
        return open_mapping(source)
    path, form = locate(source)
    return _FORMATS[form](path)
