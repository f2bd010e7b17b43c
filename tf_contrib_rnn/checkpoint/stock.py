"""Where in Keras' own recurrent layers the arrays of TF1's cells go, gate by gate.

The order of the gates is that of `layers.twins`: its functions are run on a cell of one unit and
one input, in which every number stands for a block of the real one.
"""

import functools
import inspect
import itertools
import random
from typing import Any, NamedTuple

import numpy as np

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.pieces import Piece, Want, shape_of
from tf_contrib_rnn.layers import ConvLSTM1D, ConvLSTM2D, ConvLSTM3D
from tf_contrib_rnn.layers.twins import gates
from tf_contrib_rnn.layers.twins.refusal import check
from tf_contrib_rnn.layers.twins.table import TWINS, ConvLSTMCell, twin_of_stock

_CONV = {layer: layer.__name__ for layer in (ConvLSTM1D, ConvLSTM2D, ConvLSTM3D)}
_ANY_VALUE = ("dropout", "recurrent_dropout")  # they change no number outside of training


class Weights(NamedTuple):
    """The variables of a recurrent layer or cell of Keras' kind; no bias is None."""

    kernel: Any
    recurrent_kernel: Any
    bias: Any


class Block(NamedTuple):
    """A gate of a TF1 array, and where it is in Keras.

    Attributes:
        path: the array's name below the cell's scope.
        row: 0 for the rows of the input, 1 for those of the state, None for all.
        column: its number among the columns of the array.
        columns: the number of columns.
        field: 0, 1 or 2, of `Weights`.
        line: the row of the bias where it has two.
        place: its number among the columns of that variable.
        is_forget: whether the forget bias belongs there.
        is_addend: as in `Piece`.
    """

    path: str
    row: int | None
    column: int
    columns: int
    field: int
    line: int
    place: int
    is_forget: bool = False
    is_addend: bool = False


class TF1Cell(NamedTuple):
    """A cell of TF1 that one of Keras' is equal to.

    Attributes:
        scope: its scope in TF1.
        title: the name of its class.
        twin: the entry in the table of twins.
        forget_bias: what it adds to the forget gate unless told otherwise.
    """

    scope: str
    title: str
    twin: Any
    forget_bias: float


def is_stock(node) -> bool:
    """Whether a node is a recurrent layer or cell with Keras' weights."""
    return type(node) in _CONV or twin_of_stock(node) is not None


def weights_of(node) -> Weights:
    """The variables of a layer or cell for which `is_stock` holds."""
    cell = getattr(node, "cell", node)
    return Weights(cell.kernel, cell.recurrent_kernel, getattr(cell, "bias", None))


def tf1_cells(node) -> tuple[list[TF1Cell], list[tuple[str, str]]]:
    """The cells of TF1 that compute what a node computes; the scopes of others, and why not."""
    found, remarks = {}, []
    for twin in TWINS:
        if not _is_of(node, twin):
            continue
        required = {k: v for k, v in twin.stock_requires.items() if k not in _ANY_VALUE}
        if not twin.is_conv:
            required |= twin.chooses
        try:
            check("TF1's " + twin.cell.__name__, node, required, "build the layer so")
        except ValueError as error:
            why = str(error).rstrip(".")
            told = {scope for scope, _ in remarks}
            remarks += [(cell.scope, why) for cell in _spelled(twin) if cell.scope not in told]
            continue
        paths = frozenset(block.path for block in _blocks(twin.cell))
        for cell in _spelled(twin):
            found.setdefault((cell.scope, paths), cell)
    return list(found.values()), remarks


def _is_of(node, twin):
    if type(node) in _CONV:
        return twin.layer.__name__ == _CONV[type(node)]
    return type(node) in (twin.layer, twin.stock)


def _spelled(twin):
    """The cell under the scopes that TF1 gives it: by its own class and, of maps, by the base."""
    signature = inspect.signature(twin.cell).parameters
    name = signature["name"].default if "name" in signature else None
    forget = signature["forget_bias"].default if "forget_bias" in signature else 0.0
    scope = name or twin.cell.default_tf1_scope()
    yield TF1Cell(scope, twin.cell.__name__, twin, forget)
    if twin.is_conv:
        name = inspect.signature(ConvLSTMCell).parameters["name"].default
        yield TF1Cell(name, ConvLSTMCell.__name__, twin, forget)


