"""Where a graph applies which cell: every step of every cell, linked to the step before."""

from tf_contrib_rnn.checkpoint.graph.alike import computes_alike
from tf_contrib_rnn.checkpoint.graph.blocks import block_steps
from tf_contrib_rnn.checkpoint.graph.cells import Held
from tf_contrib_rnn.checkpoint.graph.nodes import CONCATENATIONS
from tf_contrib_rnn.checkpoint.graph.proof import Application, prove
from tf_contrib_rnn.checkpoint.graph.region import PRODUCTS, concatenated, outputs

_CUTS = ("ExpandDims", "Split", "SplitV", "StridedSlice")


def applications(view, held: Held) -> list[Application]:
    """The steps of a cell, in the order of the graph."""
    for entry, starts in _entries(view, held):
        found, trail = [], None
        for product in _whole(view, starts, entry):
            made = _like(view, held, product, trail) if trail else None
            if made is None:
                made = prove(view, held, product, entry)
                trail = _trail(view, made) if made else trail
            if made:
                found.append(made)
        if found:
            return found
    return block_steps(view, held)


def _whole(view, starts, entry):
    """The products with a whole kernel, not with a piece of it."""
    if len(entry) > 1:
        return starts
    cuts = [node for node in starts if _is_piece(view, node)]
    return [node for node in starts if node not in cuts]


def _is_piece(view, node):
    source = view.producer(view.inputs(node)[1]) if len(node.inputs) > 1 else None
    return source is not None and source.op in _CUTS and source.op != "ExpandDims"


def products(view, held: Held) -> list:
    """The products with a cell's kernels, those of the cell inside too."""
    found = [node for _, nodes in _entries(view, held) for node in nodes]
    return found + (products(view, held.inside) if held.inside else [])


def _entries(view, held):
    """`(values, products)`: a kernel that takes the inputs, and the products with it."""
    order = {name: number for number, name in enumerate(view.graph.nodes)}
    entries = []
    for parts in held.variables.values():
        values = {f"={name}" for name in parts}
        starts = _products(view, values)
        if starts:
            entries.append((values, sorted(starts, key=lambda node: order[node.name])))
    return sorted(entries, key=lambda entry: order[entry[1][0].name])


def products_of(view, variable: str) -> list:
    """The products with a variable, or with a piece of it, in the order of the graph."""
    return sorted(_products(view, {f"={variable}"}), key=lambda node: view.order(node.name))


def _products(view, values):
    found = []
    for value in values:
        for node, place in view.consumers(value):
            if node.op in CONCATENATIONS or node.op in _CUTS:
                inner = [one for tensor in outputs(node) for one in view.consumers(tensor)]
                found += [one for one, at in inner if one.op in PRODUCTS and at == 1]
            elif node.op in PRODUCTS and place == 1 and not _is_turned(node):
                found.append(node)
    return list(dict.fromkeys(found))


def _is_turned(node):
    return any(node.attributes.get(name) for name in ("transpose_b", "adj_y"))


def _trail(view, made):
    """The ways from the first product to what a step gives, and to the states it takes."""
    parents = _parents(view, made.region)
    operands = [resolved for _, resolved in concatenated(view, made.product.inputs[0])]
    takes = []
    for name in (*made.inputs, *made.states):
        if name in operands:
            takes.append(operands.index(name))
        else:
            node, place = made.region.leaves[name]
            takes.append((_way(parents, node), place))
    gives = [_way_of_tensor(parents, name, view) for name in (made.output, *made.new_states)]
    if any(way is None for way in (*gives, *takes)) or any(
        isinstance(way, tuple) and way[0] is None for way in takes
    ):
        return None
    return made, takes, gives


def _parents(view, found):
    """For each node how it was reached: from which tensor, as which of its like consumers."""
    parents, product = {found.nodes[0].name: None}, found.nodes[0]
    inside = {node.name for node in found.nodes}
    todo = [product]
    while todo:
        node = todo.pop(0)
        for number, tensor in enumerate(outputs(node)):
            ranks = {}
            for consumer, place in view.consumers(tensor):
                rank = ranks[consumer.op, place] = ranks.get((consumer.op, place), -1) + 1
                if consumer.name in inside and consumer.name not in parents:
                    parents[consumer.name] = (node.name, (number, consumer.op, place, rank))
                    todo.append(consumer)
        for place, tensor in enumerate(view.inputs(node)):  # what weighs a state stands beside
            source = view.producer(tensor)
            if source is not None and source.name in inside and source.name not in parents:
                parents[source.name] = (node.name, (place,))
                todo.append(source)
    return parents


def _way(parents, node):
    way, name = [], node.name
    while name in parents and parents[name] is not None:
        name, turn = parents[name]
        way.append(turn)
    return way[::-1] if name in parents else None


def _way_of_tensor(parents, tensor, view):
    return _way(parents, view.producer(tensor))


def _follow(view, product, way):
    node = product
    for turn in way:
        if len(turn) == 1:
            inputs = view.inputs(node)
            node = view.producer(inputs[turn[0]]) if turn[0] < len(inputs) else None
            if node is None:
                return None
            continue
        number, op, place, rank = turn
        like = [
            consumer
            for consumer, at in view.consumers(f"{node.name}:{number}")
            if consumer.op == op and at == place
        ]
        if rank >= len(like):
            return None
        node = like[rank]
    return node


def _like(view, held, product, trail):
    """A step that is built as another one, proven, of the same cell."""
    proven, takes, gives = trail
    operands = concatenated(view, product.inputs[0])
    taken = []
    for way in takes:
        if isinstance(way, int):
            if way >= len(operands):
                return None
            taken.append(operands[way])
        else:
            node = _follow(view, product, way[0])
            if node is None:
                return None
            taken.append((node.inputs[way[1]], view.inputs(node)[way[1]]))
    ends = [_follow(view, product, way) for way in gives]
    if any(end is None for end in ends):
        return None
    made = [f"{end.name}:0" for end in ends]
    (raw, inputs), *states = taken
    leaves = zip((*proven.inputs, *proven.states), [name for _, name in taken], strict=True)
    if not computes_alike(view, set(leaves), [proven.output, *proven.new_states], made):
        return None
    return Application(
        held, product, proven.candidate, [raw], [inputs], [name for _, name in states],
        [name for name, _ in states], made[0], made[1:],
    )  # fmt: skip
