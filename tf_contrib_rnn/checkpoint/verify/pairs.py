"""Which tensor of the graph is which of the model, by names the user gave and by variables."""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

import keras
import numpy as np

from tf_contrib_rnn.checkpoint.averages import alone
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.graph import Graph, recurrences
from tf_contrib_rnn.checkpoint.graph.nodes import tensor_name
from tf_contrib_rnn.checkpoint.names import modern, names_in_file, parent
from tf_contrib_rnn.checkpoint.plan import plan
from tf_contrib_rnn.checkpoint.sorting import sort_out
from tf_contrib_rnn.checkpoint.verify.flow import Flow
from tf_contrib_rnn.checkpoint.verify.network import Network, Place
from tf_contrib_rnn.checkpoint.verify.recurrent import recurrent_candidates
from tf_contrib_rnn.checkpoint.verify.session import stored_as


@dataclass(frozen=True)
class Pair:
    """A tensor of the model and what it may be in the graph.

    Attributes:
        place: the tensor of the model.
        candidates: each a tuple of what lies side by side, each of that a tuple of steps, or of
            one tensor.
        is_named: whether the user named the tensor.
        is_cut: whether the candidates come out of a loop, which may end them with zeros.
    """

    place: Place
    candidates: list = field(default_factory=list)
    is_named: bool = False
    is_cut: bool = False


def pairs(network: Network, graph: Graph, opened, tensors: dict) -> tuple[list[Pair], list]:
    """What to compare, and the recurrent networks of the graph.

    Args:
        network: the model.
        graph: the graph.
        opened: the `Source`.
        tensors: `{layer, its name, or the name of an output: tensor or tensors}`.

    Raises:
        CheckpointError: if `tensors` names what is not there.
    """
    named = _named(network, graph, tensors)
    groups = _groups(network, graph, opened)
    flow = Flow(graph, {label: names for label, names in groups.items() if names})
    found = recurrences(graph)
    matched = []
    for place in network.places:
        if place.label in named:
            given = named[place.label]
            matched.append(Pair(place, given if isinstance(given, list) else [given], True))
            continue
        candidates = _candidates(place, groups, flow, found)
        sites = flow.sites.get(place.layer.name, ()) if place.layer is not None else ()
        is_cut = any(map(flow.is_in_loop, sites)) and not hasattr(place.layer, "cell")
        matched.append(Pair(place, candidates, is_cut=is_cut))
    return _one_copy(matched, flow, _sharing(groups)), found


def _sharing(groups):
    """The layers that have all of their variables in common with another, each its own run."""
    counts = Counter(frozenset(names) for names in groups.values() if names)
    return {label for label, names in groups.items() if counts[frozenset(names)] > 1}


def _named(network, graph, tensors):
    known = {place.label for place in network.places} | set(network.inputs)
    outputs = getattr(network.model, "output_names", [])
    last = [place.label for place in network.places if place.is_output]
    aliases = dict(zip(outputs, last, strict=False))
    aliases |= network.aliases
    named = {}
    for key, value in tensors.items():
        label = key if isinstance(key, str) else key.name
        label = label if label in known else aliases.get(label, label)
        if label not in known:
            raise CheckpointError(
                f"tensors= names {label!r}, which is no layer, input or output of the model; its "
                f"layers are {', '.join(map(repr, sorted(known)))}."
            )
        several = [place.label for place in network.places if place.layer is not None
                   and place.layer.name == label]  # fmt: skip
        values = [value] if isinstance(value, str) else list(value)
        if _is_called_again(network, label) and len(values) > 1:
            for one in several:
                named[one] = [_streams(graph, [each]) for each in values]
            continue
        if len(several) > 1 and len(values) > 1:
            named |= {one: _streams(graph, [each]) for one, each in zip(several, values,
                      strict=False) if each is not None}  # fmt: skip
        else:
            named[label] = _streams(graph, [values if len(values) > 1 else values[0]])
    return named


def _is_called_again(network, label):
    return any(place.label == f"{label} (call 2)" for place in network.places)


def _streams(graph, values):
    streams = [(one,) if isinstance(one, str) else tuple(one) for one in values]
    streams = tuple(tuple(tensor_name(name) for name in stream) for stream in streams)
    missing = [name for stream in streams for name in stream if graph.node(name) is None]
    if missing:
        raise CheckpointError(
            f"tensors= names {missing[0]!r}, which the graph does not have; give the names of its "
            "tensors, such as 'rnn/transpose_1:0'."
        )
    return streams


