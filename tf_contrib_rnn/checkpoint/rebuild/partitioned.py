"""Embeddings whose table lies in parts: a lookup in each, put together by one stitch."""

import numpy as np

from tf_contrib_rnn.checkpoint.graph.nodes import node_name
from tf_contrib_rnn.checkpoint.rebuild import layers
from tf_contrib_rnn.checkpoint.rebuild.values import Call, Weight

_ARITHMETIC = (
    "FloorDiv", "FloorMod", "Mod", "Div", "Sub", "Add", "AddV2", "Mul", "Maximum", "Minimum",
    "Less", "Select", "SelectV2", "Cast", "Identity",
)  # fmt: skip


def needs(translator, node) -> list[str]:
    """The words that a stitched lookup is made for."""
    return [_source(translator, node, _lookup(translator, node)[0])]


def _lookup(translator, node):
    """The tensors of the row in a part, and of the part, of each word; and the whole variable."""
    graph, half = translator.graph, len(node.inputs) // 2
    gathers = [translator.node(name) for name in node.inputs[half:]]
    while all(one.op == "Identity" for one in gathers):
        gathers = [translator.node(one.inputs[0]) for one in gathers]
    if not all("Gather" in one.op for one in gathers):
        raise translator.refuse(node)
    nodes = tuple(node_name(graph.origin(one.inputs[0])) for one in gathers)
    wholes = {graph.variable(one.inputs[0]) for one in gathers}
    rows = _partition(translator, node, [one.inputs[1] for one in gathers])
    counted = _partition(translator, node, node.inputs[:half])
    whole = graph.variables.get(next(iter(wholes)) or "")
    if len(wholes) != 1 or whole is None or whole.nodes != nodes:
        raise translator.refuse(node, "looks words up in tables that are no parts of one variable")
    if rows.inputs[1] != counted.inputs[1]:
        raise translator.refuse(node)
    return rows.inputs[0], rows.inputs[1], whole


def _partition(translator, node, tensors):
    """The DynamicPartition that gives tensors, all its results in their order."""
    found = {node_name(name) for name in tensors}
    first = translator.node(tensors[0])
    places = [int(name.rpartition(":")[2]) for name in tensors]
    if len(found) != 1 or first.op != "DynamicPartition" or places != list(range(len(places))):
        raise translator.refuse(node)
    return first


def _source(translator, node, tensor):
    """The tensor of the words, from which row and part are computed."""
    waiting, found = [tensor], {}
    while waiting:
        name = waiting.pop()
        above = translator.node(name)
        if above.op in _ARITHMETIC:
            waiting += above.inputs
        elif translator.graph.constant(name) is None:
            found[name] = True
    if len(found) != 1:
        raise translator.refuse(node)
    return next(iter(found))


def _stitched(translator, node):
    row, part, whole = _lookup(translator, node)
    source = _source(translator, node, row)
    count, parts = whole.shape[0], len(whole.nodes)
    shapes = [translator.graph.nodes[name].attributes.get("shape") for name in whole.nodes]
    if whole.name not in translator.spelled or None in shapes:
        raise translator.refuse(node, "looks words up in a table that the checkpoint lacks")
    starts = np.cumsum([0, *(shape[0] for shape in shapes[:-1])])
    words = np.arange(count)
    rows, of = (_computed(translator, tensor, source, words) for tensor in (row, part))
    places = starts[of] + rows
    ids, spec = translator.value(source), translator.spec(node.name)
    if not np.array_equal(places, words):
        ids = _dealt(translator, node, ids, places, count, parts)
    table = Weight(whole.shape, spec["dtype"], "", whole.name)
    return layers.embedding(translator, node, table, ids, spec)


def _dealt(translator, node, ids, places, count, parts):
    """The rows in the whole table of words that are dealt out to its parts in turn."""
    words, each, more = np.arange(count), count // parts, count % parts
    dealt = words % parts * each + np.minimum(words % parts, more) + words // parts
    if not np.array_equal(places, dealt):
        raise translator.refuse(node, "deals words out to the parts of a table in an unknown order")
    extra = f" + ops.minimum({{0}} % {parts}, {more})" if more else ""
    template = f"({{0}} % {parts}) * {each}{extra} + {{0}} // {parts}"
    return Call(ids.shape, ids.dtype, "", template, [ids], "Add", is_infix=True)


def _computed(translator, tensor, source, words):
    """What the graph computes for words, as many at a time as it takes."""
    shape = translator.shapes.of(source)
    size = shape[0] if shape and shape[0] else len(words)
    padded = np.pad(words, (0, -len(words) % size)).astype(translator.shapes.dtype(source))
    found = [
        translator.shapes.value(tensor, {source: piece}) for piece in padded.reshape(-1, size)
    ]
    return np.concatenate(found)[: len(words)]


HANDLERS = dict.fromkeys(("ParallelDynamicStitch", "DynamicStitch"), _stitched)
