"""What the graph beside a checkpoint tells that no array does: forget biases."""

import dataclasses
from numbers import Real

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.errors import CheckpointError, graph_errors
from tf_contrib_rnn.checkpoint.graph import Graph, recurrences


def settle(chosen: dict, opened) -> list[str]:
    """Takes forget biases from the graph where they would be assumed.

    Args:
        chosen: the candidate of each part; what the graph tells is no longer assumed in its form.
        opened: the checkpoint.

    Returns:
        What the graph told, a sentence each.
    """
    if not any(candidate.form.assumed for candidate in chosen.values()):
        return []
    told, lines = _forget_biases(opened), []
    for part, candidate in chosen.items():
        for want in list(candidate.form.assumed):
            value = told.get(names.canonical(candidate.found[want].name))
            if value is None:
                continue
            del candidate.form.assumed[want]
            want.pieces = tuple(
                dataclasses.replace(piece, shift=value) if piece.shift else piece
                for piece in want.pieces
            )
            lines.append(f"the graph tells forget_bias={value} of {part.label!r}, {want.label}")
    return lines


def _forget_biases(opened) -> dict[str, float]:
    """{variable: forget bias} of the cells in the graph, where all that use it agree."""
    try:
        with graph_errors(opened.title, "pass forget_bias="):
            runs = recurrences(Graph(opened.graph_def)) if opened.graph_def is not None else []
    except CheckpointError:
        return {}  # a damaged graph tells nothing; the default stays, and stays named as assumed
    found = {}
    for recurrence in runs:
        for fact in _cells(recurrence.cell):
            for variable in fact.variables.values():
                found.setdefault(variable, set()).add(fact.options.get("forget_bias"))
    agreed = {variable: values.pop() for variable, values in found.items() if len(values) == 1}
    return {variable: float(v) for variable, v in agreed.items() if isinstance(v, Real)}


def _cells(fact):
    yield fact
    for member in fact.members:
        yield from _cells(member)
