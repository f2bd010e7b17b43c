"""The states of cells in a loop: where they are kept, and that nothing changes them on the way."""

import re
from dataclasses import replace

_CUTS = ("Split", "SplitV", "Slice", "StridedSlice", "Reshape")
# What moves numbers about without changing them, as a search over beams does.
_MOVES = {
    *_CUTS, "Concat", "ConcatV2", "Gather", "GatherV2", "GatherNd", "Transpose", "ExpandDims",
    "Squeeze", "Select", "SelectV2", "Merge",
}  # fmt: skip


def base_of(view, state: str) -> str:
    """The whole tensor that a state is cut from, or the state."""
    for _ in range(4):
        node = view.producer(state)
        if node is None or node.op not in _CUTS:
            break
        inner = view.inputs(node)[1 if node.op == "Split" else 0]
        if inner not in view.loops and base_of(view, inner) not in view.loops:
            break
        state = inner
    return state


def broken(view, variables, steps) -> str:
    """Why the states of cells do not go on as the cells give them, or nothing.

    Args:
        view: the `View`.
        variables: the `LoopVariable`s of the loop.
        steps: the steps of the cells in it.
    """
    by_merge = {variable.merge: variable for variable in variables}
    for step in steps:
        for state, new in zip(step.states, step.new_states, strict=True):
            variable = by_merge.get(base_of(view, state))
            if variable is None or variable.after is None:
                return f"a state of {step.held.scope_in_graph} is no state of the loop"
            if step.candidate is not None and not _goes_on(view, view.resolve(variable.after), new):
                return f"a state of {step.held.scope_in_graph} is changed before the next step"
    return ""


def _goes_on(view, after, new):
    todo, seen = [after], set()
    while todo and len(seen) < 60:
        tensor = todo.pop(0)
        if tensor == new:
            return True
        seen.add(tensor)
        node = view.producer(tensor)
        if node is not None and node.op in _MOVES:
            todo += [name for name in view.inputs(node) if name not in seen]
    return False


def with_map_sizes(view, cell, starts):
    """A convolutional cell, or a stack of them, with the sizes of its maps, None where unknown.

    Args:
        view: the `View`.
        cell: the `CellFact`.
        starts: the tensors that its states start with.
    """
    if cell.members:
        return replace(
            cell, members=tuple(with_map_sizes(view, one, starts) for one in cell.members)
        )
    if "input_shape" not in cell.options:
        return cell
    *sizes, channels = cell.options["input_shape"]
    found = next((shape for one in starts if (shape := _map_sizes(view, one))), None)
    found = found if found and len(found) == len(sizes) else [None] * len(sizes)
    return replace(cell, options={**cell.options, "input_shape": [*found, channels]})


def _map_sizes(view, start):
    """The sizes of the maps of a state that a run starts with."""
    node = view.graph.node(view.graph.origin(start))
    if node is not None and node.op.startswith("Placeholder"):
        shape = node.attributes.get("shape")
        return list(shape[1:-1]) if shape else None
    value = view.graph.constant(start)
    if value is not None:
        return list(value.shape[1:-1])
    if node is None or node.op != "Fill":
        return None
    dims = view.graph.node(view.graph.origin(node.inputs[0]))
    parts = [view.graph.constant(name) for name in dims.inputs] if dims is not None else []
    sizes = [part for part in parts if part is not None and part.ndim == 1 and len(part) > 1]
    return [int(size) for size in sizes[-1][:-1]] if sizes else None


def is_inside(scope: str, below: str, cell: str) -> bool:
    """Whether the scope of an operation lies in that of a cell, that of whose product is given."""
    if not f"{below}/".startswith(f"{scope}/"):
        return False
    between = below[len(scope) :].split("/")
    return not any(re.fullmatch(rf"{re.escape(cell)}(_\d+)?", part) for part in between)
