"""A graph without its dropout, whatever feeds the probability, or was baked in."""

from tf_contrib_rnn.checkpoint.graph.dropout import dropout
from tf_contrib_rnn.checkpoint.graph.nodes import Graph
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf


def without_dropout(graph: Graph) -> tuple[Graph, int]:
    """The graph in which every dropout hands on what it would drop parts of.

    Args:
        graph: the graph.

    Returns:
        The new graph and the number of dropouts taken out.
    """
    found = {}
    for node in graph.nodes.values():
        one = dropout(graph, node)
        if one is not None:
            found[node.name] = one.kept
    if not found:
        return graph, 0
    changed = tf.compat.v1.GraphDef()
    changed.CopyFrom(graph.graph_def)
    for node in changed.node:
        if node.name in found:
            node.op = "Identity"
            node.input[:] = [found[node.name]]
            for name in set(node.attr) - {"T"}:
                del node.attr[name]
    return Graph(changed), len(found)
