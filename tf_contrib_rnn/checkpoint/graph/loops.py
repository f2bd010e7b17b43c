"""The while loops of a v1 graph: their frames, variables and what enters and leaves."""

from dataclasses import dataclass

from tf_contrib_rnn.checkpoint.graph.nodes import node_name
from tf_contrib_rnn.checkpoint.graph.view import MERGES, View


@dataclass(frozen=True)
class LoopVariable:
    """A value that a loop carries from step to step; all are tensors of the graph.

    Attributes:
        merge: what a step starts with.
        start: what the loop starts with.
        after: what a step ends with, None where nothing follows.
        end: what the loop gives, None where nobody asks.
    """

    merge: str
    start: str
    after: str | None
    end: str | None


def loops(view: View) -> dict[str, list[LoopVariable]]:
    """`{frame: its loop variables}`, in the order of the graph."""
    found = {}
    for node in view.graph.nodes.values():
        if node.op in MERGES and f"{node.name}:0" in view.loops:
            sources = [view.graph.nodes.get(node_name(name)) for name in node.inputs]
            enter = next(
                (source for source in sources if source and source.op.endswith("Enter")), None
            )
            after = next(
                source for source in sources if source and source.op.endswith("NextIteration")
            )
            if enter is not None:
                frame = enter.attributes["frame_name"]
                merge = f"{node.name}:0"
                variable = LoopVariable(merge, enter.inputs[0], after.inputs[0], _end(view, merge))
                found.setdefault(frame, []).append(variable)
    return found


def _end(view, merge):
    for switch, _ in view.graph.consumers(merge):
        if switch.op in ("Switch", "RefSwitch"):
            for node, _ in view.graph.consumers(f"{switch.name}:0"):
                if node.op in ("Exit", "RefExit"):
                    return f"{node.name}:0"
    return None


def frame_finder(view: View):
    """A function from a node to the frame of the loop that it runs in, `""` outside of all."""
    graph, known = view.graph, {}

    def of_tensor(tensor):
        node = graph.nodes.get(node_name(tensor))
        return known.get(node.name, "") if node else ""

    parents = {}
    for _ in range(2):  # the second time for nodes that stand before their inputs
        for node in graph.nodes.values():
            frames = [of_tensor(name) for name in node.inputs]
            inside = max(frames, key=len, default="")
            if node.op.endswith("Enter"):
                known[node.name] = node.attributes["frame_name"]
                parents[known[node.name]] = inside
            elif node.op.endswith("Exit"):
                known[node.name] = parents.get(inside, "")
            else:
                known[node.name] = inside
    return lambda node: known.get(node.name, "")
