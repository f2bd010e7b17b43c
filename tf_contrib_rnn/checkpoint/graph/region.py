"""What is computed from a cell's first product: the piece of a graph in which its step lies."""

from dataclasses import dataclass, field

from tf_contrib_rnn.checkpoint.graph.nodes import CONCATENATIONS, tensor_name

PRODUCTS = {"MatMul", "BatchMatMul", "BatchMatMulV2", "Conv2D", "Conv3D"}
BLOCKS = {"LSTMBlockCell", "GRUBlockCell", "LSTMBlockCellV2"}
_ENDS = (
    "TensorArray", "NextIteration", "Enter", "Merge", "Pack", "Save", "Assign", "Shape", "Rank",
    "Size", "ArgMax", "Summary", "Histogram", "Exit", "Assert", "Gather",
)  # fmt: skip
_PULLED = {"Split", "SplitV", "BiasAdd", "StridedSlice", "Slice", "Tile", "Reshape", "ExpandDims"}
_LIMIT = 400


def concatenated(view, tensor):
    """The tensors, raw and resolved, that a tensor is the concatenation of, or itself."""
    node = view.producer(view.resolve(tensor))
    if node is None or node.op not in CONCATENATIONS:
        return [(tensor_name(tensor), view.resolve(tensor))]
    raw = node.inputs[1:] if node.op == "Concat" else node.inputs[:-1]
    return [(name, view.resolve(name)) for name in raw]


@dataclass(eq=False)
class Region:
    """The nodes that follow from a product.

    Attributes:
        nodes: in the order they are reached, nearest first.
        leaves: the tensors that come in from outside, in the order they are met, each with the
            node and the place where it does.
    """

    nodes: list = field(default_factory=list)
    leaves: dict = field(default_factory=dict)


def region(view, product, own: set[str], entry: set[str]) -> Region:
    """The region of a product.

    Args:
        view: the `View`.
        product: the first node.
        own: the values of the cell's variables, `"=name"`.
        entry: those of them by which products of other steps are known.
    """
    found, names, todo = Region(), set(), [product]
    while todo and len(found.nodes) < _LIMIT:
        node = todo.pop(0)
        if node.name in names or (node is not product and _is_end(view, node, own, entry)):
            continue
        names.add(node.name)
        found.nodes.append(node)
        for tensor in outputs(node):
            todo += [consumer for consumer, _ in view.consumers(tensor)]
    for node in list(found.nodes):
        for place, tensor in enumerate(view.inputs(node)):
            _meet(view, found, names, own, node, place, tensor)
    return found


def _meet(view, found, names, own, node, place, tensor, depth=0):
    """Notes a leaf, or takes in the node that only moves a leaf or weighs it."""
    source = view.producer(tensor)
    if tensor.startswith("=") or (source is not None and source.name in names):
        return
    if source is not None and _is_setting(view, tensor, source):
        return
    if source is not None and depth < 6 and _is_pulled(view, source, own):
        names.add(source.name)
        found.nodes.append(source)
        for inner, name in enumerate(view.inputs(source)):
            _meet(view, found, names, own, source, inner, name, depth + 1)
        return
    found.leaves.setdefault(tensor, (node, place))


def _is_setting(view, tensor, source):
    """Whether a tensor is a number, an axis or a shape of the program; zeros may be a state."""
    value = view.graph.constant(tensor)
    return value.ndim < 2 if value is not None else source.op == "Const"


def _is_pulled(view, node, own, depth=0):
    inputs = view.inputs(node)
    if own.intersection(inputs) or node.op == "Tile":
        return True
    if node.op in CONCATENATIONS:
        return depth > 0 and any(name.startswith("=") for name in inputs)
    if node.op not in _PULLED or depth > 3:
        return False
    inner = view.producer(inputs[1 if node.op == "Split" else 0])
    return inner is not None and _is_pulled(view, inner, own, depth + 1)


def outputs(node):
    """The tensors of a node that somebody uses."""
    count = node.attributes.get("num_split", node.attributes.get("num", 1)) or 1
    count = 8 if node.op in BLOCKS else count
    return [f"{node.name}:{number}" for number in range(count if isinstance(count, int) else 1)]


def _is_end(view, node, own, entry):
    if any(node.op.startswith(end) for end in _ENDS):
        return True
    inputs = view.inputs(node)
    if node.op in PRODUCTS:
        weight = inputs[1]
        return weight in entry or (weight.startswith("=") and weight not in own)
    return False
