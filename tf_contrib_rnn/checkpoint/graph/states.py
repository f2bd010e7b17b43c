"""The states of cells in a loop: where they are kept, and that nothing changes them on the way."""

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
