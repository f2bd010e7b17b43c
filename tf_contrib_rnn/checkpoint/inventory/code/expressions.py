"""A cell as the expression that builds it."""

from tf_contrib_rnn.checkpoint.inventory.candidate import Candidate
from tf_contrib_rnn.checkpoint.rebuild.wrapping import quoted

_FIRST = ("num_units", "units", "output_size", "num_proj")
_FUSED = "LSTMBlockFusedCell"


def of_cell(candidate: Candidate) -> str:
    """The expression of a candidate.

    Args:
        candidate: the cell.
    """
    kind, arguments = candidate.kind, dict(candidate.arguments)
    if kind == _FUSED:  # the same cell, step by step: the only form that a layer runs
        kind = "LSTMBlockCell"
        arguments.setdefault("name", "lstm_fused_cell")
    written = [_member(key, cell) for key, cell in candidate.cells.items()]
    first = next((key for key in _FIRST if key in arguments), None)
    if first and not candidate.cells:
        written.append(repr(arguments.pop(first)))
    written += [f"{key}={value_of(value)}" for key, value in arguments.items()]
    return f"rnn.{kind}({', '.join(written)})"


def value_of(value) -> str:
    """A plain value as code."""
    return quoted(value) if isinstance(value, str) else repr(value)


def _member(key, cell):
    if isinstance(cell, list):
        return f"[{', '.join(of_cell(one) for one in cell)}]"
    if key == "cell_fn":
        return f"cell_fn={_factory(cell)}"
    return of_cell(cell)


def _factory(cell):
    options = [f"{k}={value_of(v)}" for k, v in cell.arguments.items() if k != "num_units"]
    if not options:
        return f"rnn.{cell.kind}"
    return f"functools.partial(rnn.{cell.kind}, {', '.join(options)})"


def takes_ids(candidate: Candidate) -> bool:
    """Whether the innermost cell that sees the inputs takes ids."""
    if candidate.kind == "EmbeddingWrapper":
        return True
    if candidate.kind == "InputProjectionWrapper" or "cell_fn" in candidate.cells:
        return False
    inner = candidate.cells.get("cells", candidate.cells.get("cell"))
    inner = inner[0] if isinstance(inner, list) else inner
    return inner is not None and takes_ids(inner)
