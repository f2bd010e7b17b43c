"""Both sides run on the same numbers, and what they give side by side."""

import keras
import numpy as np

from tf_contrib_rnn.checkpoint.errors import CheckpointError, graph_errors
from tf_contrib_rnn.checkpoint.graph.nodes import Graph, node_name
from tf_contrib_rnn.checkpoint.verify.arrange import arranged, ended
from tf_contrib_rnn.checkpoint.verify.dropout import without_dropout
from tf_contrib_rnn.checkpoint.verify.feeds import PLACEHOLDERS, rest
from tf_contrib_rnn.checkpoint.verify.inputs import arrays_for, match_inputs
from tf_contrib_rnn.checkpoint.verify.lengths import are_small, counted_lengths, without_steps
from tf_contrib_rnn.checkpoint.verify.pairs import pairs
from tf_contrib_rnn.checkpoint.verify.session import needed, run
from tf_contrib_rnn.checkpoint.verify.sizes import sized
from tf_contrib_rnn.checkpoint.verify.verification import compare


def compared(network, opened, definition, tensors, given, sizes, tolerance):
    """The rows of a verification.

    Args:
        network: the `Network`.
        opened: the `Source`.
        definition: the `GraphDef`.
        tensors: what the user named.
        given: what the user feeds, by name.
        sizes: the batch, the steps and the seed to draw with.
        tolerance: the largest relative error that counts as agreement.

    Returns:
        `(rows, labels of layers that were not found, notes, what is not proven)`.

    Raises:
        CheckpointError: if nothing can be compared, or nothing tells what to feed.
    """
    with graph_errors(opened.title, "pass one that can be imported with graph="):
        graph, dropouts = without_dropout(Graph(definition))
        _check_given(network, graph, given)
        matched, recurrent = pairs(network, graph, opened, tensors)
    wanted = list(dict.fromkeys(t for pair in matched for t in _tensors(pair)))
    if not wanted:
        raise CheckpointError(
            f"no layer of the model is found in the graph of {opened.title!r}, so there is nothing "
            "to compare; restore the model first, or name tensors with tensors={layer: 'tensor:0'}."
        )
    fed = match_inputs(network, graph, needed(graph, wanted), tensors, recurrent)
    *sizes, seed = sizes

    def attempt(batch, steps, is_large=False):
        arrays, feeds, used = arrays_for(network, graph, fed, given, batch, steps, seed, is_large)
        feeds |= _other_feeds(graph, given, set(network.inputs) | set(feeds))
        missing = needed(graph, wanted, feeds)
        more, notes = rest(graph, missing, feeds, *used, *_lengths_and_states(graph, recurrent))
        counts = counted_lengths(graph, recurrent, missing)
        fetched = list(dict.fromkeys([*wanted, *counts]))
        values = run(graph, opened.entries, fetched, feeds | more)
        return arrays, dict(zip(fetched, values, strict=True)), notes

    arrays, theirs, notes = attempt(*sizes) if given else sized(graph, wanted, attempt, *sizes)
    if not given and (without_steps(recurrent, theirs) or are_small(recurrent, theirs)):
        arrays, theirs, notes = attempt(*sizes, is_large=True)
        notes.append("numbers above 1 were drawn, as lengths are computed from them")
    unproven = without_steps(recurrent, theirs)
    ours = network.values(arrays)
    steps = {array.shape[1] for array in arrays if array.ndim > 1}
    rows, unmatched = _rows(matched, ours, theirs, tolerance, steps)
    notes += [
        f"the graph takes no lengths, so {name!r} is fed with those of whole sequences"
        for name, target in fed.items()
        if target is None
    ]
    if dropouts:
        notes.insert(0, f"{dropouts} dropouts of the graph were taken out")
    return rows, unmatched, notes, unproven


def _check_given(network, graph, given):
    fed = [node.name for node in graph.nodes.values() if node.op in PLACEHOLDERS]
    known = dict.fromkeys([*network.inputs, *fed])
    for name in given:
        if name not in network.inputs and node_name(name) not in graph.nodes:
            raise CheckpointError(
                f"inputs= names {name!r}, which is no input of the model and no tensor of the "
                f"graph; these are fed: {', '.join(known)}."
            )


def _tensors(pair):
    return [name for one in pair.candidates for stream in one for name in stream]


def _lengths_and_states(graph, recurrent):
    lengths = {graph.origin(one.sequence_length) for one in recurrent if one.sequence_length}
    states = {graph.origin(state) for one in recurrent for state in one.initial_state if state}
    return lengths, states


def _other_feeds(graph, given, known):
    """What the user gave for tensors of the graph that no input of the model stands for."""
    taken = {name.removesuffix(":0") for name in known}
    return {
        f"{name}:0": np.asarray(array)
        for name, array in given.items()
        if name not in taken and name in graph.nodes
    }


def _rows(matched, ours, theirs, tolerance, steps):
    rows, unmatched = [], []
    for pair, array in zip(matched, ours, strict=True):
        found = [
            _row(pair, candidate, array, what, other, tolerance, steps)
            for candidate in pair.candidates
            for what, other in _arranged(pair, candidate, theirs, array)
        ]
        if found:
            rows.append(min(found, key=lambda row: row.max_relative))
        elif pair.is_named:
            first = theirs[pair.candidates[0][0][0]]
            raise CheckpointError(
                f"{pair.place.label!r} gives {list(array.shape)} and {_title(pair.candidates[0])} "
                f"is {list(first.shape)}; name the tensor that the layer stands for."
            )
        elif keras.tree.flatten(getattr(pair.place.layer, "weights", [])):
            unmatched.append(pair.place.label)
    return rows, unmatched


def _arranged(pair, candidate, theirs, ours):
    streams = [[theirs[name] for name in stream] for stream in candidate]
    found = arranged(streams, ours.shape, getattr(pair.place.layer, "go_backwards", False))
    return found + ([one for way in found for one in ended(*way, ours)] if pair.is_cut else [])


def _row(pair, candidate, array, what, other, tolerance, steps):
    has_time = array.ndim > 2 and array.shape[1] in steps
    title = _title(candidate)
    return compare(pair.place.label, title, array, other, tolerance, has_time, what)


def _title(candidate):
    names = [one[0] if len(one) == 1 else f"{one[0]} … {one[-1]}" for one in candidate]
    return " + ".join(names)
