"""TF1's SavedModels: a folder with `saved_model.pb` and `variables/variables.index`."""

import dataclasses
import os

from tf_contrib_rnn.checkpoint.sources._stored import Source
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf
from tf_contrib_rnn.checkpoint.sources.frozen import open_frozen
from tf_contrib_rnn.checkpoint.sources.graphs import SAVED_MODEL_FILES, read_graph_def
from tf_contrib_rnn.checkpoint.sources.v2 import open_v2


def is_saved_model(folder: str) -> bool:
    """Whether a folder holds a SavedModel.

    Args:
        folder: the path of the folder.
    """
    return any(tf.io.gfile.exists(os.path.join(folder, name)) for name in SAVED_MODEL_FILES)


def open_saved_model(folder: str) -> Source:
    """Opens a SavedModel; one without variables is read as the frozen graph it holds.

    Args:
        folder: the path of the folder.

    Raises:
        CheckpointError: if it is damaged, or one of TF2.
    """
    paths = [os.path.join(folder, name) for name in SAVED_MODEL_FILES]
    graph_path = next(path for path in paths if tf.io.gfile.exists(path))
    read_graph_def(graph_path)  # says at once when it is one of TF2
    variables = os.path.join(folder, "variables", "variables")
    if not tf.io.gfile.exists(variables + ".index"):
        frozen = open_frozen(graph_path)
        return dataclasses.replace(frozen, prefix=folder, format="SavedModel, frozen")
    opened = open_v2(variables)
    return dataclasses.replace(opened, prefix=folder, format="SavedModel", graph_path=graph_path)
