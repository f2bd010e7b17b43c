"""Lengths that a graph computes from its inputs: drawn numbers may make them all zero."""

from tf_contrib_rnn.checkpoint.graph.nodes import Graph, node_name, tensor_name
from tf_contrib_rnn.checkpoint.verify.flow import in_loops
from tf_contrib_rnn.checkpoint.verify.session import needed


def counted_lengths(graph: Graph, recurrent, wanted) -> list[str]:
    """The lengths of sequences that the wanted tensors depend on.

    Args:
        graph: the graph.
        recurrent: its `Recurrence`s.
        wanted: names of the tensors.
    """
    reached, loops = set(needed(graph, wanted)), in_loops(graph)
    found = [tensor_name(one.sequence_length) for one in recurrent if one.sequence_length]
    found = [name for name in found if node_name(name) in reached and node_name(name) not in loops]
    return list(dict.fromkeys(found))


def without_steps(lengths: list[str], values) -> list[str]:
    """What is not proven because every sequence was empty.

    Args:
        lengths: names of the tensors.
        values: their values.
    """
    return [
        f"what runs over {name!r} ran no step, because the drawn inputs make its lengths 0; pass "
        "inputs= with real data"
        for name, value in zip(lengths, values, strict=True)
        if value.size and value.max() < 1
    ]
