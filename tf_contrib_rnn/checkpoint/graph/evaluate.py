"""Runs a piece of a graph by itself, on given values."""

from tf_contrib_rnn.checkpoint.graph.isolated import add_copy, session_of
from tf_contrib_rnn.checkpoint.graph.nodes import node_name
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf

_SOURCES = ("TensorArray", "StackPop", "Random", "Exit", "Placeholder", "Iterator", "Enter")
_SOURCES_2 = ("Variable", "VarHandleOp", "QueueDequeue", "Lookup", "Merge", "PyFunc", "Print")


def evaluable(view, tensors, feeds) -> list[str]:
    """Those of the tensors that follow from the tensors of `feeds`, variables included."""
    known = {}

    def check(root):
        todo = [root]
        while todo:
            tensor = todo[-1]
            if tensor in known and known[tensor] is not None:
                todo.pop()
                continue
            if tensor in feeds:
                known[tensor] = True
                continue
            node = view.producer(tensor)
            if node is None or not _computes(node) or _is_data(view, node):
                known[tensor] = False
                continue
            inputs = view.inputs(node)
            if tensor not in known:
                known[tensor] = None
                todo += [name for name in inputs if name not in known]
                continue
            known[tensor] = all(known.get(name) for name in inputs)
        return known[root]

    return [tensor for tensor in tensors if check(tensor)]


def _is_data(view, node):
    """Whether a node gives a constant with a batch of its own, such as zeros of a state."""
    if node.op not in ("Const", "Fill", "ZerosLike"):
        return False
    value = view.graph.constant(f"{node.name}:0")
    return value is not None and value.ndim > 1


def _computes(node):
    if node.op == "Const":
        return True
    return (
        bool(node.inputs)
        and hasattr(tf.raw_ops, node.op)
        and not node.op.startswith((*_SOURCES, *_SOURCES_2))
    )


def evaluate(view, tensors, feeds) -> dict:
    """`{tensor: value}` of those that could be computed.

    Args:
        view: a `View`.
        tensors: evaluable tensors.
        feeds: `{tensor: array}`, variables as `"=name"`.
    """
    definition, names = _extract(view, tensors, feeds)
    with tf.Graph().as_default() as graph:
        for tensor, value in feeds.items():
            tf.compat.v1.placeholder(value.dtype, value.shape, name=names[tensor])
        used = {name for node in definition.node for name in node.input}
        mapping = {
            name: graph.get_tensor_by_name(f"{name}:0") for name in names.values() if name in used
        }
        try:
            tf.import_graph_def(definition, input_map=mapping, name="piece")
        except ValueError:  # shapes of a certain batch, further on
            fewer = _without_reshaping(view, tensors, feeds)
            return evaluate(view, fewer, feeds) if fewer else {}
        handles = {t: f"piece/{t}" if t not in feeds else f"{names[t]}:0" for t in tensors}
        given = {f"{names[tensor]}:0": value for tensor, value in feeds.items()}
        with session_of(graph, threads=1) as session:
            return _run(session, handles, given)


def _without_reshaping(view, tensors, feeds):
    """The tensors that need no Reshape; the nearer half where all are such."""
    definitions = {tensor: _extract(view, [tensor], feeds)[0] for tensor in tensors}
    kept = [
        tensor
        for tensor, definition in definitions.items()
        if not any(node.op == "Reshape" for node in definition.node)
    ]
    return kept if len(kept) < len(tensors) else tensors[: len(tensors) // 2]


def _run(session, handles, given):
    try:
        return session.run(handles, given)
    except tf.errors.OpError:
        if len(handles) <= 1:
            return {}
    names = list(handles)
    found = {}
    for half in (names[: len(names) // 2], names[len(names) // 2 :]):
        found |= _run(session, {name: handles[name] for name in half}, given)
    return found


def _extract(view, tensors, feeds):
    """The nodes between feeds and tensors as a GraphDef, and the names of the feeds in it."""
    names = {tensor: f"feed_{number}" for number, tensor in enumerate(feeds)}
    definition = tf.compat.v1.GraphDef()
    definition.versions.producer = 27
    todo, seen = [tensor for tensor in tensors if tensor not in feeds], set()
    while todo:
        node = view.producer(todo.pop())
        if node.name in seen:
            continue
        seen.add(node.name)
        inputs = view.inputs(node)
        copy = add_copy(definition, node.definition)
        copy.ClearField("input")
        copy.input.extend(names.get(name, name) for name in inputs)
        todo += [name for name in inputs if name not in feeds and node_name(name) not in seen]
    return definition, names