def wants(cell: TF1Cell, weights: Weights, prefix: str, forget_bias: float) -> list[Want]:
    """The arrays of one cell of TF1.

    Args:
        cell: the cell.
        weights: the variables they go into.
        prefix: the scope in which the cell was called, relative to its part's.
        forget_bias: what TF1 added to the forget gate and Keras has in its bias.
    """
    depth, units = shape_of(weights.kernel)[-2], shape_of(weights.recurrent_kernel)[-2]
    window = shape_of(weights.kernel)[:-2]
    blocks = itertools.groupby(_blocks(cell.twin.cell), lambda block: block.path)
    found = []
    for path, group in blocks:
        members = list(group)
        if weights.bias is None and members[0].field == 2:
            continue
        pieces = [_piece(block, weights, depth, units, forget_bias) for block in members]
        columns = members[0].columns * units
        rows = {None: depth + units, 0: depth, 1: units}[_rows(members)]
        shape = (columns,) if members[0].field == 2 else (*window, rows, columns)
        path = names.join(prefix, names.join(cell.scope, path))
        found.append(Want((path,), shape, path, tuple(pieces)))
    return found


def _rows(members):
    """0 or 1 where an array holds the rows of the input or of the state only, else None."""
    fields = {block.field for block in members}
    return None if len(fields) > 1 else fields.pop() % 2


def _piece(block, weights, depth, units, forget_bias):
    variable = weights[block.field]
    source = slice(block.column * units, (block.column + 1) * units)
    place = slice(block.place * units, (block.place + 1) * units)
    if block.field == 2:
        two = len(variable.shape) == 2
        shift = float(forget_bias) if block.is_forget else 0.0
        place = (block.line, place) if two else (place,)
        return Piece(variable, place, (source,), shift, block.is_addend)
    rows = slice(None)
    if block.row is not None:
        rows = slice(depth, depth + units) if block.row else slice(0, depth)
    return Piece(variable, (..., slice(None), place), (..., rows, source))


@functools.cache
def _blocks(cell_class):
    twin = next(twin for twin in TWINS if twin.cell is cell_class)
    paths = _paths(twin)
    kernels, biases = {}, {}
    for block in twin.blocks:
        columns = len(block.gates)
        apart = {name: np.zeros((1, columns)) for name in block.kernel if block.is_apart}
        kernels |= apart or {block.kernel: np.zeros((2, columns))}
        biases |= {name: np.zeros(columns) for name in block.biases}
    found = [block for name in kernels for block in _kernel_blocks(twin, kernels, name, paths)]
    return tuple(found + [b for name in biases for b in _bias_blocks(twin, biases, name, paths)])


def _kernel_blocks(twin, kernels, name, paths):
    rows, columns = kernels[name].shape
    for row, column in np.ndindex(rows, columns):
        one = np.zeros((rows, columns))
        one[row, column] = 1
        for field, matrix in enumerate(gates.stock_kernels(twin, {**kernels, name: one})):
            for _, place in np.argwhere(matrix):
                which = row if rows == 2 else None
                yield Block(paths[name], which, column, columns, field, 0, int(place))


def _bias_blocks(twin, biases, name, paths):
    columns = len(biases[name])
    forget = np.atleast_2d(gates.stock_bias(twin, biases, 1.0))
    empty = np.zeros(forget.shape if twin.has_two_biases else forget.shape[1:])
    for line, place in np.ndindex(forget.shape):
        one = empty.copy()
        one.reshape(forget.shape)[line, place] = 1
        for (column,) in np.argwhere(gates.own_biases(twin, one)[name]):
            own = np.eye(columns)[column]
            back = np.atleast_2d(gates.stock_bias(twin, {**biases, name: own}))
            yield Block(
                paths[name], None, int(column), columns, 2, line, place,
                is_forget=bool(forget[line, place]), is_addend=not back[line, place],
            )  # fmt: skip


def _paths(twin):
    """{attribute: TF1's name below the scope} of a cell's variables, as the cell declares them."""
    state = random.getstate()  # initializers draw their seeds from it
    try:
        cell = _smallest(twin)
    finally:
        random.setstate(state)
    declared = {id(variable): path for path, variable in cell.tf1_variables().items()}
    attributes = [getattr(block, kind) for block in twin.blocks for kind in ("kernel", "bias")]
    flat = [a for item in attributes for a in (item if isinstance(item, tuple) else (item,))]
    return {a: declared[id(getattr(cell, a))].partition("/")[2] for a in flat}


def _smallest(twin):
    """A built cell of one unit and one input, with a name of its own, so that none is used up."""
    if not twin.is_conv:
        cell, shape = twin.cell(1, name="cell"), (None, 1)
    else:
        rank = next(layer.rank for layer in _CONV if layer.__name__ == twin.layer.__name__)
        window = [1] * rank
        cell = twin.cell(
            input_shape=[*window, 1], output_channels=1, kernel_shape=window, name="cell"
        )
        shape = (None, *window, 1)
    cell.build_for_shape(shape)
    return cell
