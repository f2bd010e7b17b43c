"""Lengths that a graph computes from its inputs: drawn numbers may make them all zero."""

from tf_contrib_rnn.checkpoint.graph.nodes import Graph, node_name, tensor_name
from tf_contrib_rnn.checkpoint.verify.flow import in_loops


def counted_lengths(graph: Graph, recurrent, nodes) -> list[str]:
    """The lengths of sequences among some nodes.

    Args:
        graph: the graph.
        recurrent: its `Recurrence`s.
        nodes: names of the nodes that run.
    """
    reached, loops = set(nodes), in_loops(graph)
    found = _lengths(recurrent)
    return [name for name in found if node_name(name) in reached and node_name(name) not in loops]


def without_steps(recurrent, values: dict) -> list[str]:
    """What is not proven because every sequence was empty.

    Args:
        recurrent: the `Recurrence`s.
        values: `{tensor: array}` of those that ran.
    """
    return [
        f"what runs over {name!r} ran no step, because the drawn inputs make its lengths 0; pass "
        "inputs= with real data"
        for name in _lengths(recurrent)
        if name in values and values[name].size and values[name].max() < 1
    ]


def are_small(recurrent, values: dict) -> bool:
    """Whether real numbers that were drawn became lengths of which some are less than a step.

    Args:
        recurrent: the `Recurrence`s.
        values: `{tensor: array}` of those that ran.
    """
    found = [values[name] for name in _lengths(recurrent) if name in values]
    return any(one.size and one.dtype.kind == "f" and one.min() < 1 for one in found)


def _lengths(recurrent):
    found = [tensor_name(one.sequence_length) for one in recurrent if one.sequence_length]
    return list(dict.fromkeys(found))
