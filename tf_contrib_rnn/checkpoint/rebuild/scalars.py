"""Which nodes of a graph give one real number, as losses and metrics do."""

_OF_LOOPS = ("Exit", "Enter", "Switch", "Merge", "TensorArray")


def is_scalar(graph, shapes, name: str) -> bool:
    """Whether a node gives one real number, outside of loops.

    Args:
        graph: the `Graph`.
        shapes: the `Shapes` of what may be asked for.
        name: the name of the node.
    """
    node = graph.nodes[name]
    if "/while/" in name or not shapes.has(name) or node.op.startswith(_OF_LOOPS):
        return False
    if not shapes.dtype(name).startswith("float"):
        return False
    return shapes.of(name) == () or _reduces_all(graph, node)


def _reduces_all(graph, node):
    """Whether it reduces all axes of a tensor, however many these are."""
    if node.op not in ("Mean", "Sum") or node.attributes.get("keep_dims"):
        return False
    axes = graph.node(node.inputs[1])
    if axes.op != "Range":
        return False
    limit = graph.node(axes.inputs[1])
    return limit.op == "Rank" and limit.inputs[0] == node.inputs[0]