def _groups(network, graph, opened):
    """The variables of the graph that each layer's weights hold or are fed from."""
    found = sort_out(modern(opened.entries))
    contents = found.variables | alone(found)
    pieces = {stored.name: names_in_file(stored) for stored in contents.values()}
    by_value = defaultdict(set)
    for stored in contents.values():
        if np.dtype(getattr(np, stored.dtype, object)).kind == "f":
            by_value[_digest(stored.read())].add(stored.name)
    planned = _planned(network.model, opened)
    to_graph = _names_in_graph(graph)
    groups = {}
    for layer in network.model.layers:
        names = set()
        held = [by_value.get(_digest(_value(weight)), set()) for weight in layer.weights]
        for weight, equal in zip(layer.weights, held, strict=True):
            names |= _of_one_scope(equal, held) or planned.get(id(weight), set())
        stored = [piece for name in names for piece in pieces.get(name, (name,))]
        groups[layer.name] = {to_graph[name] for name in stored if name in to_graph}
    return groups


def _of_one_scope(equal, held):
    """Of variables that hold the same, that of the scope which the other weights are in too."""
    if len(equal) <= 1:
        return equal
    counts = {name: sum(any(parent(other) == parent(name) for other in one) for one in held)
              for name in equal}  # fmt: skip
    best = max(counts.values())
    return set(sorted(name for name in equal if counts[name] == best)[:1])


def _digest(array):
    array = np.ascontiguousarray(array)
    return array.shape, hashlib.sha256(array.tobytes()).hexdigest()


def _value(weight):
    return np.asarray(keras.ops.convert_to_numpy(weight))


def _planned(model, opened):
    """`{id of a variable: names of arrays}` as a restore would feed it."""
    try:
        made = plan(model, opened, partial=True)
    except CheckpointError:
        return {}
    found = defaultdict(set)
    for record in made.assigned:
        for variable in record.want.variables:
            found[id(variable)].add(record.checkpoint)
    return found


def _names_in_graph(graph):
    """`{name in the checkpoint: name in the graph}`."""
    found = {}
    owners = {node: name for name, one in graph.variables.items() for node in one.nodes}
    for node, stored in stored_as(graph).items():
        if node in owners:
            found[stored] = owners[node]
    for name in graph.variables:
        for spelling in (name, f"{name}:0", name.removesuffix("/read")):
            found.setdefault(spelling, name)
    return found


def _candidates(place, groups, flow, found):
    names = groups.get(place.layer.name)
    if not names:
        return []
    if hasattr(place.layer, "cell") or hasattr(place.layer, "forward_layer"):
        recurrent = recurrent_candidates(place, names, found)
        if recurrent is not None:
            return recurrent
    activation = getattr(getattr(place.layer, "activation", None), "__name__", None)
    is_normal = hasattr(place.layer, "gamma")
    candidates = []
    for site in flow.sites[place.layer.name]:
        tensors = (
            flow.out_of_loop(site)
            if flow.is_in_loop(site)
            else flow.after(site, activation, is_normal)
        )
        candidates += [((tensor,),) for tensor in tensors if not flow.is_in_loop(tensor)]
    return candidates


def _one_copy(matched, flow, sharing):
    """Only candidates that are fed from one copy of the network, where a graph has several."""
    fed = {
        id(candidate): frozenset().union(*(flow.fed_by(t) for one in candidate for t in one))
        for pair in matched
        for candidate in pair.candidates
    }
    named = [candidate for pair in matched if pair.is_named for candidate in pair.candidates]
    last = named or next((pair.candidates for pair in reversed(matched) if pair.candidates), [])
    if not last:
        return matched

    def alike(candidate, other):
        return fed[id(candidate)] <= fed[id(other)] or fed[id(other)] <= fed[id(candidate)]

    def score(other):
        return sum(any(alike(one, other) for one in pair.candidates) for pair in matched)

    chosen = max(last, key=score)
    kept = []
    for pair in matched:
        if pair.place.layer is not None and pair.place.layer.name in sharing:
            kept.append(pair)
            continue
        fitting = [one for one in pair.candidates if alike(one, chosen)]
        if not pair.is_named and chosen not in pair.candidates:
            fitting = [one for one in fitting if fed[id(one)] <= fed[id(chosen)]] or fitting
        kept.append(pair if pair.is_named else replace(pair, candidates=fitting))
    return kept
