"""Constants of a graph, for generated code that reads large ones when it builds a model."""

import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.graph import Graph
from tf_contrib_rnn.checkpoint.sources import AnySource, open_source


def constant(source: AnySource, name: str) -> np.ndarray:
    """The value of a constant in the graph that lies with a checkpoint.

    Args:
        source: the checkpoint, as `restore` takes it.
        name: the name of the constant's node, such as `"embedding_matrix"`.

    Raises:
        CheckpointError: if there is no graph, or no such constant in it.
    """
    opened = open_source(source)
    if opened.graph_def is None:
        raise CheckpointError(
            f"no graph lies with {opened.title!r}, so it has no constant {name!r}; copy the .meta "
            "file beside the checkpoint."
        )
    value = Graph(opened.graph_def).constant(f"{name}:0")
    if value is None:
        raise CheckpointError(
            f"the graph {opened.graph_path!r} has no constant {name!r}; pass the checkpoint that "
            "the code was made from."
        )
    return value
