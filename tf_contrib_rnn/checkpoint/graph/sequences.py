"""The sequences that go into a network and come out of it, as the program had them."""

from dataclasses import dataclass

import numpy as np

from tf_contrib_rnn.checkpoint.graph.nodes import node_name

_REVERSED = ("ReverseSequence", "ReverseV2", "Reverse")
_GATHERS = ("TensorArrayGather", "TensorArrayPack")
_JOINS = ("Pack",)
_CUTS = ("Unpack", "Split", "SplitV")


@dataclass(frozen=True)
class Sequence:
    """A sequence.

    Attributes:
        tensor: its name.
        is_transposed: whether batch and time were exchanged between it and the loop.
        is_reversed: whether time was turned round.
        lengths: the tensor of lengths that it was turned by.
    """

    tensor: str
    is_transposed: bool = False
    is_reversed: bool = False
    lengths: str | None = None


def given_to_loop(graph, tensor: str, lengths: str | None, moves: bool = True) -> Sequence:
    """What a sequence that a loop reads was before it was transposed and turned round.

    Args:
        graph: the `Graph`.
        tensor: what the loop reads.
        lengths: the lengths to which the loop runs; a sequence that was turned round by others is
            taken as the program turned it.
        moves: whether a transposition was the loop's, not the program's own.
    """
    found = before_loop(graph, tensor, moves=moves)
    ends = [one and plain_lengths(graph, one) for one in (found.lengths, lengths)]
    is_other = found.is_reversed and ends[0] != ends[1]
    return before_loop(graph, tensor, moves, turns=False) if is_other else found


def plain_lengths(graph, tensor):
    """Lengths as the program gave them, before they were cast and checked."""
    tensor = graph.origin(tensor)
    node = graph.node(tensor)
    while node is not None and node.op == "Cast":
        tensor = graph.origin(node.inputs[0])
        node = graph.node(tensor)
    return tensor


def before_loop(graph, tensor: str, moves: bool = True, turns: bool = True) -> Sequence:
    """What a sequence that a loop reads was before it was transposed and turned round.

    Args:
        graph: the `Graph`.
        tensor: what the loop reads.
        moves: whether to go beyond a transposition.
        turns: whether to go beyond a reversal.
    """
    turned, transposed, lengths = False, False, None
    while True:
        node = graph.nodes.get(node_name(tensor))
        if node is None:
            break
        if moves and not transposed and node.op == "Transpose" and _exchanges(graph, node):
            transposed = True
        elif turns and not turned and _turns(graph, node, 1 if transposed else 0):
            turned = True
            lengths = node.inputs[1] if node.op == "ReverseSequence" else None
        elif node.op != "Identity":
            break
        tensor = node.inputs[0]
    return Sequence(tensor, transposed, turned, lengths)


def _turns(graph, node, time):
    """Whether a node turns a sequence round along its axis of time and no other."""
    if node.op not in _REVERSED:
        return False
    if node.op == "ReverseSequence":
        return node.attributes["seq_dim"] == time
    axes = graph.constant(node.inputs[1])
    if axes is None:
        return False
    axes = np.flatnonzero(axes) if node.op == "Reverse" else np.ravel(axes)
    return axes.tolist() == [time]


def _exchanges(graph, node):
    order = graph.constant(node.inputs[1])
    if order is None:  # concat([1, 0], range(2, rank)), of unknown rank
        source = graph.node(graph.origin(node.inputs[1]))
        starts = [graph.constant(name) for name in source.inputs] if source is not None else []
        return any(start is not None and list(start.ravel()) == [1, 0] for start in starts)
    return len(order) > 1 and list(order[:2]) == [1, 0]


def read_by(view, tensor: str) -> str | None:
    """The sequence, as it lies in the TensorArray, that a loop reads a step's input from."""
    node = view.producer(tensor)
    if node is None or not node.op.startswith("TensorArrayRead"):
        return None
    filled = view.producer(view.resolve(node.inputs[-1]))
    if filled is None or not filled.op.startswith(("TensorArrayScatter", "TensorArrayUnpack")):
        return None
    return filled.inputs[-2]


