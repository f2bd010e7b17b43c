"""`source_of`: a graph and its checkpoint as a Python module."""

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.averages import alone
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.graph import Graph, recurrences
from tf_contrib_rnn.checkpoint.graph.nodes import tensor_name
from tf_contrib_rnn.checkpoint.rebuild.copies import chosen_outputs, translated
from tf_contrib_rnn.checkpoint.rebuild.module import module_of
from tf_contrib_rnn.checkpoint.sorting import sort_out
from tf_contrib_rnn.checkpoint.sources import open_source


def source_of(graph, source, outputs=None) -> str:
    """The Python source of a module with the whole inference model of a TF1 graph.

    The module has `build()`, which makes the model; `SCOPES`, and where scopes do not say it all
    `MAP`, for `restore`; `TENSORS` for `verify`; run as a script it restores the checkpoint.

    Args:
        graph: the `Graph`, or a `GraphDef`.
        source: the checkpoint it belongs to, as `open_source` takes it.
        outputs: the names of the tensors that the model shall give; None for those on which
            losses, metrics and predictions hang.

    Raises:
        CheckpointError: if something between inputs and outputs cannot be expressed, naming it.
    """
    graph = graph if isinstance(graph, Graph) else Graph(graph)
    opened = open_source(source)
    spelled = names.modern(opened.entries)
    averages = alone(sort_out(spelled))
    spelled.update(averages)
    runs = recurrences(graph)
    if outputs is not None:
        wanted = [outputs] if isinstance(outputs, str) else list(outputs)
        for name in wanted:
            if graph.node(tensor_name(name)) is None:
                raise CheckpointError(
                    f"the graph has no tensor {name!r}; name outputs of the graph with outputs=."
                )
        values, translator = translated(graph, runs, spelled, [tensor_name(n) for n in wanted])
    else:
        values, translator = chosen_outputs(graph, runs, spelled)
    return module_of(graph, opened, spelled, values, translator, bool(averages))
