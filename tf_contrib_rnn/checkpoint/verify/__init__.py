"""A model against the graph its weights were trained in, tensor by tensor.

network, flow, pairs   which tensor of the model is which of the graph
inputs, feeds          what both are fed
dropout, session       the graph without dropout, run under TF 2
arrange, verification  what came out, compared
picture                the errors, drawn
"""

import keras
import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.graph.nodes import Graph
from tf_contrib_rnn.checkpoint.sources import open_source, read_graph_def
from tf_contrib_rnn.checkpoint.verify.arrange import arranged
from tf_contrib_rnn.checkpoint.verify.dropout import without_dropout
from tf_contrib_rnn.checkpoint.verify.feeds import rest
from tf_contrib_rnn.checkpoint.verify.inputs import arrays_for, match_inputs
from tf_contrib_rnn.checkpoint.verify.network import Network
from tf_contrib_rnn.checkpoint.verify.pairs import pairs
from tf_contrib_rnn.checkpoint.verify.session import needed, run
from tf_contrib_rnn.checkpoint.verify.unproven import without_graph
from tf_contrib_rnn.checkpoint.verify.verification import Row, Verification, compare

__all__ = ["Row", "Verification", "verify"]


def verify(
    model,
    source,
    *,
    tensors=None,
    inputs=None,
    graph=None,
    batch_size=3,
    steps=7,
    seed=0,
    tolerance=1e-5,
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
        steps: the number of steps to draw, where the graph does not fix it.
        seed: what numbers are drawn from.
        tolerance: the largest relative error that counts as agreement.

    Returns:
        The comparison; print it to see a table. Without any graph it has no rows, and says what
        stays unproven.

    Raises:
        CheckpointError: if the graph cannot be run, or nothing tells what to feed.
    """
    opened = open_source(source)
    graph_path = graph if isinstance(graph, str) else opened.graph_path
    definition = _definition(opened, graph)
    network = Network(model)
    if definition is None:
        return without_graph(model, opened, tolerance)
    whole, dropouts = without_dropout(Graph(definition))
    tensors = _by_name(tensors)
    matched, recurrent = pairs(network, whole, opened, tensors)
    wanted = [t for pair in matched for one in pair.candidates for stream in one for t in stream]
    if not wanted:
        raise CheckpointError(
            f"no layer of the model is found in the graph {graph_path!r}, so there is nothing to "
            "compare; restore the model first, or name tensors with tensors={layer: 'tensor:0'}."
        )
    given = _given(network, inputs)
    fed = match_inputs(network, whole, needed(whole, wanted), tensors, recurrent)
    arrays, feeds, sizes = arrays_for(network, whole, fed, given, batch_size, steps, seed)
    feeds |= _other_feeds(whole, given, set(network.inputs) | set(feeds), feeds)
    lengths = {whole.origin(one.sequence_length) for one in recurrent if one.sequence_length}
    states = {whole.origin(s) for one in recurrent for s in one.initial_state if s}
    more, notes = rest(whole, needed(whole, wanted, feeds), feeds, *sizes, lengths, states)
    ours = network.values(arrays)
    names = list(dict.fromkeys(wanted))
    theirs = dict(zip(names, run(whole, opened.entries, names, feeds | more), strict=True))
    rows, unmatched = _rows(matched, ours, theirs, tolerance, arrays)
    if dropouts:
        notes.insert(0, f"{dropouts} dropouts of the graph were taken out")
    reaches = any(row.layer in _outputs(network) for row in rows)
    return Verification(
        opened.prefix, graph_path, rows, tolerance, unmatched, notes, [], reaches_output=reaches
    )


def _definition(opened, graph):
    if graph is None:
        return opened.graph_def
    return graph if hasattr(graph, "node") else read_graph_def(graph)


def _by_name(tensors):
    return {key if isinstance(key, str) else key.name: one for key, one in (tensors or {}).items()}


def _given(network, inputs):
    if inputs is None:
        return {}
    if isinstance(inputs, dict):
        return {key.removesuffix(":0"): value for key, value in inputs.items()}
    arrays = list(inputs) if isinstance(inputs, (list, tuple)) else [inputs]
    if len(arrays) != len(network.inputs):
        raise CheckpointError(
            f"the model takes {len(network.inputs)} inputs, received {len(arrays)}; pass one array "
            "for each."
        )
    return dict(zip(network.inputs, arrays, strict=True))


def _other_feeds(graph, given, known, feeds):
    """What the user gave for tensors of the graph that no input of the model stands for."""
    taken = {name.removesuffix(":0") for name in known}
    return {
        f"{name}:0": np.asarray(array)
        for name, array in given.items()
        if name not in taken and name in graph.nodes and f"{name}:0" not in feeds
    }


def _outputs(network):
    return {place.label for place in network.places if place.is_output}


def _rows(matched, ours, theirs, tolerance, arrays):
    rows, unmatched = [], []
    steps = {array.shape[1] for array in arrays if array.ndim > 1}
    for pair, array in zip(matched, ours, strict=True):
        found = []
        for candidate in pair.candidates:
            streams = [[theirs[name] for name in stream] for stream in candidate]
            backwards = getattr(pair.place.layer, "go_backwards", False)
            for what, other in arranged(streams, array.shape, backwards):
                has_time = array.ndim > 2 and array.shape[1] in steps
                name = _title(candidate)
                found.append(
                    compare(pair.place.label, name, array, other, tolerance, has_time, what)
                )
        if found:
            rows.append(min(found, key=lambda row: row.max_relative))
        elif pair.is_named:
            shapes = [list(theirs[name].shape) for name in pair.candidates[0][0]]
            raise CheckpointError(
                f"{pair.place.label!r} gives {list(array.shape)} and {_title(pair.candidates[0])} "
                f"is {shapes[0]}; name the tensor that the layer stands for."
            )
        elif keras.tree.flatten(getattr(pair.place.layer, "weights", [])):
            unmatched.append(pair.place.label)
    return rows, unmatched


def _title(candidate):
    names = [
        stream[0] if len(stream) == 1 else f"{stream[0]} … {stream[-1]}" for stream in candidate
    ]
    return " + ".join(names)