def after_loop(graph, end: str, source: Sequence | None) -> Sequence | None:
    """The sequence that is gathered from a TensorArray that a loop wrote, as the program got it.

    Args:
        graph: the `Graph`.
        end: the TensorArray.
        source: what went into the loop; what was turned round is taken after it is turned back.
    """
    gathered = None
    for node, _ in graph.consumers(end):
        if node.op.startswith(_GATHERS):
            gathered = f"{node.name}:0"
    if gathered is None:
        return None
    tensor, transposed = gathered, False
    for node, place in graph.consumers(gathered):
        if node.op == "Transpose" and place == 0 and _exchanges(graph, node):
            tensor, transposed = f"{node.name}:0", True
            break
    if source and source.is_reversed:
        for node, place in graph.consumers(tensor):
            if place == 0 and _turns(graph, node, 1 if transposed else 0):
                turn = node.inputs[1] if node.op == "ReverseSequence" else None
                ends = [one and plain_lengths(graph, one) for one in (turn, source.lengths)]
                if ends[0] == ends[1]:
                    return Sequence(f"{node.name}:0", transposed, True)
    return Sequence(tensor, transposed)


def cut_from(graph, steps: list[str]) -> tuple[str, int, bool] | None:
    """The tensor that the inputs of an unrolled network were cut from.

    Returns:
        The tensor, its axis of time and whether the steps run backwards; None where the steps
        come from several tensors, or not in order.
    """
    cuts = [_cut(graph, step) for step in steps]
    if not cuts or any(cut is None for cut in cuts) or len({cut[:2] for cut in cuts}) != 1:
        return None
    numbers = [cut[2] for cut in cuts]
    tensor, axis, _ = cuts[0]
    turned = _joined_before_turn(graph, tensor)
    if turned:
        inner = cut_from(graph, turned)
        return (*inner[:2], not inner[2]) if inner else None
    if numbers == sorted(numbers) and len(set(numbers)) == len(numbers):
        return tensor, axis, False
    return (tensor, axis, True) if numbers == sorted(numbers, reverse=True) else None


def _joined_before_turn(graph, tensor):
    """The steps that were joined to be turned round by lengths, of a bidirectional network."""
    node = graph.node(graph.origin(tensor))
    if node is None or node.op != "ReverseSequence":
        return None
    joined = graph.node(graph.origin(node.inputs[0]))
    return list(joined.inputs) if joined is not None and joined.op in _JOINS else None


def turned_back(graph, steps: list[str]) -> list[str]:
    """The outputs of an unrolled network in the order of its inputs, turned round by lengths."""
    for pack, _ in graph.consumers(steps[0]):
        for turn, _ in graph.consumers(f"{pack.name}:0") if pack.op in _JOINS else ():
            for cut, _ in graph.consumers(f"{turn.name}:0") if turn.op == "ReverseSequence" else ():
                if cut.op == "Unpack":
                    return [f"{cut.name}:{number}" for number in range(len(steps))]
    return steps[::-1]


def _cut(graph, tensor):
    """`(tensor, axis, step)` for a piece of a tensor, through Squeeze and Reshape."""
    for _ in range(3):
        tensor = graph.origin(tensor)
        name, _, number = tensor.partition(":")
        node = graph.nodes.get(name)
        if node is None:
            return None
        if node.op in _CUTS:
            return _cut_by(graph, node, int(number))
        if node.op in ("StridedSlice", "Slice"):
            return _sliced(graph, node)
        if node.op not in ("Squeeze", "Reshape"):
            return None
        tensor = node.inputs[0]
    return None


def _cut_by(graph, node, number):
    if node.op == "Unpack":
        return node.inputs[0], node.attributes.get("axis", 0), number
    axis, data = node.inputs[:2] if node.op == "Split" else (node.inputs[2], node.inputs[0])
    axis = graph.constant(axis)
    return None if axis is None else (data, int(axis), number)


def _sliced(graph, node):
    begin, end = (graph.constant(name) for name in node.inputs[1:3])
    if begin is None or end is None:
        return None
    if node.op == "Slice":
        ones = [axis for axis, size in enumerate(end) if size == 1]
    else:
        shrunk = node.attributes.get("shrink_axis_mask", 0)
        ones = [axis for axis in range(len(begin)) if shrunk >> axis & 1]
    ones = [axis for axis in ones if axis < 2] or ones
    return (node.inputs[0], ones[-1], int(begin[ones[-1]])) if ones else None
