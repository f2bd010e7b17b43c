"""A model against the graph its weights were trained in, tensor by tensor.

arguments                  what the user passes
network, flow, pairs       which tensor of the model is which of the graph
recurrent                  what recurrent layers give, among the graph's recurrent networks
inputs, feeds, lengths     what both are fed
dropout, session, sizes    the graph without dropout, run under TF 2
comparison, arrange        both sides run, and brought into one shape
verification               what came out, and how it prints
unproven                   what stays open without a graph
picture                    the errors, drawn
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from tf_contrib_rnn.checkpoint.sources import AnySource, open_source
from tf_contrib_rnn.checkpoint.verify.arguments import (
    by_name,
    check_numbers,
    definition_of,
    given_inputs,
)
from tf_contrib_rnn.checkpoint.verify.comparison import compared
from tf_contrib_rnn.checkpoint.verify.network import Network
from tf_contrib_rnn.checkpoint.verify.unproven import without_graph
from tf_contrib_rnn.checkpoint.verify.verification import Row, Verification

__all__ = ["Row", "Verification", "verify"]


def verify(
    model: Any,
    source: AnySource,
    *,
    tensors: Mapping[Any, str | Sequence[str]] | None = None,
    inputs: Any = None,
    graph: Any = None,
    batch_size: int = 3,
    steps: int = 7,
    seed: int = 0,
    tolerance: float = 1e-5,
) -> Verification:
    """Compares a restored model with the TF1 graph, tensor by tensor.

    The graph runs under TF 2 by itself: it is imported without its Saver and collections, its
    variables get the checkpoint's values, its dropout is taken out. Both sides are fed the same
    numbers.

    Args:
        model: a functional or Sequential Keras model, already restored.
        source: the checkpoint, as `restore` takes it.
        tensors: `{layer, or name of a layer, input or output: "tensor:0" of the graph}`; a list
            where a layer gives several tensors, or for the steps of an unrolled network. What is
            not named is matched through the variables.
        inputs: what to feed: `{name of an input or of a placeholder: array}`, or an array or list
            of arrays in the order of the model's inputs. What is missing is drawn: normal
            numbers, words of the vocabulary, lengths.
        graph: the graph, as a path or a `GraphDef`; None for the one that lies beside the
            checkpoint.
        batch_size: the number of sequences to draw, where the graph does not fix it.
        steps: the number of steps to draw, where the graph does not fix it; one step alone says
            nothing of a forget gate, whose state is still zero.
        seed: what numbers are drawn from.
        tolerance: the largest relative error that counts as agreement.

    Returns:
        The comparison; print it to see a table. Without any graph it has no rows, and says what
        stays unproven.

    Raises:
        CheckpointError: if the graph cannot be run, nothing tells what to feed, or what is fed
            would hold nothing.
    """
    check_numbers(batch_size, steps, seed, tolerance)
    named = by_name(tensors)
    opened = open_source(source)
    graph_path = os.fspath(graph) if isinstance(graph, (str, os.PathLike)) else opened.graph_path
    definition = opened.graph_def if graph is None else definition_of(graph)
    network = Network(model)
    if definition is None:
        return without_graph(model, opened, tolerance)
    sizes = (batch_size, steps, seed)
    rows, unmatched, notes, unproven = compared(
        network, opened, definition, named, given_inputs(network, inputs), sizes, tolerance
    )
    compared_ones = {row.layer for row in rows}
    outputs = [place.label for place in network.places if place.is_output]
    others = [label for label in outputs if label not in compared_ones]
    reaches = len(others) < len(outputs)
    return Verification(
        opened.prefix, graph_path, rows, tolerance, unmatched, notes, unproven, reaches, others
    )
