"""Grids of cells, whose own scope is the class name as it is written."""

import itertools
import re

from tf_contrib_rnn.checkpoint.inventory.candidate import Candidate
from tf_contrib_rnn.checkpoint.inventory.catalogue._guess import Shapes

_DIMENSION = re.compile(r"(recurrent|non_recurrent)/cell_(\d+)/.+")
_CELL = re.compile(r"recurrent/(?:cell_\d+/)?([^/]+)/.+")
_OUTPUTS = "which dimensions make the output, which no variable shows"
_FUNCTION = "the function of the dimension without a state, which no variable shows"
_INNER = {
    "lstm_cell": "LSTMCell",
    "basic_lstm_cell": "BasicLSTMCell",
    "basic_rnn_cell": "BasicRNNCell",
    "gru_cell": "GRUCell",
}


def _named(kind, num_dims, has_peepholes=False):
    """A grid whose first dimension takes the inputs and makes the output."""

    def guess(shapes: Shapes):
        depth, units = shapes["project_m_0"] if "project_m_0" in shapes else (0, _units(shapes))
        arguments = {"num_units": units}
        assumed = {}
        if num_dims > 1 and any(path.startswith("non_recurrent/") for path in shapes):
            arguments["non_recurrent_fn"] = "relu"
            assumed["non_recurrent_fn"] = _FUNCTION
        if num_dims > 1 and not _is_untied(shapes):
            arguments["tied"] = True
        if has_peepholes and _has_peepholes(shapes):
            arguments["use_peepholes"] = True
        yield Candidate(kind, arguments, {}, [depth], assumed)

    return guess


def _general(shapes: Shapes):
    units = _units(shapes)
    inputs = [d for d in range(_last_dimension(shapes) + 1) if f"project_m_{d}" in shapes]
    depth = len(inputs) * shapes[f"project_m_{inputs[0]}"][0] if inputs else 0
    without = {int(m[2]) for m in _dimensions(shapes) if m[1] == "non_recurrent"}
    tied = not _is_untied(shapes)
    if tied and any(path.startswith("non_recurrent/") for path in shapes):
        without = set(inputs[:1] if _has_cells(shapes) else inputs)
    arguments = {
        "num_units": units,
        "num_dims": _height(shapes) // units if tied else _last_dimension(shapes) + 1,
        "input_dims": inputs,
        "output_dims": inputs[:1] or [0],
        "non_recurrent_dims": sorted(without),
    }
    arguments = {key: value for key, value in arguments.items() if value != []}
    if tied:
        arguments["tied"] = True
    assumed = {"output_dims": _OUTPUTS}
    if without:
        assumed["non_recurrent_fn"] = _FUNCTION
    yield Candidate("GridRNNCell", arguments, _cell_of(shapes), [depth], assumed)


def _cell_of(shapes):
    """The argument cell_fn; none for a plain LSTMCell, which is the default."""
    scopes = {match[1] for path in shapes if (match := _CELL.fullmatch(path))}
    if not scopes:
        return {}
    (scope,) = scopes
    options = {"use_peepholes": True} if _has_peepholes(shapes) else {}
    if _INNER[scope] == "LSTMCell" and not options:
        return {}
    return {"cell_fn": Candidate(_INNER[scope], options)}


def _units(shapes):
    """The number of units, which every projection and every candidate or bias shows."""
    widths = (shape[1] for path, shape in shapes.items() if path.startswith("project_"))
    found = next(widths, None)
    if found is not None:
        return found
    gates = {"lstm_cell": 4, "basic_lstm_cell": 4, "basic_rnn_cell": 1}
    (scope,) = {match[1] for path in shapes if (match := _CELL.fullmatch(path))}
    bias = "candidate/bias" if scope == "gru_cell" else "bias"
    paths = (path for path in shapes if path.endswith(f"/{scope}/{bias}"))
    return shapes[next(paths)][0] // gates.get(scope, 1)


def _height(shapes):
    """The rows of a kernel: one dimension after the other."""
    inner = (s for p, s in shapes.items() if not p.startswith("project_") and len(s) == 2)
    return max(shape[0] for shape in inner)


def _dimensions(shapes):
    return [match for path in shapes if (match := _DIMENSION.fullmatch(path))]


def _is_untied(shapes):
    return bool(_dimensions(shapes))


def _last_dimension(shapes):
    named = (re.fullmatch(r"project_[mc]_(\d+)", path) for path in shapes)
    numbers = itertools.chain(
        (int(match[2]) for match in _dimensions(shapes)), (int(m[1]) for m in named if m)
    )
    return max(numbers, default=0)


def _has_cells(shapes):
    return any(path.startswith("recurrent/") for path in shapes)


def _has_peepholes(shapes):
    return any(path.endswith("/w_f_diag") for path in shapes)


def with_outputs(found: Candidate, width: int) -> Candidate:
    """A grid whose outputs side by side have a known width."""
    count = width // found.arguments["num_units"]
    arguments = {**found.arguments, "output_dims": list(range(count))}
    return Candidate(found.kind, arguments, found.cells, found.inputs, found.assumed)


def with_one_output(found: Candidate) -> Candidate:
    """A grid whose outputs are one tensor, as a cell on top of it takes them."""
    arguments = {**found.arguments, "output_is_tuple": False}
    return Candidate(found.kind, arguments, found.cells, found.inputs, found.assumed)


ENTRIES = {
    "Grid1BasicRNNCell": _named("Grid1BasicRNNCell", 1),
    "Grid1BasicLSTMCell": _named("Grid1BasicLSTMCell", 1),
    "Grid1LSTMCell": _named("Grid1LSTMCell", 1, has_peepholes=True),
    "Grid2BasicRNNCell": _named("Grid2BasicRNNCell", 2),
    "Grid2BasicLSTMCell": _named("Grid2BasicLSTMCell", 2),
    "Grid2LSTMCell": _named("Grid2LSTMCell", 2, has_peepholes=True),
    "Grid2GRUCell": _named("Grid2GRUCell", 2),
    "Grid3LSTMCell": _named("Grid3LSTMCell", 3, has_peepholes=True),
    "GridRNNCell": _general,
}
